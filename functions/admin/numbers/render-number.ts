import type { Instant } from '../../../shared/domain/time.ts'
import type { TrackingNumber } from '../../../shared/domain/tracking-number.ts'

/** The number as the API shows it: that it rests, and why, as long as it does. */
export function renderNumber({ rest, trustedSince: _, ...number }: TrackingNumber, now: Instant) {
  if (!rest || rest.until <= now) return number
  return {
    ...number,
    restingUntil: rest.until,
    restingSince: rest.since,
    restingBecause: rest.because,
  }
}
