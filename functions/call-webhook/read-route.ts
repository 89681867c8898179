import type { NumberRoute } from '../../shared/domain/number.ts'
import { type CallWebhookDeps, causeOf } from './deps.ts'
import type { Deadline } from './outage/deadline.ts'
import type { KnownRoutes } from './outage/known-routes.ts'
import type { IncomingCall } from './schema.ts'

export type RouteRead =
  /** As it is, or (`isRemembered`) as last known; without a route the number is nobody's. */
  | { readonly read: 'known'; readonly route: NumberRoute | undefined; readonly isRemembered: boolean }
  /** It can't be said whose number it is: a fact would land in another's account. */
  | { readonly read: 'unknown'; readonly cause: string }

/** Where the call leads: by the store, else as this process last knew it. */
export async function readRoute(
  { routes, report }: Pick<CallWebhookDeps, 'routes' | 'report'>,
  known: KnownRoutes,
  { number, callSid }: IncomingCall,
  deadline: Deadline,
): Promise<RouteRead> {
  try {
    const route = await deadline.race((async () => routes.routeOf(number))())
    known.learn(number, route)
    return { read: 'known', route, isRemembered: false }
  } catch (error) {
    const cause = causeOf(error)
    report({ trouble: 'route-unread', callSid, cause })
    const route = known.last(number)
    return route ? { read: 'known', route, isRemembered: true } : { read: 'unknown', cause }
  }
}
