import type { E164 } from './ids.ts'
import { displayPhone, parsePhone } from './phone.ts'
import { countryOf } from './phone-country.ts'

/** What stands first in international notation: `+44` of `+44 20 7946 0000`. */
const callingCode = (number: E164) => displayPhone(number, 'international').split(' ', 1)[0]

/** A digit's place in a layout. */
const place = '#'
const placesIn = (layout: string) => layout.split(place).length - 1
const digitsOf = (text: string) => text.replace(/\D/g, '')

/**
 * The number laid out: each `#` takes one digit, of the national form (`020…`) or of the whole number (`4420…`) according
 * to how many there are; `undefined` where neither has as many.
 */
function laidOut(number: E164, layout: string): string | undefined {
  const forms = [digitsOf(displayPhone(number, 'national')), number.slice(1)]
  const digits = forms.find((form) => form.length === placesIn(layout))
  if (digits === undefined) return undefined
  let next = 0
  return layout.replaceAll(place, () => digits[next++] as string)
}

/**
 * How the number is written on a page that shows `target`: as people write it where the target is at home, or as the
 * business chose, in letters (`0800 FLOWERS`) or by a layout (`###.###.####`), where that reaches the very number. A
 * number of elsewhere is written with its calling code.
 */
export function displayBeside(target: E164, number: E164, chosen: string | undefined): string {
  if (callingCode(number) !== callingCode(target)) return displayPhone(number, 'international')
  const own = chosen?.includes(place) ? laidOut(number, chosen) : chosen
  return own !== undefined && spells(own, number) ? own : displayPhone(number, 'national')
}

/** ITU-T E.161: the letters of the keys, as phones have them. */
const keys: readonly string[] = ['', '', 'ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ']
const keyed = (text: string) =>
  text.toUpperCase().replace(/[A-Z]/g, (letter) => String(keys.findIndex((key) => key.includes(letter))))

/**
 * Whether who dials the text reaches the number: in digits or in letters (`0800 FLOWERS`), national or international.
 * A word may be longer than the number: what is dialled beyond its end is not heard.
 */
export function spells(text: string, number: E164): boolean {
  const dialled = keyed(text)
  const country = countryOf(number)
  if (parsePhone(dialled, country) === number) return true
  if (!/[a-z]/i.test(text)) return false
  const digits = digitsOf(dialled)
  // As many as reach the number: of the national form, of that without or with another trunk prefix, of the whole.
  const forms = [digitsOf(displayPhone(number, 'national')), number.slice(1), `00${number.slice(1)}`]
  return forms.some((form) => digits.startsWith(form))
}
