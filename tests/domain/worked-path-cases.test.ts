import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { evaluatePaths, type PathModel, pathModels } from '../../shared/domain/path-models.ts'
import type { PathRow } from '../../shared/domain/path-table.ts'
import { naiveShapley } from '../support/naive-path-models.ts'

interface GivenJourney {
  readonly path: string
  readonly conv: number
  readonly null?: number
}
const { eeghor_mta, takuti_mtapy, dp6_mam } = JSON.parse(
  readFileSync(new URL('../fixtures/mta/small-worked-cases.json', import.meta.url), 'utf8'),
)

/** A touch without a name is none in their notation. */
const touchesOf = (path: string) => path.split('>').flatMap((touch) => touch.trim() || [])
const rowsOf = (journeys: readonly GivenJourney[]): PathRow[] =>
  journeys.map(({ path, conv, null: nulls = 0 }) => ({ touches: touchesOf(path), conversions: conv, nulls }))

function creditOf(rows: readonly PathRow[], model: PathModel) {
  const evaluation = evaluatePaths(rows, { models: [model] })
  if ('refused' in evaluation) throw new Error('too tangled')
  return Object.fromEntries(evaluation.results.get(model)?.conversions ?? [])
}

/** Channels that get nothing stand in no expectation of theirs. */
function expectCredit(actual: Record<string, number>, expected: Record<string, number>) {
  for (const [channel, credit] of Object.entries(actual)) {
    expect(credit, channel).toBeCloseTo(expected[channel] ?? 0, 9)
  }
  expect(Object.keys(actual)).toEqual(expect.arrayContaining(Object.keys(expected)))
}

describe('the worked cases of eeghor/mta', () => {
  const rows = rowsOf(eeghor_mta.journeys)
  test.each([
    ['first', 'first'],
    ['last', 'last'],
    ['linear', 'linear_unique'],
    ['position', 'position_40_20_40'],
  ] as const)('%s', (model, expected) => {
    expectCredit(creditOf(rows, model), eeghor_mta[expected])
  })

  it('linear counts each repeat', () => {
    const { path, conv, per_touch: expected } = eeghor_mta.linear_repeats
    expectCredit(creditOf(rowsOf([{ path, conv }]), 'linear'), expected)
  })

  it.each(eeghor_mta.shapley as { journeys: GivenJourney[]; expected: Record<string, number> }[])(
    'Shapley of $journeys',
    ({ journeys, expected }) => expectCredit(creditOf(rowsOf(journeys), 'shapley'), expected),
  )

  it('Markov’s removal effects follow from its published transitions', () => {
    const { journeys, expected } = eeghor_mta.markov_transitions
    const evaluation = evaluatePaths(rowsOf(journeys), { models: ['markov'] })
    if ('refused' in evaluation) throw new Error('too tangled')
    const b = expected['a>b'] * expected['b>(conversion)']
    const c = expected['a>c'] * expected['c>(conversion)']
    const effects = Object.fromEntries(evaluation.results.get('markov')?.removalEffects ?? [])
    expectCredit(effects, { a: 1, b: b / (b + c), c: c / (b + c) })
  })
})

describe('the worked cases of mtapy', () => {
  const rows = rowsOf(takuti_mtapy.journeys)
  test.each([
    ['first', 'first'],
    ['last', 'last'],
    ['linear', 'linear'],
    ['position', 'u_shape'],
  ] as const)('%s', (model, expected) => {
    expectCredit(creditOf(rows, model), takuti_mtapy[expected])
  })

  it('Shapley is not as published, which sums to 7.33 of 8 conversions, but as the coalitions have it', () => {
    const credit = creditOf(rows, 'shapley')
    expectCredit(credit, takuti_mtapy.shapley_correct)
    expectCredit(credit, naiveShapley(rows).conversions)
    const sum = (shares: Record<string, number>) =>
      Object.values(shares).reduce((total, share) => total + share, 0)
    expect(sum(takuti_mtapy.shapley_published)).toBeCloseTo(7.333, 3)
    expect(sum(credit)).toBeCloseTo(8, 12)
  })

  it('time decay halves a week’s touches, where theirs goes by rank', () => {
    const rank = takuti_mtapy['rank_decay (weight i/sum, NOT half-life)']
    const credit = creditOf(rows, 'timeDecay')
    const older = 2 ** (-1 / 7)
    const three = older ** 2 + older + 1
    expectCredit(credit, {
      a: 2 + (5 * older) / three,
      b: older / (older + 1) + 5 / three,
      c: 1 / (older + 1) + (5 * older ** 2) / three,
    })
    expect(credit.b).not.toBeCloseTo(rank.b, 2)
  })
})

describe('the worked cases of DP6’s package', () => {
  const rows = (dp6_mam.journeys as string[]).map((path) => ({
    touches: touchesOf(path),
    conversions: 1,
    value: dp6_mam.value_each,
  }))

  it.each(pathModels)('%s gives the whole value, 27', (model) => {
    const evaluation = evaluatePaths(rows, { models: [model] })
    if ('refused' in evaluation) throw new Error('too tangled')
    const value = [...(evaluation.results.get(model)?.value.values() ?? [])]
    expect(value.reduce((sum, part) => sum + part, 0)).toBeCloseTo(27, 9)
  })

  it('last non-direct passes over the last touch, which is A’s here, unless there is nothing else', () => {
    const direct = rows.map((row) => ({
      ...row,
      touches: row.touches.map((touch) => (touch === 'A' ? 'Direct' : touch)),
    }))
    // A; B of B>A and B>C>A's C, and so on: only the path A keeps A.
    expectCredit(creditOf(direct, 'lastNonDirect'), { Direct: 1, B: 4, C: 4 })
  })

  it('position gives 1.2 of 3 to the first of three and 1.5 to the first of two', () => {
    const valueOfA = (touches: string[]) => {
      const evaluation = evaluatePaths([{ touches, conversions: 1, value: 3 }], { models: ['position'] })
      if ('refused' in evaluation) throw new Error('too tangled')
      return evaluation.results.get('position')?.value.get('A')
    }
    expect(valueOfA(['A', 'B', 'C'])).toBeCloseTo(1.2, 12)
    expect(valueOfA(['A', 'B'])).toBeCloseTo(1.5, 12)
  })
})
