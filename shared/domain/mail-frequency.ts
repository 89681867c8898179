import { addDays, type Instant } from './time.ts'

/** How many mails of all sequences together one person gets within so many days. */
export interface MailCap {
  readonly mails: number
  readonly days: number
}

/** As far back as a cap can look. */
export const mostCapDays = 31

/** What of the sends still counts for any cap, oldest first. */
export const recentSends = (sends: readonly Instant[], now: Instant): Instant[] =>
  sends.filter((at) => at > addDays(now, -mostCapDays)).sort()

/**
 * @param sends of one person, in any order
 * @returns `now`, or when enough of them lie far enough back
 */
export function freeAt(sends: readonly Instant[], { mails, days }: MailCap, now: Instant): Instant {
  const since = addDays(now, -days)
  const counted = sends.filter((at) => at > since).sort()
  const oldest = counted[counted.length - mails]
  return oldest === undefined ? now : addDays(oldest, days)
}
