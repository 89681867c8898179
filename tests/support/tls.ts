import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createPost, type Post } from '../../shared/outgoing/post.ts'

const read = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
export const authority = read('authority')

/** The real way out, to this machine, by way of the authority for tests. */
export const postTrusting: Post = createPost({
  rules: { loopback: true },
  resolve: async (host) => {
    throw new Error(`${host} was looked up`)
  },
  authorities: authority,
})

/** A server on this machine that shows this certificate, whatever name it is asked by; it keeps what was said to it. */
export async function startTls(certificate: 'hooks' | 'expired') {
  const bodies: string[] = []
  const server = createServer(
    { key: read('server.key'), cert: read(certificate) },
    async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      bodies.push(Buffer.concat(parts).toString('utf8'))
      response.writeHead(204).end()
    },
  )
  // A handshake that is broken off is the other side's to tell.
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    bodies,
    urlOf: (host: string) => `https://${host}:${port}/hook`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
