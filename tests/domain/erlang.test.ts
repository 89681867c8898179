import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { erlangB, serversFor } from '../../shared/domain/erlang.ts'
import { runs } from '../support/runs.ts'

/** Sum and quotient as the formula is written, in whole numbers: `load` is load ÷ 100. */
function lossByDefinition(servers: number, load: number): number {
  let term = 1n
  let scale = 1n
  let numerators = [1n]
  for (let n = 1; n <= servers; n++) {
    // Over the common denominator n! · 100ⁿ.
    scale = BigInt(n) * 100n
    term *= BigInt(load)
    numerators = [...numerators.map((each) => each * scale), term]
  }
  const all = numerators.reduce((sum, each) => sum + each, 0n)
  return Number((term * 10n ** 18n) / all) / 1e18
}

describe('Erlang’s loss formula', () => {
  test.each([
    // The load in erlangs that so many lines carry at 1 % of loss, as the published tables give it.
    [1, 0.0101],
    [2, 0.153],
    [3, 0.455],
    [4, 0.869],
    [5, 1.36],
    [6, 1.91],
    [7, 2.5],
    [8, 3.13],
    [9, 3.78],
    [10, 4.46],
    [15, 8.11],
    [20, 12.0],
    [30, 20.3],
    [50, 37.9],
    [100, 84.1],
  ])('%i lines lose 1 %% of %f erlangs, as the tables say', (lines, erlangs) => {
    // The tables give three digits of the load.
    const digit = 10 ** (Math.floor(Math.log10(erlangs)) - 2)
    expect(erlangB(lines, erlangs - digit / 2)).toBeLessThan(0.01)
    expect(erlangB(lines, erlangs + digit / 2)).toBeGreaterThan(0.01)
  })

  test.each([
    [1, 1, 1 / 2],
    [2, 1, 1 / 5],
    [3, 2, 4 / 19],
    [0, 3, 1],
    [4, 0, 0],
  ])('%i lines and %i erlangs lose what the fraction by hand says', (lines, erlangs, lost) => {
    expect(erlangB(lines, erlangs)).toBeCloseTo(lost, 15)
  })

  it('comes to the definition, computed in whole numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9000 }), (lines, load) => {
        expect(erlangB(lines, load / 100)).toBeCloseTo(lossByDefinition(lines, load), 12)
      }),
      { numRuns: runs(200) },
    )
  })
})

describe('the size of a pool', () => {
  it('is the smallest whose loss is under the target', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.constantFrom(0.001, 0.01, 0.1),
        (erlangs, target) => {
          const servers = serversFor(erlangs, target)
          expect(erlangB(servers, erlangs)).toBeLessThan(target)
          expect(erlangB(servers - 1, erlangs)).toBeGreaterThanOrEqual(target)
        },
      ),
      { numRuns: runs(200) },
    )
  })

  it('is one number where next to nobody comes, and bears loads at which factorials overflow', () => {
    expect(serversFor(0, 0.01)).toBe(1)
    expect(serversFor(0.01, 0.01)).toBe(1)
    expect(serversFor(10_000, 0.01)).toBeGreaterThan(9_900)
    expect(serversFor(10_000, 0.01)).toBeLessThan(10_200)
  })

  test.each([
    [Number.NaN, 0.01],
    [Number.POSITIVE_INFINITY, 0.01],
    [-1, 0.01],
    [5, 0],
  ])('is none for a load of %f and a target of %f', (erlangs, target) => {
    expect(() => serversFor(erlangs, target)).toThrow(RangeError)
  })
})
