import { createServer, type ServerResponse } from 'node:http'
import { buildCheck, buildConsent, buildIds, buildSnippet } from '../../../scripts/build-snippet.ts'
import { listen, type Served } from './shop.ts'

export interface Collected {
  readonly type: string
  readonly url: string
  readonly referrer?: string
  readonly title?: string
  readonly visitorId?: string
  readonly sessionId?: string
  readonly sentAt: string
  readonly [more: string]: unknown
}

export interface Bridge extends Served {
  /** What came, in order. */
  readonly collected: Collected[]
  /** Headers of each, likewise. */
  readonly headers: Record<string, string | string[] | undefined>[]
  /** Methods of all requests but those for the script: a preflight would show here. */
  readonly methods: string[]
  /** Paths of the modules that were loaded, in order. */
  readonly modules: string[]
  /** How the next requests are answered. */
  answer: (response: ServerResponse, message: Collected) => void
  /** What the check of an installation is told. */
  installation: unknown
}

export const leased = { target: '+442079460000', number: '+442079460123', display: '020 7946 0123' }

export const answerWith =
  (body: unknown, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

export const answerLease = answerWith({ visitorId: 'vis_1', sessionId: 'ses_1', swap: [leased], code: null })

/** A server on an origin of its own that serves the built `t.js` and records what it sends. */
export async function serveBridge(): Promise<Bridge> {
  const script = await buildSnippet()
  const modules: Readonly<Record<string, string>> = {
    '/check.js': await buildCheck(),
    '/consent.js': await buildConsent(),
    '/ids.js': await buildIds(),
  }
  const loaded: string[] = []
  const collected: Collected[] = []
  const headers: Bridge['headers'] = []
  const methods: string[] = []
  const server = createServer((request, response) => {
    if (request.url === '/t.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
      return
    }
    const module = modules[request.url ?? '']
    if (module !== undefined) {
      loaded.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*')
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(module)
      return
    }
    if (request.url?.startsWith('/v1/installation?')) {
      response.setHeader('access-control-allow-origin', '*')
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bridge.installation))
      return
    }
    methods.push(`${request.method} ${request.url}`)
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const message = JSON.parse(text) as Collected
      collected.push(message)
      headers.push(request.headers)
      response.setHeader('access-control-allow-origin', '*')
      bridge.answer(response, message)
    })
  })
  const bridge: Bridge = {
    ...(await listen(server)),
    collected,
    headers,
    methods,
    modules: loaded,
    answer: answerLease,
    installation: undefined,
  }
  return bridge
}
