import { isWellFormed } from './code.ts'
import { asciiDigits, lookalikeCharacters, withLookalikes } from './digit-text.ts'

/** Codes inside a text that says other things too, as an SMS does. */

const like = lookalikeCharacters
/** At least one true digit, and no letter beside it. */
const group = `(?<![\\p{L}\\p{N}|])(?=[${like}]*[0-9])[0-9${like}]+(?![\\p{L}\\p{N}|])`
const separator = '(?: ?[-.)\\p{Pd}] ?| )'
/** Groups with no more between them than people put between a code's groups are one number, a phone number say. */
const stretch = new RegExp(`${group}(?:${separator}${group})*`, 'gu')

/** A price, a sum, a share, a time, a date with slashes, an international phone number: what stands right beside it. */
const before = /(?:[+\p{Sc}] ?\(?|[0-9][.,:/])$/u
const behind = /^(?: ?[\p{Sc}%‰]|[.,:/][0-9])/u
/** Lengths of the groups of a date: 2026-11-01, 1.11.2026, 01-11-26. */
const dates = /^(?:4 [12] [12]|[12] [12] (?:4|2))$/
const betweenGroups = /[^\p{L}\p{N}|]+/u

const longestText = 2000

/** The numbers in a text that may be meant as codes, as digits: each as a whole, never a part of a longer one. */
export function numbersInText(text: string): string[] {
  const ascii = asciiDigits(text.slice(0, longestText))
  const numbers: string[] = []
  for (const { 0: match, index } of ascii.matchAll(stretch)) {
    if (before.test(ascii.slice(Math.max(0, index - 3), index))) continue
    if (behind.test(ascii.slice(index + match.length, index + match.length + 3))) continue
    const groups = match.split(betweenGroups)
    if (dates.test(groups.map(({ length }) => length).join(' '))) continue
    numbers.push(withLookalikes(groups.join('')))
  }
  return numbers
}

/**
 * The codes in a free text: numbers of an expected length whose check digit fits, each once, in their order. One number in
 * ten of that very length is a code by chance; whether it was ever issued is for the ledger to say.
 */
export const findCodes = (text: string, lengths: readonly number[]): string[] => [
  ...new Set(numbersInText(text).filter((number) => lengths.includes(number.length) && isWellFormed(number))),
]
