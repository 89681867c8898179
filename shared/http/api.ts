import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { routePath } from 'hono/route'
import { quoting } from '../observe/clean.ts'
import { consoleObserver } from '../observe/console.ts'
import type { LogLine, Observer } from '../observe/observer.ts'
import { plainPage } from './plain-page.ts'
import { problemResponse, type Refusal, refuse } from './problem.ts'
import { scrub } from './scrub.ts'
import { requestIdOf, seeRequests } from './seen.ts'

export interface ApiOptions {
  /** Takes one line for each bug; where it is given, every request is told of. */
  readonly observer?: Observer | undefined
  readonly newRequestId?: () => string
}

const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

/** By error name or system code: what passes by itself, so that the caller should try again. */
const transientErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'TimeoutError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'TransactionConflictException',
  'InternalServerError',
  'ServiceUnavailable',
])

/** Middlewares answer to every method; only a route of the method's own counts. */
const knowsMethod = (app: Hono, method: string, path: string) =>
  app.router.match(method, path)[0].some(([[, route]]) => route.method === method)

function refusalOfUnmatched(app: Hono, context: Context): Refusal {
  const allowed = methods.filter((method) => knowsMethod(app, method, context.req.path))
  return allowed.length > 0
    ? refuse('method_not_allowed', `Use ${allowed.join(' or ')} here.`, {
        headers: { allow: allowed.join(', ') },
      })
    : refuse('not_found', 'Nothing stands at this address; /docs lists what does.')
}

/** Browsers name HTML first when somebody goes to an address; programs ask for anything, or for JSON, and below `/v1`. */
const isReadByPeople = (context: Context) =>
  context.req.method === 'GET' &&
  !context.req.path.startsWith('/v1/') &&
  accepts(context, {
    header: 'Accept',
    supports: ['text/html', 'application/json', 'application/problem+json'],
    default: 'application/problem+json',
  }) === 'text/html'

const pageNotFound = () =>
  plainPage({
    title: 'Nothing stands here',
    status: 404,
    body: [
      '<h1>Nothing stands at this address</h1>',
      '<p class="lead">It may be mistyped, or from an old link. Nothing is lost.</p>',
      '<p><a class="button" href="/">To the console</a></p>',
    ].join('\n'),
  })

/** Names, not contents: the route's pattern and a scrubbed message, so that no personal data reaches the log. */
const logLine = (error: Error, requestId: string, context: Context): LogLine => ({
  level: 'error',
  requestId,
  method: context.req.method,
  route: routePath(context, -1),
  error: error.name,
  message: quoting.has(error.name) ? 'withheld' : scrub(error.message),
  frames: (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim()),
})

/**
 * A Hono app whose every answer that is not a success is problem+json: an unknown address 404 (to whoever goes
 * there in a browser a page), an unknown method 405 with `Allow`, a bug 500 (or 503 where trying again helps) with the
 * request id that its log line has.
 */
export function createApi({ observer, newRequestId = randomUUID }: ApiOptions = {}): Hono {
  const app = new Hono()
  if (observer) app.use(seeRequests(observer))
  app.notFound((context) => {
    const refusal = refusalOfUnmatched(app, context)
    return refusal.refused === 'not_found' && isReadByPeople(context)
      ? pageNotFound()
      : problemResponse(refusal)
  })
  app.onError((error, context) => {
    const requestId = requestIdOf(context) ?? newRequestId()
    const { tell } = observer ?? consoleObserver
    tell(logLine(error, requestId, context))
    const isTransient =
      transientErrors.has(error.name) || transientErrors.has(String((error as { code?: unknown }).code))
    return problemResponse(
      isTransient
        ? refuse('unavailable', 'Try again in a moment.', { requestId, headers: { 'retry-after': '1' } })
        : refuse('internal', `It was logged; name the request id ${requestId} when you ask about it.`, {
            requestId,
          }),
    )
  })
  return app
}
