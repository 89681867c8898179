// A bundle in a process of its own, as Lambda has it: its environment is the process's, events come by messages.
const { handler } = await import(process.argv[2])
process.on('message', async ({ id, event }) => {
  try {
    process.send({ id, answer: await handler(event, { awsRequestId: id }) })
  } catch (error) {
    process.send({ id, error: error?.stack ?? String(error) })
  }
})
process.send({ ready: true })
