import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type CreditedJourney, creditJourney, creditModels } from '../../shared/domain/credit.ts'
import { splitExactly, wholeMicros } from '../../shared/domain/split.ts'
import { instantOf } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const day = 86_400_000
const opened = Date.parse('2026-11-22T12:00:00.000Z')
const journey = (...touches: [daysBefore: number, isDirect?: boolean][]): CreditedJourney => ({
  openedAt: instantOf(opened),
  touches: touches.map(([before, isDirect = false]) => ({ at: instantOf(opened - before * day), isDirect })),
})
const micros = (credits: readonly { touch: number | null; micros: number }[]) =>
  credits.map(({ touch, micros }) => [touch, micros])

describe('credits', () => {
  test.each([
    ['one touch gets all', journey([1]), 'linear', [[0, 1_000_000]]],
    ['first', journey([9], [3], [1]), 'first', [[0, 1_000_000]]],
    ['last', journey([9], [3], [1]), 'last', [[2, 1_000_000]]],
    ['last non-direct passes over Direct', journey([9], [3], [1, true]), 'lastNonDirect', [[1, 1_000_000]]],
    ['nothing but Direct keeps its last', journey([9, true], [1, true]), 'lastNonDirect', [[1, 1_000_000]]],
    [
      'thirds: the first takes the unit left over',
      journey([9], [3], [1]),
      'linear',
      [
        [0, 333_334],
        [1, 333_333],
        [2, 333_333],
      ],
    ],
    [
      'position of two is halves',
      journey([9], [1]),
      'position',
      [
        [0, 500_000],
        [1, 500_000],
      ],
    ],
    [
      'position of three is 40/20/40',
      journey([9], [3], [1]),
      'position',
      [
        [0, 400_000],
        [1, 200_000],
        [2, 400_000],
      ],
    ],
    [
      'position of four shares the middle',
      journey([9], [5], [3], [1]),
      'position',
      [
        [0, 400_000],
        [1, 100_000],
        [2, 100_000],
        [3, 400_000],
      ],
    ],
    [
      'W-shaped without an opportunity is position',
      journey([9], [3], [1]),
      'wShaped',
      [
        [0, 400_000],
        [1, 200_000],
        [2, 400_000],
      ],
    ],
    [
      'a touch a week older weighs half',
      journey([7], [0]),
      'timeDecay',
      [
        [0, 333_333],
        [1, 666_667],
      ],
    ],
  ] as const)('%s', (_, given, model, expected) => {
    expect(micros(creditJourney(given)[model])).toEqual(expected)
  })

  it('go to nobody where no journey is known', () => {
    for (const credits of Object.values(creditJourney(journey()))) {
      expect(credits).toEqual([{ touch: null, micros: 1_000_000 }])
    }
  })

  it('of one enquiry sum to exactly a million in every model, whatever the journey', () => {
    const touches = fc.array(fc.tuple(fc.double({ min: 0, max: 400, noNaN: true }), fc.boolean()), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(touches, (list) => {
        const credits = creditJourney(journey(...list))
        for (const model of creditModels) {
          const sum = credits[model].reduce((total, credit) => total + credit.micros, 0)
          expect(sum, model).toBe(wholeMicros)
          expect(credits[model].every((credit) => credit.micros > 0 && Number.isInteger(credit.micros))).toBe(
            true,
          )
        }
      }),
      { numRuns: runs(500) },
    )
  })
})

describe('an exact split', () => {
  it('gives integers that sum to the whole and stray less than one unit from the exact shares', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (whole, weights) => {
          const parts = splitExactly(whole, weights)
          const sum = weights.reduce((total, weight) => total + weight, 0)
          expect(parts.reduce((total, part) => total + part, 0)).toBe(whole)
          for (const [index, part] of parts.entries()) {
            expect(Number.isInteger(part)).toBe(true)
            const exact = sum > 0 ? whole * ((weights[index] ?? 0) / sum) : whole / weights.length
            expect(Math.abs(part - exact)).toBeLessThan(1.001)
          }
        },
      ),
      { numRuns: runs(1000) },
    )
  })

  it('of nothing is nothing, of no weights equal', () => {
    expect(splitExactly(7, [])).toEqual([])
    expect(splitExactly(7, [0, 0, 0])).toEqual([3, 2, 2])
  })
})
