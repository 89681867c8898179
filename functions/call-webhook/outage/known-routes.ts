import type { E164 } from '../../../shared/domain/ids.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'

/** The routes that this process read last: what a call goes by when the store does not answer. */
export interface KnownRoutes {
  last(number: E164): NumberRoute | undefined
  /** `undefined`: the number is nobody's now. */
  learn(number: E164, route: NumberRoute | undefined): void
}

/** @param most the routes kept; beyond them the one not called for longest is forgotten */
export function createKnownRoutes(most = 10_000): KnownRoutes {
  const routes = new Map<E164, NumberRoute>()
  return {
    last: (number) => routes.get(number),
    learn(number, route) {
      routes.delete(number)
      if (!route) return
      routes.set(number, route)
      if (routes.size <= most) return
      const [oldest] = routes.keys()
      if (oldest !== undefined) routes.delete(oldest)
    },
  }
}
