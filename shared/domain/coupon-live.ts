import type { Code } from './coupon.ts'
import { type Instant, secondsBetween } from './time.ts'

/**
 * Live codes are counted by when they end, so that time alone takes them out of the count. A bucket is a stretch of UTC
 * time, written as the beginning of its instants: `2026-11-22T14`, `2026-11-22` or `2026-11`. It counts until it is over,
 * so that a code counts a little too long, never too short; the longer codes live, the coarser the bucket, and the sum
 * over an account stays at a few hundred buckets.
 */
const grains = [
  { uptoDays: 2, characters: 'YYYY-MM-DDTHH'.length },
  { uptoDays: 62, characters: 'YYYY-MM-DD'.length },
  { uptoDays: Number.POSITIVE_INFINITY, characters: 'YYYY-MM'.length },
] as const

/** The bucket of a code; the same as long as it exists. */
export function liveBucketOf({ issuedAt, expiresAt }: Pick<Code, 'issuedAt' | 'expiresAt'>): string {
  const days = secondsBetween(issuedAt, expiresAt) / 86_400
  const { characters } = grains.find(({ uptoDays }) => days <= uptoDays) ?? grains[2]
  return expiresAt.slice(0, characters)
}

/** Whether the bucket is not over. */
export const isLiveBucket = (bucket: string, now: Instant): boolean => bucket >= now.slice(0, bucket.length)

/** Sorts before all buckets that are not over. */
export const firstLiveBucket = (now: Instant): string => now.slice(0, 'YYYY-MM'.length)

/** A code that one use ends leaves the count with it; one of several uses counts until it ends or is voided. */
export const leavesCountWhenUsed = ({ maxUses }: Pick<Code, 'maxUses'>): boolean => maxUses === 1

/** Whether the code is in the count of its bucket. */
export const isCounted = ({ state, used, maxUses }: Pick<Code, 'state' | 'used' | 'maxUses'>): boolean =>
  state === 'live' && !(leavesCountWhenUsed({ maxUses }) && used > 0)
