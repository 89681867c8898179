import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { E164 } from './ids.ts'

/** ISO 3166 code of the country that has the number; of several that share a calling code, the one that has it first. */
export function countryOf(number: E164): string | undefined {
  const parsed = parsePhoneNumberFromString(number)
  return parsed?.country ?? parsed?.getPossibleCountries()[0]
}

/** `44` of `GB`; `undefined` for what is no country that has telephones. */
export const callingCodeOf = (country: string): string | undefined =>
  isSupportedCountry(country) ? getCountryCallingCode(country) : undefined
