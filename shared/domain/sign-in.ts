import type { AccountId, MemberId } from './ids.ts'
import { addDays, addMinutes, addSeconds, type Instant } from './time.ts'

/** A sign-in that lasts: what a browser's cookie stands for. */
export interface SignIn {
  readonly account: AccountId
  readonly member: MemberId
  /** When the person proved who they are; it stays when they change to another of their accounts. */
  readonly startedAt: Instant
  readonly lastSeenAt: Instant
}

/** OWASP's session management cheat sheet: an end when nobody is there, and one whoever is. */
const idleSeconds = 12 * 3600
export const longestDays = 7
/** So old may be what is known of the last use: not every request writes. */
const seenMinutes = 5

/** From then on the sign-in is over, unless it is used before. */
export function endOf({ startedAt, lastSeenAt }: Pick<SignIn, 'startedAt' | 'lastSeenAt'>): Instant {
  const [whenIdle, atLast] = [addSeconds(lastSeenAt, idleSeconds), addDays(startedAt, longestDays)]
  return whenIdle < atLast ? whenIdle : atLast
}

export const isOver = (signIn: Pick<SignIn, 'startedAt' | 'lastSeenAt'>, now: Instant): boolean =>
  now >= endOf(signIn)

/** Whether it is time to write down that the sign-in is in use. */
export const isUseNews = ({ lastSeenAt }: Pick<SignIn, 'lastSeenAt'>, now: Instant): boolean =>
  now >= addMinutes(lastSeenAt, seenMinutes)
