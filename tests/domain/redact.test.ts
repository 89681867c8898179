import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLuhnValid } from '../../shared/domain/card-number.ts'
import { cardMark, redact, securityCodeMark } from '../../shared/domain/redact.ts'
import { runs } from '../support/runs.ts'

const card = cardMark
const code = securityCodeMark

describe('a card’s number is taken out', () => {
  test.each([
    ['as it is printed', 'It is 4111 1111 1111 1111, thanks', `It is ${card}, thanks`],
    ['in one piece', 'card 5555555555554444', `card ${card}`],
    ['glued to letters', 'PAN4242424242424242x', `PAN${card}x`],
    ['with dashes', '4000-0566-5566-5556', card],
    ['as American Express prints it', 'amex 3782 822463 10005.', `amex ${card}.`],
    ['of thirteen digits', '4222222222222', card],
    ['of nineteen digits', '6304 0000 0000 0000 000', card],
    ['with the commas of a recogniser', '4242, 4242, 4242, 4242.', `${card}.`],
    ['over several lines', '4242\n4242\n4242\n4242', card],
    ['with anything between', '4/2.4_2 * 4242--4242 | 4242', card],
    ['with invisible characters between', '4242\u200b4242\u00ad4242\u20604242', card],
    ['in full-width digits', '４２４２４２４２４２４２４２４２', card],
    ['in Arabic-Indic digits', '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢', card],
    ['in digits outside the basic plane', `pay ${'𝟒𝟐'.repeat(8)} now`, `pay ${card} now`],
    ['behind other characters', 'naïve “Ѓ” 😀 4242424242424242 😀', `naïve “Ѓ” 😀 ${card} 😀`],
    [
      'as it is said',
      'it is four two four two four two four two four two four two four two four two okay',
      `it is ${card} okay`,
    ],
    [
      'as it is said, in larger numbers',
      'Number: forty two forty two, forty two forty two, forty two forty two, forty two forty two.',
      `Number: ${card}.`,
    ],
    [
      'as it is said with doubles, fillers and numerals',
      'visa 4 triple one um 1111, then double one double one, eleven, eleven',
      `visa ${card}`,
    ],
    ['behind a word that sounds like a digit', 'charge it to 4242424242424242', `charge it to ${card}`],
    ['whatever its network', 'loyalty 9999 9999 9999 9995', `loyalty ${card}`],
    ['behind a plus, where no phone is so long', 'card +378282246310005', `card +${card}`],
    ['two of them', '4242424242424242 4000056655665556', `${card} ${card}`],
    ['keyed with its expiry and code in one go', '42424242424242421227123', card],
    ['keyed with hashes', '4242424242424242#1227#123', `${card}#1227#${code}`],
  ])('%s', (_why, text, expected) => {
    expect(redact(text)).toBe(expected)
  })
})

describe('a security code is taken out', () => {
  test.each([
    ['behind the expiry', '4242 4242 4242 4242 12/27 123', `${card} 12/27 ${code}`],
    ['behind an expiry in four digits', '4242 4242 4242 4242 12/2027', `${card} 12/2027`],
    ['of four digits, on the front', '378282246310005 12/27 1234', `${card} 12/27 ${code}`],
    [
      'a few words later',
      '4242424242424242, the three digits are 123',
      `${card}, the three digits are ${code}`,
    ],
    [
      'as it is said',
      'four two four two four two four two four two four two four two four two expires twelve twenty seven security code one two three',
      `${card} expires twelve twenty seven security code ${code}`,
    ],
    ['by its name, without a card', 'the CVV is 123', `the CVV is ${code}`],
    ['by its name before the card', 'cvc2: 999 for 4242424242424242', `cvc2: ${code} for ${card}`],
    ['by its whole name', 'Security code 1234', `Security code ${code}`],
  ])('%s', (_why, text, expected) => {
    expect(redact(text)).toBe(expected)
  })
})

describe('all else stays as it is', () => {
  test.each([
    ['a coupon code', 'My code is 482-091-3365'],
    ['a phone', 'Call 020 7946 0123 or (415) 555-0100'],
    ['a phone of thirteen digits that satisfies Luhn', 'Ring +86 138 0013 8004 please'],
    ['one with the international prefix', 'Ring 0044 20 7946 0003'],
    ['two phones, one behind the other', 'Phones: 020 7946 0123, 020 7946 0999'],
    ['sixteen digits that fail Luhn', 'Ref 4242424242424241'],
    ['a price', 'That is £123, or 250 dollars'],
    ['a price behind a card', 'with 4242424242424242 I paid £250'],
    ['a time', 'On 26/11/2026 at 16:05 for 2 to 4 people'],
    ['words that sound like digits', 'I want to go for a free ate too, oh won'],
    ['nothing', ''],
  ])('%s', (_why, text) => {
    expect(redact(text)).toBe(text.replace('4242424242424242', card))
  })
})

/** A number of 13 to 19 digits with its Luhn digit. */
const cardNumber = fc
  .tuple(fc.constantFrom('4', '51', '37', '6011', '62', '9', '1'), fc.integer({ min: 13, max: 19 }))
  .chain(([begin, length]) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), {
        minLength: length - begin.length - 1,
        maxLength: length - begin.length - 1,
      })
      .map((rest) => {
        const payload = begin + rest.join('')
        return [...'0123456789'].map((digit) => payload + digit).find(isLuhnValid) as string
      }),
  )
const separator = fc.constantFrom(
  '',
  ' ',
  '-',
  '.',
  '/',
  ', ',
  '\n',
  ' - ',
  '_',
  '\u00a0',
  '\u2013',
  '\u200b',
  '*',
)
const spaced = (digits: string) =>
  fc
    .array(separator, { minLength: digits.length, maxLength: digits.length })
    .map((between) =>
      [...digits].map((digit, at) => digit + (at < digits.length - 1 ? between[at] : '')).join(''),
    )

const plainWord = fc.constantFrom(
  'hello',
  'my card',
  'please',
  'Grüße',
  'über',
  'name is Ann.',
  'no',
  'x',
  'ok?',
  '日本',
)
const phone = fc.constantFrom('020 7946 0123', '07700 900123', '+86 138 0013 8004', '(415) 555-0100')
const coupon = fc.constantFrom('482-091-3365', '4820913365', '12-34-56')
const text = fc
  .array(fc.oneof(plainWord, phone, coupon, fc.integer({ min: 0, max: 99 }).map(String)), { maxLength: 4 })
  // Words between, as in a sentence: numbers without any would be one number.
  .map((parts) => parts.map((part) => `${part} yes`).join(' '))

/** Runs of digits, whatever but letters between. */
const digitRuns = (redacted: string) =>
  (redacted.normalize('NFKC').match(/[0-9](?:[^\p{L}]*[0-9])*/gu) ?? []).map((run) =>
    run.replace(/[^0-9]/g, ''),
  )

describe('always', () => {
  test('a card’s number goes, however it is spaced, and nothing else does', () => {
    fc.assert(
      fc.property(text, cardNumber.chain(spaced), text, (before, number, behind) => {
        expect(redact(`${before} card ${number} yes ${behind}`)).toBe(`${before} card ${card} yes ${behind}`)
      }),
      { numRuns: runs(600) },
    )
  })

  test('texts without one are the same afterwards', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(redact(given)).toBe(given)
      }),
      { numRuns: runs(400) },
    )
  })

  test('no run of 13 to 19 digits that satisfies Luhn survives, and redacting again changes nothing', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'0123456789012345 -./x+#'), maxLength: 60 })
    fc.assert(
      fc.property(fc.oneof(noise, cardNumber, noise), noise, (one, two) => {
        const redacted = redact(`${one}${two}`)
        for (const run of digitRuns(redacted)) {
          if (run.length < 13 || run.length > 19 || !isLuhnValid(run)) continue
          // Only a phone may look like this.
          expect(redacted).toMatch(/\+ ?\d|(?<!\d)00/)
        }
        expect(redact(redacted)).toBe(redacted)
      }),
      { numRuns: runs(1500) },
    )
  })

  test('a long text takes no long time', () => {
    const long = 'four two 4 '.repeat(20_000)
    const begin = performance.now()
    redact(long)
    expect(performance.now() - begin).toBeLessThan(3000)
  })
})
