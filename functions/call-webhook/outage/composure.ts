import { type CallWebhookDeps, type Patience, usualPatience } from '../deps.ts'

/** Enough for a store that answers again, and hardly a silence to a caller. */
const shortMilliseconds = 250

/** Watches whether the store answers, and says how long it is worth waiting for. */
export interface Composure {
  /** The ports, watched. */
  readonly routes: CallWebhookDeps['routes']
  readonly calls: CallWebhookDeps['calls']
  /** While a caller hears silence. */
  callerMilliseconds(): number
}

/**
 * One caller waits in vain for a store that has fallen silent; those who call next wait a moment only, until it has
 * answered anybody. Their facts are spooled meanwhile.
 */
export function keepComposure({ routes, calls, patience = usualPatience }: CallWebhookDeps): Composure {
  const { callerMilliseconds }: Patience = patience
  let isSilent = false

  async function watched<Result>(ask: () => Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => {
      isSilent = true
    }, callerMilliseconds - 1)
    try {
      const answer = await ask()
      isSilent = false
      return answer
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    routes: { routeOf: (number) => watched(async () => routes.routeOf(number)) },
    calls: { record: (fact) => watched(async () => calls.record(fact)) },
    callerMilliseconds: () =>
      isSilent ? Math.min(shortMilliseconds, callerMilliseconds) : callerMilliseconds,
  }
}
