import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigit, isWellFormed } from '../../shared/domain/code.ts'
import { runs } from '../support/runs.ts'
import { anyCode } from './code-arbitrary.ts'

/** A code, and a place in it that leaves room for so many digits. */
const codeAndPlace = (room: number) =>
  anyCode.chain((code) => fc.tuple(fc.constant(code), fc.nat(code.length - room)))

const replaced = (code: string, at: number, digits: string) =>
  code.slice(0, at) + digits + code.slice(at + digits.length)

describe('the check digit', () => {
  test.each([
    ["Wikipedia's example", '572', '4'],
    ['nothing but zeros', '000000', '0'],
    ['the default length, by phone', '482091', '7'],
    ['the default length, online', '482091336', '5'],
  ])('%s: %s gets %s', (_label, digits, check) => {
    expect(checkDigit(digits)).toBe(check)
    expect(isWellFormed(digits + check)).toBe(true)
  })

  test.each(['48209a', '482-091', '４８２０９１', ' 482091'])('%s has none', (text) => {
    expect(() => checkDigit(text)).toThrow(RangeError)
    expect(isWellFormed(`${text}0`)).toBe(false)
  })

  test.each(['', '0'])('too short to hold a digit and its check: %j', (text) => {
    expect(isWellFormed(text)).toBe(false)
  })

  test('catches any single wrong digit', () => {
    fc.assert(
      fc.property(codeAndPlace(1), fc.integer({ min: 1, max: 9 }), ([code, at], distance) => {
        const wrong = String((Number(code[at]) + distance) % 10)
        expect(isWellFormed(replaced(code, at, wrong))).toBe(false)
      }),
      { numRuns: runs(500) },
    )
  })

  test('catches any swap of neighbours', () => {
    fc.assert(
      fc.property(codeAndPlace(2), ([code, at]) => {
        const [one, other] = [code.charAt(at), code.charAt(at + 1)]
        fc.pre(one !== other)
        expect(isWellFormed(replaced(code, at, other + one))).toBe(false)
      }),
      { numRuns: runs(500) },
    )
  })

  test('catches every "thirteen" for "thirty", both ways, at any place', () => {
    const mixUps = ['3', '4', '5', '6', '7', '8', '9'].flatMap((digit) => [
      [`1${digit}`, `${digit}0`],
      [`${digit}0`, `1${digit}`],
    ])
    let seen = 0
    for (let number = 0; number < 100_000; number++) {
      const drawn = String(number).padStart(5, '0')
      const code = drawn + checkDigit(drawn)
      for (const [said, heard] of mixUps as [string, string][]) {
        for (let at = code.indexOf(said); at !== -1; at = code.indexOf(said, at + 1)) {
          seen++
          if (isWellFormed(replaced(code, at, heard))) expect.fail(`${said} for ${heard} in ${code}`)
        }
      }
    }
    expect(seen).toBeGreaterThan(60_000)
  })

  test('leaves a lost, an added and a leading zero to the length', () => {
    fc.assert(
      fc.property(codeAndPlace(1), ([code, at]) => {
        expect(isWellFormed(code, code.length)).toBe(true)
        expect(isWellFormed(`0${code}`, code.length)).toBe(false)
        expect(isWellFormed(code.slice(0, at) + code.slice(at + 1), code.length)).toBe(false)
      }),
      { numRuns: runs(300) },
    )
  })
})
