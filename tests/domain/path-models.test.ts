import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { evaluationRequest } from '../../functions/attribution/reports/model-schema.ts'
import { evaluatePaths, type PathModel, pathModels } from '../../shared/domain/path-models.ts'
import { internPaths, type PathRow } from '../../shared/domain/path-table.ts'
import { naiveShapley } from '../support/naive-path-models.ts'
import { runs } from '../support/runs.ts'

function evaluate(rows: Iterable<PathRow>, model: PathModel) {
  const evaluation = evaluatePaths(rows, { models: [model] })
  if ('refused' in evaluation) throw new Error('too tangled')
  const result = evaluation.results.get(model)
  if (!result) throw new Error(`no ${model}`)
  return { ...evaluation, result }
}
const creditOf = (touches: string[], model: PathModel) =>
  Object.fromEntries(evaluate([{ touches, conversions: 1 }], model).result.conversions)

const rows = fc.array(
  fc.record(
    {
      touches: fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'Direct', '__proto__', ''), { maxLength: 7 }),
      conversions: fc.nat(20).map((quarters) => quarters / 4),
      nulls: fc.nat(20),
      value: fc.nat(5000),
    },
    { requiredKeys: ['touches', 'conversions'] },
  ),
  { maxLength: 12 },
)

describe('one path', () => {
  test.each([
    ['first', ['A', 'B', 'A', 'C'], { A: 1, B: 0, C: 0 }],
    ['last', ['A', 'B', 'A', 'C'], { A: 0, B: 0, C: 1 }],
    ['linear', ['A', 'B', 'A', 'C'], { A: 0.5, B: 0.25, C: 0.25 }],
    ['position', ['A', 'B', 'A', 'C'], { A: 0.5, B: 0.1, C: 0.4 }],
    ['position', ['A', 'A'], { A: 1 }],
    ['wShaped', ['A', 'B', 'C'], { A: 0.4, B: 0.2, C: 0.4 }],
    ['shapley', ['A', 'B', 'A', 'A'], { A: 0.5, B: 0.5 }],
    ['lastNonDirect', ['A', 'B', 'Direct', '(direct)'], { A: 0, B: 1, Direct: 0, '(direct)': 0 }],
    ['lastNonDirect', ['Direct', 'Direct'], { Direct: 1 }],
    ['timeDecay', ['A', ...'BBBBBB', 'A'], undefined],
  ] as const)('by %s of %j', (model, touches, expected) => {
    const credit = creditOf([...touches], model)
    if (expected) {
      for (const [channel, share] of Object.entries(expected)) {
        expect(credit[channel], channel).toBeCloseTo(share, 12)
      }
      expect(Object.keys(credit)).toEqual(Object.keys(expected))
    } else {
      // Seven days before the last touch weighs half of it.
      const weights = Array.from({ length: 8 }, (_, before) => 2 ** (-before / 7))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      expect(credit.A).toBeCloseTo(1.5 / sum, 12)
    }
  })
})

describe('every model', () => {
  it.each(pathModels)('%s sums to all conversions and all value', (model) => {
    fc.assert(
      fc.property(rows, (given) => {
        const { totals, result } = evaluate(given, model)
        const sum = (shares: ReadonlyMap<string, number>) =>
          [...shares.values()].reduce((total, share) => total + share, 0)
        for (const of of ['conversions', 'value'] as const) {
          const given = sum(result[of]) + result.unattributed[of]
          expect(Math.abs(given - totals[of])).toBeLessThanOrEqual(1e-9 * Math.max(1, totals[of]))
          expect([...result[of].values()].every((share) => share >= 0)).toBe(true)
        }
      }),
      { numRuns: runs(200) },
    )
  })

  it.each(pathModels)('%s leaves to nobody what came without a touch', (model) => {
    const { result } = evaluate(
      [
        { touches: [], conversions: 3, value: 70 },
        { touches: ['A'], conversions: 1, value: 9 },
      ],
      model,
    )
    expect(result.unattributed).toEqual({ conversions: 3, value: 70 })
    expect(result.conversions.get('A')).toBeCloseTo(1, 12)
    expect(result.value.get('A')).toBeCloseTo(9, 12)
  })

  it('Markov leaves value to nobody where nothing converted, since no removal loses anything', () => {
    const { result } = evaluate([{ touches: ['A'], conversions: 0, value: 9, nulls: 2 }], 'markov')
    expect(result.unattributed).toEqual({ conversions: 0, value: 9 })
    expect([...result.value.values()]).toEqual([0])
  })

  it('takes any iterable, once', () => {
    function* once(): Generator<PathRow> {
      for (let row = 0; row < 5000; row++) yield { touches: ['A', 'B'], conversions: 1 }
    }
    const { totals, result } = evaluate(once(), 'linear')
    expect(totals).toEqual({ paths: 5000, conversions: 5000, value: 0, nulls: 0 })
    expect(result.conversions.get('B')).toBe(2500)
  })
})

describe('Shapley values', () => {
  it('are those of a walk over every coalition', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const expected = naiveShapley(given)
        const { result } = evaluate(given, 'shapley')
        for (const of of ['conversions', 'value'] as const) {
          expect([...result[of].keys()].sort()).toEqual(Object.keys(expected[of]).sort())
          for (const [channel, share] of result[of]) {
            expect(Math.abs(share - (expected[of][channel] as number))).toBeLessThan(1e-9)
          }
        }
      }),
      { numRuns: runs(25) },
    )
  })
})

describe('a table', () => {
  it('is numbered as it was read', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const table = internPaths(given)
        const read = given.map((_, path) => ({
          touches: [...table.touches.subarray(table.starts[path], table.starts[path + 1])].map(
            (channel) => table.channels[channel],
          ),
          conversions: table.conversions[path],
          value: table.values[path],
          nulls: table.nulls[path],
        }))
        expect(read).toEqual(given.map((row) => ({ value: 0, nulls: 0, ...row })))
      }),
      { numRuns: runs(200) },
    )
  })

  it('that is passed without zod’s look at each path would pass it', () => {
    const anything = fc.oneof(
      fc.nat(5),
      fc.constantFrom(-1, 0.5, 1e300, Number.NaN, null, 'x', undefined, true),
    )
    const touches = fc.oneof(
      { weight: 5, arbitrary: fc.array(fc.string(), { maxLength: 3 }) },
      fc.array(anything),
      anything,
    )
    const row = fc.record(
      { touches, conversions: anything, value: anything, nulls: anything, other: fc.constant(1) },
      { requiredKeys: ['touches', 'conversions'] },
    )
    const { paths } = evaluationRequest.shape
    fc.assert(
      fc.property(fc.array(fc.oneof(row, anything), { maxLength: 2 }), (given) => {
        const body = { paths: given, models: ['last'] }
        const isGood = paths.safeParse(given).success
        expect(evaluationRequest.safeParse(body).success).toBe(isGood)
        if (isGood) expect(evaluationRequest.safeParse(body).data).toEqual({ ...body, order: 1 })
      }),
      { numRuns: runs(1000) },
    )
  })
})
