import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Post } from '../../../../../shared/outgoing/post.ts'

export interface PeerRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
export interface PeerAnswer {
  readonly status: number
  readonly body?: unknown
}

export interface Peer {
  readonly url: string
  readonly requests: PeerRequest[]
  /** What the next requests are answered instead, each once; `lost`: taken, and the answer lost. */
  readonly troubles: (PeerAnswer | 'lost')[]
  /** The same without a socket between: for what is tried hundreds of times. */
  readonly post: Post
  stop(): Promise<void>
}

/** A platform on this machine: every request is kept, and judged by `answer`. */
export async function servePeer(answer: (request: PeerRequest) => PeerAnswer): Promise<Peer> {
  const requests: PeerRequest[] = []
  const troubles: (PeerAnswer | 'lost')[] = []
  /** @returns undefined: it was taken, and nobody hears of it */
  function meet(request: PeerRequest): PeerAnswer | undefined {
    requests.push(request)
    const trouble = troubles.shift()
    if (trouble !== 'lost') return trouble ?? answer(request)
    answer(request)
    return undefined
  }
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const met = meet({
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', 'http://peer'),
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    })
    if (!met) {
      outgoing.destroy()
      return
    }
    outgoing.writeHead(met.status, { 'content-type': 'application/json' })
    outgoing.end(met.body === undefined ? undefined : JSON.stringify(met.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    troubles,
    async post({ method = 'POST', url, headers, body }) {
      const met = meet({ method, url: new URL(url), headers, body })
      if (!met) return { status: null, because: 'the connection was cut', tookMilliseconds: 1 }
      const text = met.body === undefined ? '' : JSON.stringify(met.body)
      return { status: met.status, text, tookMilliseconds: 1 }
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** What a peer refuses a request for: told to whoever wrote the test. */
export class Unfit extends Error {}
export function must(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Unfit(what)
}
