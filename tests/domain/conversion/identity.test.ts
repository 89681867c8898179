import { describe, expect, it, test } from 'vitest'
import { hashIdentity } from '../../../functions/outreach/conversions/hash.ts'
import { amountOf, decimalOf } from '../../../shared/domain/conversion/amount.ts'
import { emailForHash } from '../../../shared/domain/conversion/identity.ts'
import type { Platform } from '../../../shared/domain/conversion/platform.ts'

/** Worked by hand: `printf %s text | sha256sum`. */
const sha256 = {
  '+442079460123': '13745d12e37fafef7863b39f53fe5e43f3861156b0bac7bb322b71efb9414ea9',
  '442079460123': '9b48e488a39eabd0e13d5893897b88695cec8e22d254304d278a7008a0b2a439',
  'janedoe+ads@gmail.com': 'ea1c0c208a0d9e13229ca4640dd53bde7235640ba0765ae6d100d03b47f1ba03',
  'jane.doe+ads@gmail.com': '9b06cd4a9bbe4f3904f97ce967b42af140b94b7e11d380cad7b8140863692839',
  'janedoe@gmail.com': 'd6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69',
} as const

describe('a hashed identity', () => {
  test.each([
    ['google', '+442079460123', 'janedoe+ads@gmail.com', 'E.164 whole, no periods before gmail.com'],
    ['meta', '442079460123', 'jane.doe+ads@gmail.com', 'digits alone, the e-mail as it is'],
    [
      'microsoft',
      '+442079460123',
      'janedoe@gmail.com',
      'E.164 whole, neither periods nor what follows a plus',
    ],
  ] satisfies [Platform, keyof typeof sha256, keyof typeof sha256, string][])(
    'is spelled as %s hashes it: %s, %s (%s)',
    (platform, phone, email, _why) => {
      expect(hashIdentity(platform, { phone: '+442079460123', email: ' Jane.Doe+Ads@GMAIL.com' })).toEqual({
        phone: sha256[phone],
        email: sha256[email],
      })
    },
  )

  test.each([
    ['google', 'Jane.Doe+Ads@Example.COM', 'jane.doe+ads@example.com', 'periods mean something elsewhere'],
    ['google', 'j.d@googlemail.com', 'jd@googlemail.com', 'gmail’s other name'],
    ['microsoft', 'Renée.Ol+x@Example.com.', 'reneeol@example.com', 'no accents, no period at the end'],
    ['microsoft', '+x@example.com', undefined, 'nothing is left'],
    ['meta', 'no address', undefined, 'no address at all'],
  ] as const)('%s: %s → %s (%s)', (platform, text, spelled, _why) => {
    expect(emailForHash(platform, text)).toBe(spelled)
  })

  it('has only what is known', () => {
    expect(hashIdentity('google', { email: 'no address' })).toEqual({})
  })
})

describe('an amount', () => {
  test.each([
    [12345, 'GBP', '123.45', 'two digits'],
    [1200, 'JPY', '1200', 'yen have none'],
    [1234567, 'KWD', '1234.567', 'dinars have three'],
    [110, 'USD', '1.10', 'no rounding error'],
    [0, 'EUR', '0.00', 'nothing'],
  ] as const)('%i of %s is %s: %s', (minorUnits, currency, text, _why) => {
    expect(decimalOf(minorUnits, currency)).toBe(text)
    expect(amountOf(minorUnits, currency)).toBe(Number(text))
  })
})
