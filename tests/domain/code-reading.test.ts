import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWellFormed } from '../../shared/domain/code.ts'
import { findCodes } from '../../shared/domain/code-in-text.ts'
import { type CodeInput, readCode } from '../../shared/domain/code-reading.ts'
import { english } from '../../shared/domain/spoken-english.ts'
import { runs } from '../support/runs.ts'
import { anyCode } from './code-arbitrary.ts'

const read = (input: CodeInput, lengths: readonly number[] = [7]) => {
  const reading = readCode(input, lengths)
  return reading.read === 'code' ? reading.code : reading.read
}

describe('a typed code', () => {
  test.each([
    ['as shown', '482-0917', '4820917'],
    ['in other groups', ' 48 20 91 7 ', '4820917'],
    ['with dots, slashes and brackets', '(482) 09.1/7', '4820917'],
    ['with the dash of a word processor', '482–0917', '4820917'],
    ['with a minus sign', '482−0917', '4820917'],
    ['full-width', '４８２－０９１７', '4820917'],
    ['Arabic digits', '٤٨٢٠٩١٧', '4820917'],
    ['Devanagari digits', '४८२०९१७', '4820917'],
    ['mathematical bold digits', '𝟒𝟖𝟐𝟎𝟗𝟏𝟕', '4820917'],
    ['keycap emoji', '4️⃣8️⃣2️⃣0️⃣9️⃣1️⃣7️⃣', '4820917'],
    ['O for 0, l for 1', '482-O9l7', '4820917'],
    ['I and a bar for 1', '48209I7', '4820917'],
    ['o and |', '482o9|7', '4820917'],
    ['a Cyrillic О, which looks the same', '482О917', '4820917'],
    ['invisible characters of a copied page', '\u200b482\u00ad-\u00a00917\ufeff', '4820917'],
    ['pasted with what stood before it', 'Your code: 482-0917.', '4820917'],
    ['a line break behind', '4820917\r\n', '4820917'],
    ['one digit wrong', '482-0918', 'mistyped'],
    ['one digit wrong, pasted', 'Code 482-0918', 'mistyped'],
    ['a leading zero too many', '04820917', 'wrong-length'],
    ['too short', '482-091', 'wrong-length'],
    ['a letter that is no digit', '48209B7', 'none'],
    ['S is not 5', 'S820917', 'none'],
    ['two codes', 'codes 4820917 and 5500226', 'none'],
    ['words', 'hello there', 'none'],
    ['nothing', ' - ', 'none'],
  ])('%s: %s', (_label, typed, expected) => {
    const codes = typed.replace('5500226', other)
    expect(read({ typed: codes })).toBe(expected)
  })

  const other = Array.from({ length: 10 }, (_, check) => `550022${check}`).find((code) =>
    isWellFormed(code),
  ) as string

  test('in the digits of every script', () => {
    const scripts = Intl.supportedValuesOf('numberingSystem').map((numberingSystem) =>
      Array.from({ length: 10 }, (_, digit) =>
        new Intl.NumberFormat('en', { numberingSystem }).format(digit),
      ),
    )
    const decimal = scripts.filter((digits) => digits.every((digit) => /^\p{Nd}$/u.test(digit)))
    expect(decimal.length).toBeGreaterThan(50)
    for (const digits of decimal) {
      expect(read({ typed: Array.from('4820917', (digit) => digits[Number(digit)]).join('') })).toBe(
        '4820917',
      )
    }
  })

  test('with anything between its digits that is neither letter nor digit', () => {
    const noise = fc.constantFrom('', '', ' ', '-', '.', '–', '\t', '\u00a0', '\u200b', '/', '(', '·', '，')
    const noisy = anyCode.chain((code) =>
      fc.array(noise, { minLength: code.length + 1, maxLength: code.length + 1 }).map((between) => ({
        code,
        typed: [...code].map((digit, at) => between[at] + digit).join('') + between.at(-1),
      })),
    )
    fc.assert(
      fc.property(noisy, ({ code, typed }) => {
        expect(read({ typed }, [code.length])).toBe(code)
      }),
      { numRuns: runs(500) },
    )
  })

  test('with any digit lost or doubled has the wrong length', () => {
    const changed = anyCode.chain((code) =>
      fc.tuple(fc.constant(code), fc.nat(code.length - 1), fc.boolean()),
    )
    fc.assert(
      fc.property(changed, ([code, at, isLost]) => {
        const typed = code.slice(0, isLost ? at : at + 1) + code.slice(isLost ? at + 1 : at)
        expect(read({ typed }, [code.length])).toBe('wrong-length')
        expect(read({ keyed: typed }, [code.length])).toBe('wrong-length')
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('a keyed code', () => {
  test.each([
    ['as it is', '4820917', '4820917'],
    ['ended by the hash key', '4820917#', '4820917'],
    ['grouped by a key', '482*0917#', '4820917'],
    ['begun anew with a star', '483*4820917#', '4820917'],
    ['with the keys that no telephone has any more', 'A4820917D', '4820917'],
    ['one wrong key', '4820918#', 'mistyped'],
    ['one key too few', '482091#', 'wrong-length'],
    ['ended at once', '#', 'none'],
    ['nothing', '', 'none'],
  ])('%s: %s', (_label, keyed, expected) => {
    expect(read({ keyed })).toBe(expected)
  })
})

describe('codes in a text', () => {
  test.each([
    ['alone', '4820917', ['4820917']],
    ['as shown', 'hi, my code is 482-0917!', ['4820917']],
    ['with spaces', 'Code 482 0917 please', ['4820917']],
    ['full-width, with a letter for a digit', 'コード：４８２ O917', ['4820917']],
    ['behind a hash', 'code#4820917', ['4820917']],
    ['beside other numbers', '4820917, table for 2 at 7pm, 10% off', ['4820917']],
    ['beside an hour', '482 0917 9am', ['4820917']],
    ['twice the same', '4820917. I repeat: 482-0917', ['4820917']],
    ['one digit wrong', '482-0918', []],
    ['part of a longer number', '48209170', []],
    ['the end of a phone number', 'call 0123 482 0917', []],
    ['the end of an international one', '+44 20 482 0917', []],
    ['an area code in brackets', '(020) 4820917', []],
    ['a price', 'it cost £48209.17 or £4820917', []],
    ['a price behind', '4820917 €', []],
    ['a sum', '4,820,917 people; 4820917,50', []],
    ['a share', '4820917%', []],
    ['letters beside it', 'AB4820917 4820917B', []],
    ['no digits', 'lol oil', []],
    ['nothing', '', []],
  ])('%s: %s', (_label, text, codes) => {
    expect(findCodes(text, [7])).toEqual(codes)
  })

  test('several, in their order, each of an expected length', () => {
    expect(findCodes('482-091-3365 and 482-0917', [7, 10])).toEqual(['4820913365', '4820917'])
    expect(findCodes('482-091-3365 and 482-0917', [7])).toEqual(['4820917'])
  })

  test('no date is one, even where the length and the check digit fit', () => {
    let fitting = 0
    for (let day = 1; day <= 28; day++) {
      const two = String(day).padStart(2, '0')
      for (const date of [`2026-11-${two}`, `${two}.11.2026`, `${two}/11/2026`, `${two} 11 2026`]) {
        if (isWellFormed(date.replace(/[^0-9]/g, ''))) fitting++
        expect(findCodes(`on ${date} at noon`, [8])).toEqual([])
      }
    }
    expect(fitting).toBeGreaterThan(4)
  })

  test('any code is found as it is shown, among words', () => {
    fc.assert(
      fc.property(anyCode, fc.constantFrom('', ' ', '-'), (code, between) => {
        const shown = code.slice(0, 3) + between + code.slice(3)
        expect(findCodes(`My code: ${shown}. Thank you`, [code.length])).toEqual([code])
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('whatever is handed over', () => {
  const words = Object.values(english).flatMap((table): string[] =>
    Array.isArray(table) ? [...table] : Object.keys(table),
  )
  const soup = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom('7', '48', '0917', ',', 'xyz', '100')), {
      maxLength: 60,
    })
    .map((parts) => parts.join(' '))
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
    soup,
  )

  test('is read without throwing, and only as a code that is one', () => {
    const lengths = fc.uniqueArray(fc.integer({ min: 2, max: 16 }), { maxLength: 3 })
    fc.assert(
      fc.property(anything, anything, lengths, (text, other, expected) => {
        for (const input of [{ typed: text }, { keyed: text }, { heard: [text, other] }]) {
          const reading = readCode(input, expected)
          if (reading.read !== 'code') expect(reading.detail).not.toBe('')
          else expect(expected.some((length) => isWellFormed(reading.code, length))).toBe(true)
        }
        for (const code of findCodes(text, expected)) {
          expect(expected.some((length) => isWellFormed(code, length))).toBe(true)
        }
      }),
      { numRuns: runs(500) },
    )
  })

  test('however long, takes no longer than a caller waits', () => {
    const long = 'twenty one thousand four hundred eighty two for sorry '.repeat(20_000)
    const startedAt = performance.now()
    readCode({ heard: Array.from({ length: 100 }, () => long) }, [7, 10, 16])
    readCode({ typed: '4 '.repeat(500_000) }, [7])
    readCode({ keyed: '4*'.repeat(500_000) }, [7])
    findCodes('1-l|O '.repeat(500_000), [7])
    expect(performance.now() - startedAt).toBeLessThan(3000)
  })
})
