import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digitsFor, guessRisk, mintRefusal } from '../../shared/domain/code-risk.ts'
import { runs } from '../support/runs.ts'

/** The same likelihood in exact fractions: of the ways to draw so many codes, those that miss all live ones. */
function exactRisk(live: bigint, digits: bigint, guesses: bigint): number {
  const codes = 10n ** digits
  let missing = 1n
  let all = 1n
  for (let guess = 0n; guess < guesses; guess++) {
    missing *= codes - live - guess > 0n ? codes - live - guess : 0n
    all *= codes - guess
  }
  const scale = 10n ** 30n
  return Number(((all - missing) * scale) / all) / 1e30
}

describe('guessRisk', () => {
  test.each([
    ['1,000 live codes of 6 digits', 1_000, 6, 0.0952],
    ['100,000 live codes of 6 digits', 100_000, 6, 1],
    ['1,000 live codes of 9 digits', 1_000, 9, 0.0001],
    ['100,000 live codes of 9 digits', 100_000, 9, 0.00995],
    ['no live code', 0, 6, 0],
    ['one', 1, 6, 0.0001],
    ['every code', 1_000_000, 6, 1],
    ['all but as many as are guessed', 999_900, 6, 1],
  ])('%s', (_label, live, digits, risk) => {
    expect(guessRisk(live, digits)).toBeCloseTo(risk, 4)
  })

  test('is exact', () => {
    const parts = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(1_000_000), fc.nat(200))
    fc.assert(
      fc.property(parts, ([digits, wished, wishedGuesses]) => {
        const live = Math.min(wished, 10 ** digits)
        const guesses = Math.min(wishedGuesses, 10 ** digits)
        const exact = exactRisk(BigInt(live), BigInt(digits), BigInt(guesses))
        expect(Math.abs(guessRisk(live, digits, guesses) - exact)).toBeLessThanOrEqual(1e-12 * exact + 1e-30)
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('mintRefusal', () => {
  test('says the arithmetic, and what would do', () => {
    expect(mintRefusal(1_000, 200, 6, 0.1)).toBe(
      '1,200 live codes among 1,000,000 would make a hit in 100 guesses 11.3 % likely; the campaign accepts 10 %: use 7 digits',
    )
    expect(mintRefusal(1_000, 0, 6, 0.1)).toBeUndefined()
    expect(mintRefusal(0, 500_000, 9, 0.05)).toBeUndefined()
  })

  test('never shows the likelihood as what is accepted', () => {
    expect(mintRefusal(0, 1_055, 6, 0.1)).toContain('10.02 % likely; the campaign accepts 10 %')
  })

  test('a campaign that accepts nothing can have no codes', () => {
    expect(mintRefusal(0, 1, 15, 0)).toContain('the campaign accepts 0 %: mint fewer, or accept more')
  })

  test('a campaign that accepts everything still has no more codes than there are', () => {
    expect(mintRefusal(0, 100, 2, 1)).toBeUndefined()
    expect(mintRefusal(0, 101, 2, 1)).toContain('101 live codes among 100')
  })

  test('refuses exactly what is likelier than accepted, and advises the fewest digits that do', () => {
    const parts = fc.record({
      live: fc.nat(2_000_000),
      count: fc.nat(2_000_000),
      digits: fc.integer({ min: 4, max: 10 }),
      acceptableRisk: fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
    })
    fc.assert(
      fc.property(parts, ({ live, count, digits, acceptableRisk }) => {
        const refusal = mintRefusal(live, count, digits, acceptableRisk)
        expect(refusal === undefined).toBe(guessRisk(live + count, digits) <= acceptableRisk)
        if (refusal === undefined) return
        const advised = Number(/use (\d+) digits$/.exec(refusal)?.[1])
        expect(advised).toBe(digitsFor(live + count, acceptableRisk))
        expect(mintRefusal(live, count, advised, acceptableRisk)).toBeUndefined()
        expect(mintRefusal(live, count, advised - 1, acceptableRisk)).toBeDefined()
      }),
      { numRuns: runs(300) },
    )
  })
})
