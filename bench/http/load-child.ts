import { Agent, request } from 'node:http'
import { answerQuestions } from './child.ts'
import type { Load, LoadOutcome, LoadRequest } from './load.ts'

/** The load generator: so many requests under way at any time, each sent as soon as another is answered. */
answerQuestions(async ({ origin, connections, requests }: Load): Promise<LoadOutcome> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latenciesMilliseconds: number[] = []
  let failures = 0
  let next = 0

  function send({ path, headers, body }: LoadRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const sent = request(
        origin + path,
        { agent, method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
        (response) => {
          response.resume()
          response.on('end', () => {
            latenciesMilliseconds.push(performance.now() - startedAt)
            if (response.statusCode !== 200) failures++
            resolve()
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }
  async function sendOn(): Promise<void> {
    for (let one = requests[next++]; one; one = requests[next++]) await send(one)
  }

  const startedAt = performance.now()
  await Promise.all(Array.from({ length: connections }, sendOn))
  const milliseconds = performance.now() - startedAt
  agent.destroy()
  return { milliseconds, latenciesMilliseconds, failures }
})
