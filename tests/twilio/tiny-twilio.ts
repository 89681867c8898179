import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came in at `Messages.json`. */
export interface SentMessage {
  readonly path: string
  readonly authorization: string | undefined
  readonly to: string | null
  readonly from: string | null
  readonly body: string | null
}

type Answer = (response: ServerResponse, count: number) => void

/** 201 as Twilio says it. */
export const created: Answer = (response, count) => {
  response.writeHead(201, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ sid: `SM${String(count).padStart(32, '0')}`, status: 'queued' }))
}
/** An error as Twilio says it. */
export const problem =
  (status: number, code: number): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ code, message: 'The number +15005550001 is not…', status }))
  }

/** The one resource of Twilio's REST API that is used, on loopback, failing as it is told. */
export async function startTinyTwilio() {
  const messages: SentMessage[] = []
  let answer = created
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const form = new URLSearchParams(text)
    messages.push({
      path: `${request.method} ${request.url}`,
      authorization: request.headers.authorization,
      to: form.get('To'),
      from: form.get('From'),
      body: form.get('Body'),
    })
    answer(response, messages.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    answerWith(next: Answer) {
      answer = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
