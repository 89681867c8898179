import { epochMillisecondsOf, type Instant } from './time.ts'

/** How long from the first touch to the enquiry: days, upper ends exclusive. */
const buckets = [
  ['same hour', 1 / 24],
  ['same day', 1],
  ['1-2 days', 3],
  ['3-6 days', 7],
  ['1-2 weeks', 14],
  ['2-4 weeks', 28],
  ['1-2 months', 60],
  ['over 2 months', Number.POSITIVE_INFINITY],
] as const
export const waitBuckets = buckets.map(([name]) => name)
export type WaitBucket = (typeof waitBuckets)[number]

/** @param first instant of the first touch of the journey, at or before the opening */
export function waitBucketOf(first: Instant, openedAt: Instant): WaitBucket {
  const days = (epochMillisecondsOf(openedAt) - epochMillisecondsOf(first)) / 86_400_000
  return buckets.find(([, end]) => days < end)?.[0] ?? 'over 2 months'
}
