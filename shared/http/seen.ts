import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { About, Observer } from '../observe/observer.ts'

const known = new WeakMap<Request, About>()

/** Notes what a request turned out to be about, for the line that the log gets of it. */
export function tellAbout(context: { readonly req: { readonly raw: Request } }, about: About): void {
  known.set(context.req.raw, { ...known.get(context.req.raw), ...about })
}

/** The id that Lambda gave the invocation, by which its other lines and its trace are found, too. */
export const requestIdOf = (context: Context): string | undefined =>
  (context.env as { lambdaContext?: { awsRequestId?: string } } | undefined)?.lambdaContext?.awsRequestId

/** Tells the observer of each request: what was asked, by the route's pattern alone, and what came of it. */
export function seeRequests(observer: Observer): MiddlewareHandler {
  return async (context, next) => {
    const began = performance.now()
    await next()
    const route = routePath(context, -1)
    observer.request({
      requestId: requestIdOf(context) ?? '',
      method: context.req.method,
      route: route.includes('*') ? 'none' : route,
      status: context.res.status,
      milliseconds: Math.round(performance.now() - began),
      ...known.get(context.req.raw),
    })
  }
}
