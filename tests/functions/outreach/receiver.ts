import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}
export type Answer =
  | number
  | { readonly status: number; readonly headers: Record<string, string> }
  | 'silence'

/** A system of somebody's on this machine, which answers by path as one likes. */
export async function startReceiver() {
  const received: Received[] = []
  const answers = new Map<string, Answer[]>()
  const silent: (() => void)[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const path = request.url ?? ''
    received.push({ path, headers: request.headers, text: Buffer.concat(parts).toString('utf8') })
    const waiting = answers.get(path) ?? []
    const answer = (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? 204
    if (answer === 'silence') return void silent.push(() => response.writeHead(204).end())
    const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer
    response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    urlOf: (path: string) => `http://127.0.0.1:${port}${path}`,
    /** The last one holds for all further requests. */
    answer: (path: string, ...all: Answer[]) => void answers.set(path, all),
    at: (path: string) => received.filter((each) => each.path === path),
    /** Those that were kept waiting get their answers. */
    release: () => {
      for (const answer of silent.splice(0)) answer()
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What it says, if the specification's own library signs it likewise. @throws if it does not */
export function readBy(secret: string, { headers, text }: Received) {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const signature = new Webhook(secret).sign(String(headers['webhook-id']), at, text)
  const all = String(headers['webhook-signature']).split(' ')
  if (!all.includes(signature)) throw new Error('not signed by this secret')
  return JSON.parse(text)
}
