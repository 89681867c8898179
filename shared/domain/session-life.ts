import { type Instant, secondsBetween } from './time.ts'

/** So long without a sign of life ends a session: the convention of web analytics. */
export const sessionTimeoutMinutes = 30

export const isSameSession = (lastSign: Instant, now: Instant): boolean =>
  secondsBetween(lastSign, now) < sessionTimeoutMinutes * 60

/** A later sign of life is recorded only if it is so much later: beacons come every minute. */
export const signStepSeconds = 120
