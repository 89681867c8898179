import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Effort, usualEffort } from '../../shared/domain/knot.ts'
import { creditByMarkov, type MarkovOrder, markovOrders } from '../../shared/domain/markov.ts'
import { internPaths, type PathRow } from '../../shared/domain/path-table.ts'
import { naiveMarkov } from '../support/naive-path-models.ts'
import { runs } from '../support/runs.ts'

const path = (touches: string, conversions: number, nulls = 0, value = conversions * 10): PathRow => ({
  touches: touches.split(''),
  conversions,
  nulls,
  value,
})

function markov(rows: readonly PathRow[], order: MarkovOrder, effort: Effort = usualEffort) {
  const table = internPaths(rows)
  const credit = creditByMarkov(table, order, effort)
  if (!credit) return undefined
  const named = (numbers: Float64Array) =>
    Object.fromEntries(table.channels.map((channel, index) => [channel, numbers[index] as number]))
  return {
    conversions: named(credit.conversions),
    value: named(credit.value),
    removalEffects: named(credit.removalEffects),
    unattributed: credit.unattributed,
  }
}

/** To 1e-9 of the number and of 1, whichever is more. */
function expectNear(actual: Record<string, number> | undefined, expected: Record<string, number>) {
  expect(Object.keys(actual ?? {}).sort()).toEqual(Object.keys(expected).sort())
  for (const [channel, number] of Object.entries(expected)) {
    const strays = Math.abs((actual?.[channel] ?? Number.NaN) - number)
    expect(strays, `${channel}: ${actual?.[channel]} for ${number}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(number)),
    )
  }
}

function expectOracle(rows: readonly PathRow[], order: MarkovOrder, effort?: Effort) {
  const actual = markov(rows, order, effort)
  const expected = naiveMarkov(rows, order)
  expectNear(actual?.removalEffects, expected.removalEffects ?? {})
  expectNear(actual?.conversions, expected.conversions)
  expectNear(actual?.value, expected.value)
}

const rowsOf = (channels: string, maxLength: number) =>
  fc.array(
    fc.record({
      touches: fc.array(fc.constantFrom(...channels), { maxLength }),
      conversions: fc.nat(9),
      nulls: fc.nat(9),
      value: fc.nat(500).map((thousandths) => thousandths / 8),
    }),
    { maxLength: 7 },
  )

/** The other ways through the same sums, which the usual effort takes for large knots only. */
const sweeping: Effort = { ...usualEffort, alwaysDense: 0, sweepsSaved: 0, denseIfSlow: 0 }
const sweepingFirst: Effort = { ...sweeping, denseIfSlow: 800 }

describe('removal effects', () => {
  test.each([
    ['of the only channel take everything', [path('A', 3, 1)], 1, { A: 1 }],
    ['of a pair on one path are both whole', [path('AB', 3, 1)], 1, { A: 1, B: 1 }],
    ['share where paths are apart', [path('A', 3), path('B', 1)], 1, { A: 0.75, B: 0.25 }],
    ['of a channel on null paths alone are none', [path('A', 3), path('B', 0, 5)], 1, { A: 1, B: 0 }],
    [
      'of order 1 forget how a channel was come to',
      // After B one in two converts, whether A came before or not.
      [path('AB', 2), path('CB', 0, 2)],
      1,
      { A: 0.5, B: 1, C: 0.5 },
    ],
    ['of order 2 remember it', [path('AB', 2), path('CB', 0, 2)], 2, { A: 1, B: 1, C: 0 }],
    // From A by itself half convert; so B, half of whose journeys go on from A, is met by half.
    ['count repeats as given', [path('A', 1), path('AAB', 1)], 1, { A: 1, B: 0.5 }],
    ['without a conversion are none', [path('AB', 0, 3)], 1, { A: 0, B: 0 }],
    [
      'are shares of all conversions, those of paths without a touch too',
      [path('A', 1), path('', 3)],
      1,
      { A: 0.25 },
    ],
  ] as const)('%s', (_, rows, order, expected) => {
    expectNear(markov(rows, order)?.removalEffects, expected)
    expectNear(naiveMarkov(rows, order).removalEffects, expected)
  })

  it.each(markovOrders)('of order %i are those of rational arithmetic, circles included', (order) => {
    fc.assert(
      fc.property(fc.oneof(rowsOf('ABC', 7), rowsOf('AB', 12), rowsOf('ABCDEF', 5)), (rows) =>
        expectOracle(rows, order),
      ),
      { numRuns: runs(80) },
    )
  })

  it.each([
    ['sweeps', sweeping],
    ['sweeps, and elimination where they are slow', sweepingFirst],
  ])('by %s are the same', (_, effort) => {
    const cases = fc.record({ rows: rowsOf('ABCD', 9), order: fc.constantFrom(...markovOrders) })
    fc.assert(
      fc.property(cases, ({ rows, order }) => expectOracle(rows, order, effort)),
      { numRuns: runs(80) },
    )
  })

  it.each([
    ['elimination', usualEffort],
    ['sweeps', sweeping],
    ['sweeps, and elimination where they are slow', sweepingFirst],
  ])('of journeys that hardly ever end are right by %s', (_, effort) => {
    const long = (pattern: string, times: number) => pattern.repeat(times)
    const rows = [
      path(`${long('ABC', 3000)}D`, 1, 2),
      path(`${long('CBA', 2000)}${long('AD', 500)}`, 3, 1),
      path(`${long('DDB', 10)}C`, 2, 5),
    ]
    for (const order of markovOrders) expectOracle(rows, order, effort)
  })

  it('of a channel met once in a billion journeys keep their digits', () => {
    const rows = [path('AB', 1_000_000_000, 2_000_000_000), path('CAB', 1), path('BAB', 7, 1)]
    const expected = naiveMarkov(rows, 1).removalEffects ?? {}
    const actual = markov(rows, 1)?.removalEffects ?? {}
    expect(expected.C).toBeLessThan(1e-8)
    for (const [channel, effect] of Object.entries(expected)) {
      expect(Math.abs((actual[channel] ?? 0) / effect - 1), channel).toBeLessThan(1e-9)
    }
  })
})

describe('Markov’s credit', () => {
  it('sums to all conversions and value, what no channel can have included', () => {
    const cases = fc.record({ rows: rowsOf('ABCDE', 8), order: fc.constantFrom(...markovOrders) })
    fc.assert(
      fc.property(cases, ({ rows, order }) => {
        const credit = markov(rows, order)
        for (const of of ['conversions', 'value'] as const) {
          const given = Object.values(credit?.[of] ?? {}).reduce((sum, part) => sum + part, 0)
          const total = rows.reduce((sum, row) => sum + (row[of] ?? 0), 0)
          expect(given + (credit?.unattributed[of] ?? 0)).toBeCloseTo(total, 9)
        }
      }),
      { numRuns: runs(200) },
    )
  })

  it('does not depend on the order of the rows, nor on how they are cut', () => {
    const rows = [path('ABA', 4, 2), path('CAB', 2, 4), path('BC', 6, 2), path('', 2)]
    const halves = rows.flatMap((row) => {
      const half = {
        ...row,
        conversions: row.conversions / 2,
        nulls: (row.nulls ?? 0) / 2,
        value: (row.value ?? 0) / 2,
      }
      return [half, half]
    })
    for (const order of markovOrders) {
      const expected = markov(rows, order)
      expectNear(markov([...rows].reverse(), order)?.conversions, expected?.conversions ?? {})
      expectNear(markov(halves, order)?.value, expected?.value ?? {})
    }
  })

  it('is refused, not guessed, where the effort does not suffice', () => {
    const rows = [path('ABCABDDCAB', 4, 2), path('BADCAB', 2, 4)]
    expect(markov(rows, 2, { ...usualEffort, work: 10 })).toBeUndefined()
    expect(markov(rows, 1, { ...usualEffort, work: 10 })).toBeUndefined()
  })
})
