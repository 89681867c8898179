import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { internationalDisplay, rewriterOf } from '../../web/snippet/match.ts'
import { runs } from '../support/runs.ts'

const london = '+442079460000'
function found(target: string, text: string): string[] {
  const writings: string[] = []
  rewriterOf(target)(text, (writing) => {
    writings.push(writing)
    return ''
  })
  return writings
}

describe('writings of a number', () => {
  test.each([
    [london, '020 7946 0000', 'national'],
    [london, '02079460000', 'without spaces'],
    [london, '(020) 7946-0000', 'area code in brackets'],
    [london, '020.7946.0000', 'dots'],
    [london, '020-7946-0000', 'dashes'],
    [london, '020/79460000', 'slash'],
    [london, '020\u00a07946\u00a00000', 'non-breaking spaces'],
    [london, '020\u20117946\u20110000', 'non-breaking hyphens'],
    [london, '020 – 7946 – 0000', 'spaced en dashes'],
    [london, '020\n        7946\n        0000', 'broken over lines of the source'],
    [london, '\u202a020 7946 0000', 'behind a direction mark'],
    [london, '0\u200b2\u200b0\u200b79460000', 'zero-width spaces'],
    [london, '+44 20 7946 0000', 'international'],
    [london, '+44 (0)20 7946 0000', 'international with the trunk zero in brackets'],
    [london, '+44(0)2079460000', 'the same without spaces'],
    [london, '(+44) 20 7946 0000', 'country code in brackets'],
    [london, '+44 020 7946 0000', 'the trunk zero left in, wrong but common'],
    [london, '+442079460000', 'E.164'],
    [london, '442079460000', 'E.164 without the plus'],
    [london, '0044 20 7946 0000', 'behind 00'],
    [london, '011 44 20 7946 0000', 'dialled from North America'],
    [london, '20 7946 0000', 'without the trunk prefix'],
    ['+12125550100', '(212) 555-0100', 'North America'],
    ['+12125550100', '212-555-0100', 'North America with dashes'],
    ['+12125550100', '1-212-555-0100', 'with the 1'],
    ['+12125550100', '+1 212 555 0100', 'international'],
    ['+12125550100', '1 (212) 555-0100', 'with the 1 and brackets'],
    ['+33123456789', '01 23 45 67 89', 'France in pairs'],
    ['+33123456789', '+33 (0)1 23 45 67 89', 'France, international'],
    ['+390612345678', '06 1234 5678', 'Italy keeps its zero'],
    ['+390612345678', '+39 06 1234 5678', 'Italy, international'],
    ['+74951234567', '8 (495) 123-45-67', 'Russia dials 8'],
    ['+3612345678', '06 1 234 5678', 'Hungary dials 06'],
    ['+4530123456', '30 12 34 56', 'Denmark has no trunk prefix'],
    ['+35315550100', '+353 01 555 0100', 'a country code of three digits'],
  ])('%s is found in %j (%s)', (target, text) => {
    expect(found(target, `Call ${text} today`)).toEqual([text.replace('\u202a', '')])
    expect(found(target, text)).toHaveLength(1)
    expect(found(target, `Tel:${text}.`)).toHaveLength(1)
    expect(found(target, `(${text})`)).toEqual([text.replace('\u202a', '')])
  })

  test.each([
    ['Open 9-5 020 7946 0000', 'opening hours before'],
    ['Open 24/7 020 7946 0000', 'always open'],
    ['London N1 020 7946 0000', 'postcode district before'],
    ['Since 1987 020 7946 0000', 'year before'],
    ['020 7946 0000 24 hours a day', 'hours after'],
    ['020 7946 0000 9am to 5pm', 'opening hours after'],
    ['020 7946 0000 (24/7)', 'always open after'],
    ['020 7946 0000\n  12 Mill Lane', 'address after'],
    ['We moved in 2019. 020 7946 0000. 12 fitters.', 'sentences around'],
    ['020 7946 0001 / 020 7946 0000', 'second of two'],
    ['020 7946 0001 – 020 7946 0000', 'second of two behind a dash'],
    ['020 7946 0000 - 020 7946 0001', 'first of two before a dash'],
    ['020 7946 0001 · 020 7946 0000 • 1987', 'between dots and bullets'],
    ['020 7946 0000 020 7946 0001', 'first of two'],
    ['020 7946 0001 +44 20 7946 0000', 'international after national'],
    ['020 7946 0000x12', 'extension'],
    ['020 7946 0000 ext. 12', 'extension in words'],
    ['电话020 7946 0000转', 'between ideographs'],
  ])('is found in %j (%s)', (text) => {
    expect(found(london, text)).toHaveLength(1)
  })

  test('a ZIP code before is no part of the number', () => {
    expect(found('+12125550100', 'New York, NY 10001 (212) 555-0100')).toEqual(['(212) 555-0100'])
    expect(found('+12125550100', 'NY 10001-1234 212-555-0100')).toEqual(['212-555-0100'])
  })

  test('every writing in a text is found', () => {
    expect(found(london, '020 7946 0000, from abroad +44 20 7946 0000 or (020) 7946-0000')).toEqual([
      '020 7946 0000',
      '+44 20 7946 0000',
      '(020) 7946-0000',
    ])
  })

  test.each([
    ['order 1020794600001', 'digits on both sides'],
    ['order 902079460000', 'a digit before'],
    ['order 020794600009', 'a digit after'],
    ['ref. 2024-02079460000', 'joined by a dash'],
    ['ref. 02079460000-7', 'joined by a dash behind'],
    ['SW02079460000', 'letters before'],
    ['02079460000GB', 'letters after'],
    ['#02079460000', 'a reference'],
    ['+33 20 7946 0000', 'another country'],
    ['+33 (0)20 7946 0000', 'another country, trunk zero'],
    ['0033 20 7946 0000', 'another country behind 00'],
    ['(+353) 20 7946 0000', 'another country in brackets'],
    ['020 7946 0000 12', 'digits of a longer number behind a space'],
    ['+2079460000', 'another country, whose code is read as the area'],
    ['020 7946 0001', 'another number'],
    ['0207 946 000', 'a digit short'],
    ['020 7946, 0000', 'a comma is no part of a number'],
  ])('is not found in %j (%s)', (text) => {
    expect(found(london, text)).toEqual([])
  })

  test.each([
    ['0212 555 01 00', 'Istanbul, not New York'],
    ['+7 212 555 0100', 'another country'],
    ['8 (212) 555-01-00', 'another country, trunk prefix 8'],
    ['+90 212 555 0100', 'Turkey, international'],
  ])('a number of North America is not found in %j (%s)', (text) => {
    expect(found('+12125550100', text)).toEqual([])
  })

  test('a target that is no number is found nowhere', () => {
    expect(found('', '020 7946 0000')).toEqual([])
    expect(found('02079460000', '020 7946 0000')).toEqual([])
  })

  test('long texts of digits and spaces take no long time', () => {
    const text = `${'0 '.repeat(50_000)}${'4 4'.repeat(20_000)}`
    const startedAt = performance.now()
    expect(found(london, text)).toEqual([])
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})

describe('the international display', () => {
  test.each([
    ['+442079460123', '020 7946 0123', '+44 20 7946 0123'],
    ['+442079460123', '(020) 7946 0123', '+44 20 7946 0123'],
    ['+442079460123', '+44 20 7946 0123', '+44 20 7946 0123'],
    ['+12125550123', '(212) 555-0123', '+1 212 555-0123'],
    ['+390612345678', '06 1234 5678', '+39 06 1234 5678'],
    ['+74951234567', '8 (495) 123-45-67', '+7 495 123-45-67'],
    ['+442079460123', 'Call now', '+442079460123'],
  ])('of %s, %j, is %j', (number, display, expected) => {
    expect(internationalDisplay({ target: london, number, display })).toBe(expected)
  })
})

/** Country code, trunk prefix and how many digits follow. */
const plans = [
  { country: '44', trunk: '0', digits: [9, 10] },
  { country: '1', trunk: '', digits: [10, 10] },
  { country: '49', trunk: '0', digits: [7, 11] },
  { country: '33', trunk: '0', digits: [9, 9] },
  { country: '353', trunk: '0', digits: [7, 9] },
  { country: '34', trunk: '', digits: [9, 9] },
  { country: '7', trunk: '8', digits: [10, 10] },
  { country: '852', trunk: '', digits: [8, 8] },
] as const

const digit = fc.constantFrom(...'0123456789')
const national = (from: number, to: number) =>
  fc
    .tuple(
      fc.constantFrom(...'23456789'),
      fc.array(digit, { minLength: from - 1, maxLength: to - 1 }).map((digits) => digits.join('')),
    )
    .map((both) => both.join(''))

const number = fc
  .constantFrom(...plans)
  .chain((plan) =>
    national(plan.digits[0], plan.digits[1]).map((subscriber) => ({ ...plan, national: subscriber })),
  )

const separator = fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u2011', '/', ' - ', '\u2009', '\u00ad')

/** The digits in groups, with a separator of its own behind each. */
const grouped = (digits: string) =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: digits.length - 1, maxLength: digits.length - 1 }),
      fc.array(separator, { minLength: digits.length - 1, maxLength: digits.length - 1 }),
    )
    .map(([cuts, separators]) =>
      [...digits].map((one, index) => one + (cuts[index] ? (separators[index] ?? '') : '')).join(''),
    )

const bracketed = (digits: string) =>
  fc
    .integer({ min: 2, max: 4 })
    .chain((size) => grouped(digits.slice(size)).map((rest) => ({ area: digits.slice(0, size), rest })))

interface Parts {
  readonly country: string
  readonly trunk: string
  readonly national: string
}

const international = ({ country, national: digits }: Parts) =>
  fc
    .tuple(fc.constantFrom('+', '00', '+ ', '(+', '00 '), separator, grouped(digits))
    .map(([prefix, gap, rest]) => `${prefix}${country}${prefix === '(+' ? ') ' : gap}${rest}`)

const anyFormat = (parts: Parts) =>
  fc.oneof(
    international(parts),
    grouped(parts.national).map((rest) => `${parts.trunk}${rest}`),
    grouped(parts.national).map((rest) => `${parts.country} ${rest}`),
    grouped(parts.national).map((rest) => `+${parts.country} ${parts.trunk && `(${parts.trunk})`}${rest}`),
    bracketed(parts.national).map(({ area, rest }) => `(${parts.trunk}${area}) ${rest}`),
  )

const e164 = ({ country, national: digits }: Parts) => `+${country}${digits}`

const around = fc.constantFrom('', 'Call ', 'Tel: ', 'Phone us on\n', '“', '— ')
const behind = fc.constantFrom('', ' today', '.', ', free', '”', '\nMill Lane', '?')

describe('any writing', () => {
  test('of the number is found, whole', () => {
    fc.assert(
      fc.property(
        number.chain((parts) => fc.tuple(fc.constant(parts), anyFormat(parts))),
        around,
        behind,
        ([parts, text], before, after) => {
          expect(found(e164(parts), before + text + after)).toEqual([text])
        },
      ),
      { numRuns: runs(1000) },
    )
  })

  test('of another number is not found', () => {
    const others = fc
      .tuple(number, number)
      .filter(([a, b]) => a.national !== b.national)
      .filter(([a, b]) => !`${b.country}${b.trunk}${b.national}`.includes(a.national))
      .chain(([target, other]) => fc.tuple(fc.constant(target), anyFormat(other)))
    fc.assert(
      fc.property(others, around, behind, ([target, text], before, after) => {
        expect(found(e164(target), before + text + after)).toEqual([])
      }),
      { numRuns: runs(1000) },
    )
  })

  test('of a near miss is not found: one digit other, more or less', () => {
    // Not a word: "24 hours" behind a number is no part of it.
    const behind = fc.constantFrom('', '.', ', free', '”', '?')
    const misses = number.chain((target) => {
      const all = target.national
      const changed = fc
        .tuple(fc.nat(all.length - 1), digit)
        .filter(([at, one]) => all[at] !== one)
        .map(([at, one]) => all.slice(0, at) + one + all.slice(at + 1))
      const longer = fc.oneof(
        digit.map((one) => all + one),
        fc.tuple(digit, digit).map((two) => all + two.join('')),
      )
      // A trunk prefix or country code before the rest would make the very digits of the target.
      const isAmbiguous = all[0] === target.trunk || all[0] === target.country
      const shorter = fc.constantFrom(all.slice(0, -1), isAmbiguous ? all.slice(0, -2) : all.slice(1))
      return fc
        .oneof(changed, longer, shorter)
        .chain((digits) => fc.tuple(fc.constant(target), anyFormat({ ...target, national: digits })))
    })
    fc.assert(
      fc.property(misses, around, behind, ([target, text], before, after) => {
        expect(found(e164(target), before + text + after)).toEqual([])
      }),
      { numRuns: runs(1000) },
    )
  })

  test('of the same digits in another country is not found', () => {
    const abroad = fc
      .tuple(number, fc.constantFrom<string>('30', '32', '36', '39', '41', '61', '351', '972'))
      .filter(([target, country]) => target.country !== country)
      .chain(([target, country]) => fc.tuple(fc.constant(target), international({ ...target, country })))
    fc.assert(
      fc.property(abroad, around, behind, ([target, text], before, after) => {
        expect(found(e164(target), before + text + after)).toEqual([])
      }),
      { numRuns: runs(1000) },
    )
  })

  test('inside a longer run of digits is not found', () => {
    const inside = number.chain((target) =>
      fc.tuple(
        fc.constant(target),
        fc.tuple(fc.constantFrom('', '9', '77', 'A', '#'), fc.constantFrom('', '1', '42', 'B')),
        fc.constantFrom(target.national, target.trunk + target.national, target.country + target.national),
      ),
    )
    fc.assert(
      fc.property(inside, ([target, [front, back], digits]) => {
        fc.pre(front !== '' || back !== '')
        expect(found(e164(target), `order ${front}${digits}${back}`)).toEqual([])
      }),
      { numRuns: runs(500) },
    )
  })
})
