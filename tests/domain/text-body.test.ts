import { describe, expect, test } from 'vitest'
import { languages } from '../../shared/domain/language.ts'
import { codeText, redeemLink, textBackText } from '../../shared/domain/text-body.ts'

const text = {
  business: 'Sash & Sons',
  code: '4820913365',
  benefit: { kind: 'amount', amount: 1000, currency: 'GBP' },
  expiresAt: '2026-11-29T00:00:00.000Z',
  redeemUrl: 'https://calls.example.com/redeem',
} as const

test('a text says who writes, the code, its worth, its last day, where it goes, and how to end texts', () => {
  expect(codeText(text)).toBe(
    'Sash & Sons: your code for £10 off is 482-091-3365, valid until 28 Nov 2026. ' +
      'Enter it at https://calls.example.com/redeem. Reply STOP to opt out.',
  )
})

test('its last day is one of the business’s zone', () => {
  expect(codeText({ ...text, timeZone: 'Pacific/Auckland' })).toContain('valid until 29 Nov 2026')
})

test('the link says whose code it is; without a publishable key there is none', () => {
  const link = redeemLink('https://calls.example.com/', 'pk_shop')
  expect(link).toBe('https://calls.example.com/redeem?key=pk_shop')
  expect(codeText({ ...text, redeemUrl: link })).toContain(`Enter it at ${link}. Reply STOP`)
  expect(redeemLink('https://calls.example.com', undefined)).toBeUndefined()
  expect(codeText({ ...text, redeemUrl: undefined })).toContain('Enter it on our website. Reply STOP')
})

test('without a name or a worth it is shorter, and a long name is cut', () => {
  expect(codeText({ ...text, business: undefined, benefit: { kind: 'none' } })).toMatch(/^Your code is 482/)
  expect(codeText({ ...text, business: 'x'.repeat(100) })).toMatch(/^x{30}: your/)
})

const { business: _, ...code } = text
test.each([
  [
    'de',
    'Sash & Sons: Ihr Code für 10 £ Rabatt ist 482-091-3365, gültig bis 28.11.2026. Bitte geben Sie ihn hier ein: https://calls.example.com/redeem. Mit STOP melden Sie sich ab.',
  ],
  [
    'fr',
    "Sash & Sons: votre code pour 10 £GB de réduction est 482-091-3365, valable jusqu'au 28 nov. 2026. Saisissez-le sur https://calls.example.com/redeem. Répondez STOP pour ne plus rien recevoir.",
  ],
] as const)('in %s it is worded, and its sum and day are written, as people do there', (language, body) => {
  expect(codeText({ ...text, language })).toBe(body)
})

const euros = { ...code, benefit: { kind: 'amount', amount: 950, currency: 'EUR' } } as const
describe.each(languages)('texts in %s', (language) => {
  const texts = [
    codeText({ ...euros, business: 'Sash & Sons', language }),
    textBackText({ business: 'Sash & Sons', code: euros, language }),
    textBackText({ business: undefined, language }),
  ]

  test('have the code, its worth and its page in them, and the word that ends them', () => {
    for (const body of texts) expect(body).toMatch(/\bSTOP\b/)
    for (const body of texts.slice(0, 2)) {
      expect(body).toContain('482-091-3365')
      expect(body).toMatch(/9[.,]50/)
      expect(body).toContain(text.redeemUrl)
    }
  })

  test('have no character in them, but accents, that would make them cost double', () => {
    // GSM 03.38 has neither typographic quotes nor no-break spaces.
    for (const body of texts) expect(body).toMatch(/^[\n\u0020-\u007e£€\u00c0-\u00ff]+$/)
  })

  test('leave the business its own words', () => {
    const body = textBackText({ business: 'Sash & Sons', message: 'Wir rufen zurück, {business}', language })
    expect(body).toMatch(/^Wir rufen zurück, Sash & Sons \p{L}/u)
  })
})

test.each(['de', 'it', 'nl'] as const)('texts in %s have no character outside of GSM 03.38', (language) => {
  const body = textBackText({ code: euros, language })
  expect(body).toMatch(/^[\n\u0020-\u005f\u0061-\u007e£€äöüÄÖÜßàèéìòù]+$/)
})
