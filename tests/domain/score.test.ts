import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Cause } from '../../shared/domain/progress.ts'
import { scoreRuleKey } from '../../shared/domain/rule-match.ts'
import { foldScore } from '../../shared/domain/score-fold.ts'
import { exactScore, faded, type Scoring, shownScore } from '../../shared/domain/scoring.ts'
import { addDays, instantOf } from '../../shared/domain/time.ts'
import { warmthAt, warmthOf } from '../../shared/domain/warmth.ts'

const start = '2026-11-01T00:00:00.000Z'
const rule = { id: 'r', name: 'R', when: { on: 'visit' }, points: 10 } as const
const scoring: Scoring = { halfLifeDays: 10, thresholds: { warm: 15, ready: 30 }, rules: [rule] }
const visits = (...days: readonly number[]): Map<string, Cause[]> =>
  new Map([
    [scoreRuleKey('r'), days.map((day) => ({ on: 'visit', at: addDays(start, day), session: `s${day}` }))],
  ])

test.each<[why: string, days: number[], warm: number | undefined, ready: number | undefined]>([
  ['one visit is below', [0], undefined, undefined],
  ['two at once are above', [0, 0.5], 0.5, undefined],
  ['with too long a time between they have faded', [0, 20], undefined, undefined],
  ['it is crossed once, and stays so while it does not fade below', [0, 1, 2], 1, undefined],
  ['whoever faded below crosses it anew', [0, 1, 30, 31], 31, undefined],
  ['ready is crossed by the visit that takes it there', [0, 0, 1, 1], 0, 1],
])('a threshold: %s', (_, days, warm, ready) => {
  const { crossed } = foldScore(scoring, visits(...days))
  expect(crossed.warm?.at).toBe(warm === undefined ? undefined : addDays(start, warm))
  expect(crossed.ready?.at).toBe(ready === undefined ? undefined : addDays(start, ready))
})

test.each<[why: string, more: Partial<Scoring['rules'][number]>, days: number[], kept: number[]]>([
  ['the last so many count', { most: 2 }, [0, 1, 2], [1, 2]],
  ['the first so many give nothing', { skip: 1 }, [0, 1, 2], [1, 2]],
  ['both', { skip: 1, most: 1 }, [0, 1, 2], [2]],
])('points of a rule: %s', (_, more, days, kept) => {
  const { points } = foldScore({ ...scoring, rules: [{ ...rule, ...more }] }, visits(...days))
  expect(points.map(({ at }) => at)).toEqual(kept.map((day) => addDays(start, day)))
})

describe('a score', () => {
  it('is half after the half-life, all where points never fade, and nothing before', () => {
    expect(faded(10, start, addDays(start, 10), 10)).toBe(5)
    expect(faded(10, start, addDays(start, 1000), null)).toBe(10)
    expect(faded(10, addDays(start, 1), start, 10)).toBe(0)
  })

  const anyPoints = fc.array(
    fc.record({
      at: fc.nat(400 * 86_400).map((s) => instantOf(Date.parse(start) + s * 1000)),
      points: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  const last = addDays(start, 400)

  it('puts people in one order, whenever one looks: a row need not be written because time goes by', () => {
    fc.assert(
      fc.property(
        anyPoints,
        anyPoints,
        fc.constantFrom(0.5, 7, 90, null),
        fc.nat(300),
        (a, b, halfLifeDays, days) => {
          const now = addDays(last, days)
          const inTime = (points: typeof a) => points.toSorted((x, y) => (x.at < y.at ? -1 : 1))
          const sheet = (points: typeof a) => ({
            points: inTime(points),
            halfLifeDays,
            thresholds: { warm: 1, ready: 2 },
          })
          const [one, two] = [sheet(a), sheet(b)]
          const [warmA, warmB] = [warmthOf(one), warmthOf(two)]
          const [scoreA, scoreB] = [exactScore(one, now), exactScore(two, now)]
          if (warmA === undefined || warmB === undefined) return
          // What has faded below the smallest of numbers is nothing, and equal ones have no order.
          if (Math.min(scoreA, scoreB) < 1e-300 || Math.abs(Math.log2(scoreA / scoreB)) < 1e-3) return
          // The higher score stands first.
          expect(warmA < warmB).toBe(scoreA > scoreB)
          const threshold = scoreB * 0.9
          if (threshold > 0.01) expect(warmB < warmthAt(threshold, now, halfLifeDays)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('explains itself: the points add up to it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 10 }), (days) => {
        const sheet = foldScore(scoring, visits(...days.toSorted((a, b) => a - b)))
        const now = addDays(start, 61)
        const sum = sheet.points.reduce((all, { at, points }) => all + faded(points, at, now, 10), 0)
        expect(shownScore(exactScore(sheet, now))).toBe(shownScore(sum))
      }),
      { numRuns: 100 },
    )
  })
})
