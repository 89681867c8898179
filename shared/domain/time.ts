/**
 * An instant as RFC 3339 in UTC with milliseconds (`2026-11-22T14:05:00.000Z`): always 24 characters, so that the
 * order of the text is the order of time, in keys and in comparisons alike.
 */
export type Instant = string

export const instantOf = (epochMilliseconds: number): Instant => new Date(epochMilliseconds).toISOString()
export const epochMillisecondsOf = (instant: Instant): number => Date.parse(instant)
/** As time to live is told to DynamoDB. */
export const epochSecondsOf = (instant: Instant): number => Math.floor(epochMillisecondsOf(instant) / 1000)
/** When what is kept for so many days may be deleted. */
export const expiryOf = (from: Instant, days: number): number => epochSecondsOf(addDays(from, days))
export const addSeconds = (instant: Instant, seconds: number): Instant =>
  instantOf(epochMillisecondsOf(instant) + seconds * 1000)
export const addMinutes = (instant: Instant, minutes: number): Instant => addSeconds(instant, minutes * 60)
export const addDays = (instant: Instant, days: number): Instant => addSeconds(instant, days * 86_400)
export const secondsBetween = (from: Instant, to: Instant): number =>
  (epochMillisecondsOf(to) - epochMillisecondsOf(from)) / 1000

/** The day in UTC, `YYYY-MM-DD`. */
/**
 * Not earlier than the second of the other instant: Twilio tells when calls end in whole seconds, so that one that ends just
 * after something was set up seems to have ended just before.
 */
export const isSince = (at: Instant, from: Instant): boolean => at >= from.slice(0, 19)
export const utcDayOf = (instant: Instant): string => instant.slice(0, 10)

/** Where modules get the time from; nothing reads the clock by itself. */
export type Clock = () => Instant
