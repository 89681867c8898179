import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { E164 } from './ids.ts'

/**
 * A phone number as people write it, as E.164. Any *possible* number counts (right length for its country), assigned or
 * not: the fictional ranges are possible and never valid. International notation (`+` or `00`) needs no country.
 * @param defaultCountry ISO 3166 code of the country that a number without `+` or `00` belongs to
 * @returns undefined for what can't be a number
 */
export function parsePhone(text: string, defaultCountry?: string): E164 | undefined {
  const written = text
    .normalize('NFKC')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\(?00\)?(?=[\d\s(./-])/, '+')
  const parsed = parsePhoneNumberFromString(written, {
    extract: false,
    ...(defaultCountry !== undefined && { defaultCountry: defaultCountry as CountryCode }),
  })
  return parsed?.isPossible() ? parsed.number : undefined
}

/** `020 7946 0000` or `+44 20 7946 0000`; what can't be laid out stays as it is. */
export function displayPhone(number: E164, style: 'national' | 'international'): string {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return number
  return style === 'national' ? parsed.formatNational() : parsed.formatInternational()
}
