import { exactScore, type FadingPoints, type Scoring, shownScore } from './scoring.ts'
import { epochMillisecondsOf, type Instant } from './time.ts'

/**
 * All points fade alike, so whoever has the higher score of two keeps it for as long as neither gains points: whenever
 * one looks, people stand in the order of one number that no passing of time changes. Where points halve every h days, the
 * score at t is 2^(−t/h) × Σ pᵢ 2^(tᵢ/h); the number is the logarithm of the sum, in half-lives since 1970.
 */
export type Warmth = string

/** Sorted downwards as text; a number of this many digits holds half-lives of an hour for centuries. */
const scale = 1e6
const digits = 15
const most = 10 ** digits - 1
const textOf = (value: number): Warmth =>
  String(most - Math.min(most, Math.max(0, Math.round(value * scale)))).padStart(digits, '0')

const halfLivesSince1970 = (at: Instant, halfLifeDays: number) =>
  epochMillisecondsOf(at) / (halfLifeDays * 86_400_000)

/** Those of whom a score was shown that is over the threshold, at the last points that they were given. */
export function warmthOf(
  sheet: FadingPoints & { readonly thresholds: Scoring['thresholds'] },
): Warmth | undefined {
  const last = sheet.points.at(-1)
  if (!last) return undefined
  const exact = exactScore(sheet, last.at)
  if (shownScore(exact) < sheet.thresholds.warm || exact <= 0) return undefined
  return warmthAt(exact, last.at, sheet.halfLifeDays)
}

/** The number that somebody has whose score is so high at that instant. */
export function warmthAt(exact: number, at: Instant, halfLifeDays: number | null): Warmth {
  const height = Math.log2(Math.max(exact, 2 ** -10)) + 10
  return textOf(halfLifeDays === null ? height : halfLivesSince1970(at, halfLifeDays) + height)
}
