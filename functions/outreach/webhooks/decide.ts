import { type DeliveryOutcome, nextTry } from '../../../shared/domain/delivery.ts'
import type { TargetHealth } from '../../../shared/domain/target-health.ts'
import { addDays, epochMillisecondsOf, type Instant } from '../../../shared/domain/time.ts'
import { testEventType } from '../../../shared/domain/webhook.ts'

/** What came back, as far as it decides something. */
export interface Answered {
  readonly status: number | null
  readonly because?: string | undefined
  readonly retryAfter?: string | undefined
}

/** RFC 9110, 10.2.3: seconds, or a date. @returns 0 where nothing sensible is asked */
export function askedSeconds(retryAfter: string | undefined, now: Instant): number {
  if (retryAfter === undefined) return 0
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter)
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? 0 : Math.max(0, (date - epochMillisecondsOf(now)) / 1000)
}

const isTaken = (status: number | null) => status !== null && status >= 200 && status < 300

export function whyNot({ status, because }: Answered): string | undefined {
  if (isTaken(status)) return undefined
  if (status === null) return because ?? 'no answer'
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`
  return status === 410 ? 'answered 410: gone' : `answered ${status}`
}

/**
 * What becomes of a delivery after a try: whatever is not 2xx is tried again, for three days; 410 says that the endpoint
 * will never want anything any more.
 * @param tries this one included
 */
export function outcomeOf(
  answered: Answered,
  { tries, type }: { readonly tries: number; readonly type: string },
  now: Instant,
  chance: number,
): DeliveryOutcome {
  const because = whyNot(answered)
  if (because === undefined) return { delivered: true }
  // Whoever tries an endpoint looks on: it is tried once.
  if (answered.status === 410 || type === testEventType) return { failed: because }
  const again = nextTry(tries, now, chance, askedSeconds(answered.retryAfter, now))
  return again === undefined ? { failed: `given up after ${tries} tries: ${because}` } : { again, because }
}

/** An endpoint that took nothing for as long as a delivery is tried is switched off. */
const hopelessDays = 3

/** @param failingSince as it stands after the try */
export function offBecause(
  answered: Answered,
  type: string,
  { failingSince }: Pick<TargetHealth, 'failingSince'>,
  now: Instant,
): 'gone' | 'failing' | undefined {
  if (type === testEventType || whyNot(answered) === undefined) return undefined
  if (answered.status === 410) return 'gone'
  return failingSince !== undefined && failingSince <= addDays(now, -hopelessDays) ? 'failing' : undefined
}
