import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a server may fail that is asked over a network. */
export type Ailment = 'none' | 'hangs' | 'refuses' | 'answers 500' | 'answers nonsense' | 'throttles'

export interface FaultyServer {
  readonly url: string
  /** The requests that came, by their path. */
  readonly asked: string[]
  ailment: Ailment
  close(): Promise<void>
}

/** A server on this machine that answers as `answer` does, or fails as one likes. */
export async function startFaultyServer(
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Promise<FaultyServer> {
  const server = createServer((incoming, outgoing) => {
    faulty.asked.push(incoming.url ?? '')
    switch (faulty.ailment) {
      case 'none':
        return answer(incoming, outgoing)
      case 'hangs':
        return undefined
      case 'refuses':
        return incoming.socket.destroy()
      case 'answers 500':
        return outgoing.writeHead(500).end('{}')
      case 'throttles':
        return outgoing
          .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
          .end('{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow down"}')
      case 'answers nonsense':
        return outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('<html>')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const faulty: FaultyServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    ailment: 'none',
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return faulty
}

/** The engine behind a network that fails as one likes. */
export const startFaultyEngine = (endpoint: string): Promise<FaultyServer> =>
  startFaultyServer((incoming, outgoing) => {
    const { method, url, headers } = incoming
    const onward = request(new URL(url ?? '/', endpoint), { method: method ?? 'POST', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
