import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayPhone, parsePhone } from '../../shared/domain/phone.ts'
import { runs } from '../support/runs.ts'

describe('parsePhone', () => {
  test.each([
    ['plain E.164', '+442079460000', undefined, '+442079460000'],
    [
      'a fictional London number is possible, though never valid',
      '+44 20 7946 0018',
      undefined,
      '+442079460018',
    ],
    ['a fictional North American number', '+1 (555) 010-0123', undefined, '+15550100123'],
    ['the optional zero of a British letterhead', '+44 (0)20 7946 0000', undefined, '+442079460000'],
    ['00 is the international prefix of most countries', '0044 20 7946 0000', undefined, '+442079460000'],
    ['00 holds its meaning in a country that dials 011', '0044 20 7946 0000', 'US', '+442079460000'],
    ['a tel: link', 'tel:+442079460000', undefined, '+442079460000'],
    ['full-width digits', '＋４４２０７９４６００００', undefined, '+442079460000'],
    ['spaces around', '  +44 7700 900123 ', undefined, '+447700900123'],
    ['a freephone number of no country', '+800 1234 5678', undefined, '+80012345678'],
    ['national with its country', '020 7946 0000', 'GB', '+442079460000'],
    ['national without a country', '020 7946 0000', undefined, undefined],
    ['too short for its country', '+44 20 79', undefined, undefined],
    ['local digits of North America lack the area', '+1 555 0100', undefined, undefined],
    ['a country code that nobody has', '+999 1234 5678', undefined, undefined],
    ['the word that Twilio sends for a withheld number', 'anonymous', undefined, undefined],
    ['the number that spells it', '+266696687', undefined, undefined],
    ['a number within a sentence', 'call +442079460000', undefined, undefined],
    ['nothing', '', undefined, undefined],
  ])('%s: %s', (_label, text, country, expected) => {
    expect(parsePhone(text, country)).toBe(expected)
  })

  test('what it gives is E.164, and giving it again changes nothing', () => {
    const written = fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.abc'), maxLength: 24 })
    fc.assert(
      fc.property(written, (text) => {
        const number = parsePhone(text)
        if (number === undefined) return
        expect(number).toMatch(/^\+[1-9]\d{1,14}$/)
        expect(parsePhone(number)).toBe(number)
      }),
      { numRuns: runs(500) },
    )
  })

  test('any possible number survives being displayed internationally', () => {
    const london = fc
      .integer({ min: 0, max: 9_999_999 })
      .map((rest) => `+44207${String(rest).padStart(7, '0')}`)
    fc.assert(
      fc.property(london, (number) => {
        expect(parsePhone(displayPhone(number, 'international'))).toBe(number)
      }),
    )
  })
})

describe('displayPhone', () => {
  test.each([
    ['+442079460000', 'national', '020 7946 0000'],
    ['+442079460000', 'international', '+44 20 7946 0000'],
    ['+15550100123', 'national', '(555) 010-0123'],
    ['sip:shop@example.com', 'national', 'sip:shop@example.com'],
  ] as const)('%s, %s', (number, style, expected) => {
    expect(displayPhone(number, style)).toBe(expected)
  })
})
