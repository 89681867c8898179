import type { FactRule } from './step-rule.ts'
import { epochMillisecondsOf, type Instant } from './time.ts'

/** How near somebody is to buying: below `warm`, from there on, and ready for a person to speak with them. */
export const bands = ['cold', 'warm', 'ready'] as const
export type Band = (typeof bands)[number]
export type Threshold = Exclude<Band, 'cold'>
export const thresholdNames = ['warm', 'ready'] as const satisfies readonly Threshold[]

/** Points for each match of the rule. */
export interface ScoreRule {
  readonly id: string
  readonly name: string
  readonly when: FactRule
  /** May be negative. */
  readonly points: number
  /** So many matches of one visit or contact count, the first ones; 1 unless given. */
  readonly perVisit?: number | undefined
  /** Of all matches the last so many count; 5 unless given. */
  readonly most?: number | undefined
  /** So many matches give nothing yet: 1 for what only counts from the second on. */
  readonly skip?: number | undefined
}

/** How an account scores its people. */
export interface Scoring {
  /** After so many days points count for half; null: they never fade. */
  readonly halfLifeDays: number | null
  readonly thresholds: Readonly<Record<Threshold, number>>
  readonly rules: readonly ScoreRule[]
}

export const usualPerVisit = 1
export const usualMost = 5
export const mostScoreRules = 40

const dayMilliseconds = 86_400_000

/** Points that were given at an instant, and how they fade. */
export interface FadingPoints {
  readonly halfLifeDays: number | null
  readonly points: readonly { readonly at: Instant; readonly points: number }[]
}

/** What is left at `now` of points that were given at `at`; nothing of those that are yet to come. */
export function faded(points: number, at: Instant, now: Instant, halfLifeDays: number | null): number {
  const age = epochMillisecondsOf(now) - epochMillisecondsOf(at)
  if (age < 0) return 0
  return halfLifeDays === null ? points : points * 2 ** (-age / (halfLifeDays * dayMilliseconds))
}

/** The exact sum; the same whatever order the points are in, since they are added up in that of time. */
export function exactScore({ points, halfLifeDays }: FadingPoints, now: Instant): number {
  return [...points]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.points - b.points))
    .reduce((sum, { at, points: given }) => sum + faded(given, at, now, halfLifeDays), 0)
}

/** As it is shown: whole, and never below nothing. */
export const shownScore = (exact: number): number => Math.max(0, Math.round(exact))

/** What is shown decides: whoever reads 50 where 50 is the threshold is over it. */
export function bandOfScore(exact: number, thresholds: Scoring['thresholds']): Band {
  const shown = shownScore(exact)
  return shown >= thresholds.ready ? 'ready' : shown >= thresholds.warm ? 'warm' : 'cold'
}
