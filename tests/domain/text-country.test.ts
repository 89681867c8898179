import fc from 'fast-check'
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { callingAreaOf, canReceiveTexts, isInCountryOf } from '../../shared/domain/text-country.ts'
import { runs } from '../support/runs.ts'

/** A second opinion: a library too large for the webhook. */
const callingCodes = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))] as string[]

describe('the country of a number', () => {
  test.each(callingCodes.filter((code) => code !== '1' && code !== '7'))(
    '+%s is an area of its own',
    (code) => {
      expect(callingAreaOf(`+${code}5550123456`)).toBe(code)
    },
  )

  test.each([
    ['+12025550123', '+14165550123', true, 'the United States and Canada'],
    ['+12025550123', '+17875550123', true, 'Puerto Rico, a territory'],
    ['+12025550123', '+18765550123', false, 'Jamaica'],
    ['+18765550123', '+16585550123', false, 'Jamaica’s second area code: said to be another, at worst'],
    ['+74955550123', '+77175550123', false, 'Russia and Kazakhstan'],
    ['+447700900123', '+442079460000', true, 'a mobile and the landline of the same country'],
    ['+447700900123', '+35315550123', false, 'Ireland'],
  ])('%s and %s: %s (%s)', (to, home, isHome) => {
    expect(isInCountryOf(to, ['+4915550123456', home])).toBe(isHome)
  })

  test('without any phone of the business nothing is near', () => {
    expect(isInCountryOf('+447700900123', [])).toBe(false)
  })
})

describe('a landline is told where its first digits tell it', () => {
  test.each(['GB', 'FR', 'IE', 'NL', 'BE', 'AU', 'DE'] as const)('%s', (country) => {
    const code = getCountryCallingCode(country)
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{7,10}$/), (national) => {
        const number = `+${code}${national}`
        const type = parsePhoneNumberFromString(number)?.getType()
        if (type === 'MOBILE') expect(canReceiveTexts(number)).toBe(true)
        if (type === 'FIXED_LINE') expect(canReceiveTexts(number)).toBe(false)
      }),
      { numRuns: runs(300) },
    )
  })

  test.each(['+12025550123', '+8613800138000', '+390612345678'])(
    'elsewhere it may be a mobile: %s',
    (number) => {
      expect(canReceiveTexts(number)).toBe(true)
    },
  )
})
