import type { Cause, ScoredPoints, ScoreSheet } from './progress.ts'
import { scoreRuleKey } from './rule-match.ts'
import { faded, type Scoring, shownScore, type Threshold, thresholdNames, usualMost } from './scoring.ts'
import type { Instant } from './time.ts'

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** All points that were ever given, in time order; those that have been given up for later ones included. */
function givenPoints({ rules }: Scoring, causes: ReadonlyMap<string, readonly Cause[]>): ScoredPoints[] {
  return rules
    .flatMap(({ id, points, skip = 0 }) =>
      (causes.get(scoreRuleKey(id)) ?? []).slice(skip).map((cause) => ({ rule: id, points, ...cause })),
    )
    .sort((a, b) => text(a.at, b.at) || text(a.rule, b.rule))
}

/**
 * The points that count, and what took the score over each threshold when it was last below. The score only rises at a
 * fact: between two facts it fades, and may fall below the threshold then, so that it can be crossed again.
 * @param causes of each rule, in time order
 */
export function foldScore(scoring: Scoring, causes: ReadonlyMap<string, readonly Cause[]>): ScoreSheet {
  const { halfLifeDays, thresholds } = scoring
  const most = new Map(scoring.rules.map((rule) => [rule.id, rule.most ?? usualMost]))
  const counting = new Map<string, ScoredPoints[]>()
  const crossed: Partial<Record<Threshold, Cause>> = {}
  const isOver: Partial<Record<Threshold, boolean>> = {}
  let exact = 0
  let now: Instant | undefined

  for (const given of givenPoints(scoring, causes)) {
    const { at, rule, points, ...cause } = given
    if (now !== undefined) exact = faded(exact, now, at, halfLifeDays)
    now = at
    for (const name of thresholdNames) if (shownScore(exact) < thresholds[name]) isOver[name] = false
    const own = counting.get(rule) ?? []
    counting.set(rule, own)
    own.push(given)
    exact += points
    if (own.length > (most.get(rule) ?? usualMost)) {
      const oldest = own.shift() as ScoredPoints
      exact -= faded(oldest.points, oldest.at, at, halfLifeDays)
    }
    for (const name of thresholdNames) {
      const isNow = shownScore(exact) >= thresholds[name]
      if (isNow && !isOver[name]) crossed[name] = { ...cause, at }
      isOver[name] = isNow
    }
  }
  return {
    halfLifeDays,
    thresholds: { warm: thresholds.warm, ready: thresholds.ready },
    points: [...counting.values()].flat().sort((a, b) => text(a.at, b.at) || text(a.rule, b.rule)),
    crossed,
  }
}
