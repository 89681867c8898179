import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWellFormed } from '../../shared/domain/code.ts'
import { newCode, newCodes, type RandomBytes } from '../../shared/domain/code-minting.ts'
import { runs } from '../support/runs.ts'

/** Gives these 32-bit words, one after the other, as bytes; then fails. */
function scripted(...words: readonly number[]): RandomBytes {
  const bytes = Buffer.alloc(words.length * 4)
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, index * 4)
  let given = 0
  return (length) => {
    if (given + length > bytes.length) throw new Error('no more random bytes')
    given += length
    return bytes.subarray(given - length, given)
  }
}

describe('newCode', () => {
  test('always has the length that was asked for, and a check digit that fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (digits) => {
        expect(isWellFormed(newCode(digits, randomBytes), digits + 1)).toBe(true)
      }),
      { numRuns: runs(300) },
    )
  })

  test.each([
    ['keeps leading zeros', 6, [5], '000005'],
    [
      'draws a word anew rather than favour small values: 4,294 millions fit into a word',
      6,
      [4_294_000_000, 7],
      '000007',
    ],
    ['takes the last word before', 6, [4_293_999_999], '999999'],
    ['the same for a single digit', 1, [4_294_967_290, 4_294_967_295, 4_294_967_289], '9'],
    ['nine digits are what a word holds', 9, [4_294_967_295, 4_000_000_000, 3_999_999_999], '999999999'],
    ['more digits are drawn from several words', 12, [123_456_789, 4_294_967_295, 1_012, 9], '123456789012'],
  ])('%s', (_label, digits, words, expected) => {
    expect(newCode(digits, scripted(...words)).slice(0, -1)).toBe(expected)
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses %s digits', (digits) => {
    expect(() => newCode(digits, randomBytes)).toThrow(RangeError)
  })

  test('reads bytes that stand within a larger buffer', () => {
    const within: RandomBytes = (length) => new Uint8Array(32).fill(1).subarray(3, 3 + length)
    expect(newCode(6, within)).toMatch(/^843009/)
  })
})

describe('newCodes', () => {
  test('gives as many as asked, no two the same, all well formed', () => {
    const codes = newCodes(50_000, 6, randomBytes)
    expect(codes).toHaveLength(50_000)
    expect(new Set(codes).size).toBe(50_000)
    expect(codes.every((code) => isWellFormed(code, 7))).toBe(true)
  })

  test('uses every digit at every place about equally often', () => {
    const codes = newCodes(20_000, 9, randomBytes)
    for (let place = 0; place < 9; place++) {
      const counts = new Map<string, number>()
      for (const code of codes) counts.set(code.charAt(place), (counts.get(code.charAt(place)) ?? 0) + 1)
      // 2,000 each with a standard deviation of 42: eight of them are never seen.
      for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(8 * 42)
      expect(counts.size).toBe(10)
    }
  })

  test('can give all there are, and says when there are no more', () => {
    expect(
      newCodes(100, 2, randomBytes)
        .map((code) => code.slice(0, 2))
        .sort(),
    ).toEqual(Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0')))
    expect(() => newCodes(101, 2, randomBytes)).toThrow(RangeError)
    expect(newCodes(0, 6, randomBytes)).toEqual([])
  })

  test('asks the system for many random bytes at a time', () => {
    let asked = 0
    newCodes(10_000, 6, (length) => {
      asked++
      return randomBytes(length)
    })
    expect(asked).toBeLessThan(20)
  })
})
