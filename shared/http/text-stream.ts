/** The pieces as a body, each asked for when the one before it has gone: however long it is, little of it is held. */
export function textStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      // A piece with nothing in it would not be asked after.
      for (;;) {
        const { done, value } = await pieces.next()
        if (done) return controller.close()
        if (value !== '') return controller.enqueue(encoder.encode(value))
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
