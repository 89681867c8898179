import type { E164 } from './ids.ts'
import { addDays, type Instant } from './time.ts'

/** What earlier calls of a caller say of the next one. */
export interface CallerStanding {
  /** The phone of the business that answered last. */
  readonly lastAgent?: E164 | undefined
  /** When the caller hung up at once after being picked up; the last day alone counts. */
  readonly hangUps: readonly Instant[]
}

/** So short a call, picked up, was none: nobody says what they want in it. */
const hangUpSeconds = 5
/** So many of them make a machine, or somebody who plays. */
const mostHangUps = 3
export const hangUpDays = 1

export const isHangUp = (durationSeconds: number | undefined): boolean =>
  durationSeconds !== undefined && durationSeconds > 0 && durationSeconds <= hangUpSeconds

/**
 * Whether a machine, or a number that is not the caller's own, may be calling. A missing verdict says nothing: most
 * countries sign no calls.
 * @param verdict Twilio's `StirVerstat`, `TN-Validation-Failed-C` for one
 */
export function isSuspectCaller(
  verdict: string | undefined,
  hangUps: readonly Instant[],
  now: Instant,
): boolean {
  if (verdict?.startsWith('TN-Validation-Failed')) return true
  const since = addDays(now, -hangUpDays)
  return hangUps.filter((at) => at > since).length >= mostHangUps
}
