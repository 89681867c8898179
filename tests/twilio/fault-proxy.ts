import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to one request instead of being passed on and answered. */
export type Fault =
  /** Twilio's refusal; nothing is passed on. */
  | { readonly status: number; readonly code?: number; readonly retryAfterSeconds?: number }
  /** Nothing is passed on, nothing is answered. */
  | 'cut'
  /** Passed on and done, and the answer is lost on its way. */
  | 'answer lost'
  /** Passed on and done, and half of the answer comes. */
  | 'half an answer'
export type Chosen = Fault | 'pass'

export interface Passed {
  readonly method: string
  /** Below the account. */
  readonly path: string
  readonly form: Readonly<Record<string, string>>
  /** Of the upstream; `undefined` where it was not asked. */
  readonly status: number | undefined
}

/** Stands before a peer of Twilio's, writes down what comes by, and fails as it is told. */
export async function startFaultProxy(upstream: string) {
  const passed: Passed[] = []
  let choose: (request: Omit<Passed, 'status'>) => Chosen = () => 'pass'

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const seen = {
      method,
      path: url.replace(/^\/2010-04-01\/Accounts\/[^/]+/, ''),
      form: Object.fromEntries(new URLSearchParams(body.toString('utf8'))),
    }
    const fault = choose(seen)
    if (fault === 'cut') {
      passed.push({ ...seen, status: undefined })
      response.destroy()
      return
    }
    if (typeof fault === 'object') {
      passed.push({ ...seen, status: undefined })
      const { status, code, retryAfterSeconds } = fault
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      })
      response.end(JSON.stringify({ status, code, message: 'The number +15005550001 is not…' }))
      return
    }
    const { host: _host, connection: _connection, ...sent } = headers
    const answer = await fetch(upstream + url, {
      method,
      headers: sent as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    })
    const text = await answer.text()
    passed.push({ ...seen, status: answer.status })
    if (fault === 'answer lost') {
      response.destroy()
      return
    }
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
    })
    response.end(fault === 'half an answer' ? text.slice(0, text.length / 2) : text)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.writeHead(599).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** All that came since this was last called. */
    take: (): readonly Passed[] => passed.splice(0),
    /** The first requests that fit meet these, one after the other; those after them pass. */
    fail(fits: (request: Omit<Passed, 'status'>) => boolean, ...faults: readonly Chosen[]) {
      const left = [...faults]
      choose = (request) => (fits(request) ? (left.shift() ?? 'pass') : 'pass')
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
export type FaultProxy = Awaited<ReturnType<typeof startFaultProxy>>
