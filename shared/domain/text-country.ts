import { callingAreas } from './data/calling-areas.ts'
import type { E164 } from './ids.ts'

/**
 * Where texts may go. Texts to dear destinations are what fraud lives on, so a business texts only the countries that it
 * names or, unless it names any, that its own phones are in. Countries are told by their calling codes (ITU-T E.164, List of assigned country codes).
 */
const twoDigitCodes = new Set(
  (
    '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 ' +
    '90 91 92 93 94 95 98'
  ).split(' '),
)

/**
 * Islands that share +1 with the United States and Canada, but neither their networks nor their prices (North American
 * Numbering Plan Administrator, area codes outside of both; territories of the United States are inside).
 */
const islandsOfPlusOne = new Set(
  '242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876'.split(' '),
)

/** The digits that a number's country begins with: `44`, `1`, `1876`, `353`. */
export function callingAreaOf(number: E164): string {
  const digits = number.slice(1)
  if (digits.startsWith('1')) {
    const areaCode = digits.slice(1, 4)
    return islandsOfPlusOne.has(areaCode) ? `1${areaCode}` : '1'
  }
  // Kazakhstan shares Russia's code.
  if (digits.startsWith('7')) return /^7[67]/.test(digits) ? '77' : '7'
  return twoDigitCodes.has(digits.slice(0, 2)) ? digits.slice(0, 2) : digits.slice(0, 3)
}

/** Whether a text to the number stays in a country of one of the business's own phones. */
export const isInCountryOf = (to: E164, homes: readonly E164[]): boolean =>
  homes.some((home) => callingAreaOf(home) === callingAreaOf(to))

/** By country: `GB` begins with 44, `JM` with 1658 and 1876. */
const areasOf = new Map(
  callingAreas.flatMap((line) =>
    line.split(' ').map((entry) => [entry.slice(0, 2), entry.slice(2).split('+')] as const),
  ),
)

/** @param code ISO 3166, in upper case */
export const isCountry = (code: string): boolean => areasOf.has(code)

/** The business's own phones, and the countries that it names. */
export interface TextReach {
  readonly homes: readonly E164[]
  /** ISO 3166 codes. Those that share a calling area (GB, GG, IM and JE; US and CA) can't be told apart. */
  readonly countries?: readonly string[] | undefined
}

export const isInReach = (to: E164, { homes, countries }: TextReach): boolean =>
  countries
    ? countries.some((country) => areasOf.get(country)?.includes(callingAreaOf(to)))
    : isInCountryOf(to, homes)

/**
 * Where a mobile is told by its first digits (after the calling code); elsewhere Twilio tells, when it is too late to
 * offer anything else.
 */
const mobilePrefixes: Readonly<Record<string, RegExp>> = {
  31: /^(?:6|97)/,
  32: /^4[5-9]/,
  33: /^[67]/,
  353: /^8/,
  // 70 is for personal numbers and 76 for pagers, but for 7624 of the Isle of Man.
  44: /^7(?:[1-57-9]|624)/,
  49: /^1[567]/,
  61: /^4/,
}

/** @returns false for what is surely a landline */
export function canReceiveTexts(number: E164): boolean {
  const area = callingAreaOf(number)
  const mobile = mobilePrefixes[area]
  return mobile === undefined || mobile.test(number.slice(1 + area.length))
}
