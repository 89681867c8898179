import fc from 'fast-check'
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' }
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import {
  callingAreaOf,
  canReceiveTexts,
  isCountry,
  isInCountryOf,
  isInReach,
} from '../../shared/domain/text-country.ts'
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

describe('countries that the business names', () => {
  const plusOne = (country: string) => getCountryCallingCode(country as 'US') === '1'
  test.each(getCountries().filter((country) => !plusOne(country)))('%s is known by its code', (country) => {
    expect(isCountry(country)).toBe(true)
    const prefix = country === 'KZ' ? '77' : getCountryCallingCode(country)
    expect(isInReach(`+${prefix}91234567`, { homes: [], countries: [country] })).toBe(true)
  })

  test.each(getCountries().filter(plusOne))('%s of +1 is told by its area code', (country) => {
    const example = getExampleNumber(country, examples)?.number ?? ''
    expect(isInReach(example, { homes: [], countries: [country] })).toBe(true)
    const isIsland = callingAreaOf(example) !== '1'
    expect(isInReach(example, { homes: [], countries: ['US'] })).toBe(!isIsland)
  })

  test.each<[string, string[] | undefined, boolean, string]>([
    ['+353871234567', ['GB', 'IE'], true, 'one of several'],
    ['+447700900123', ['IE'], false, 'the country of its own phones is not among them'],
    ['+447781123456', ['GB'], true, 'Guernsey shares the code'],
    ['+447700900123', [], false, 'none at all'],
    ['+447700900123', undefined, true, 'unless it names any, its own'],
  ])('%s to %j: %s (%s)', (to, countries, isReached, _why) => {
    expect(isInReach(to, { homes: ['+442079460000'], countries })).toBe(isReached)
  })

  test.each(['', 'gb', 'UK', 'EU', 'ZZ', 'GBR'])('%j is none', (code) => {
    expect(isCountry(code)).toBe(false)
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
