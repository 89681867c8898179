import { isWellFormed } from './code.ts'
import { numbersInText } from './code-in-text.ts'
import { asciiDigits, withLookalikes } from './digit-text.ts'
import { spokenDigits } from './spoken-digits.ts'

/** What a person or a machine handed over: typed into a field, keyed on a telephone, or what a recogniser heard. */
export type CodeInput =
  | { readonly typed: string }
  | { readonly keyed: string }
  /** Alternatives, the likeliest first. */
  | { readonly heard: readonly string[] }

export type CodeReading =
  | { readonly read: 'code'; readonly code: string; readonly from: 'typed' | 'keyed' | 'heard' }
  /** The right length, and the check digit says that it can't be a code. */
  | { readonly read: 'mistyped'; readonly detail: string }
  | { readonly read: 'wrong-length'; readonly detail: string }
  /** No digits, or several codes that might be meant. */
  | { readonly read: 'none'; readonly detail: string }

/** Each as digits. */
interface Meant {
  /** Everything that was given. */
  readonly all: string
  /** What it means plainly: the whole, or parts that may stand alone. */
  readonly plain: readonly string[]
  /** What it may mean besides. */
  readonly further: readonly string[]
}

const separators = /[\p{P}\p{Z}\p{C}\p{M}\s\u2212]+/gu
const digitsOnly = /^[0-9]*$/
const longestField = 2000

/** A field holds the code alone, or what was pasted with it. */
function fromTyped(text: string): Meant {
  const compact = withLookalikes(asciiDigits(text.slice(0, longestField)).replace(separators, ''))
  if (digitsOnly.test(compact)) return { all: compact, plain: [compact], further: [] }
  const plain = numbersInText(text)
  return { all: plain.join(''), plain, further: [] }
}

const notDigits = /[^0-9]+/

/** All that was keyed; or the part between two other keys: with a star, people begin anew. */
function fromKeyed(keys: string): Meant {
  const parts = keys.slice(0, longestField).split(notDigits)
  const all = parts.join('')
  return { all, plain: [all, ...parts], further: [] }
}

const mostAlternatives = 10

function fromHeard(alternatives: readonly string[], lengths: readonly number[]): Meant {
  const meant = { all: '', plain: [] as string[], further: [] as string[] }
  for (const alternative of alternatives.slice(0, mostAlternatives)) {
    const { all, plain, further } = spokenDigits(alternative, lengths)
    meant.all ||= all
    meant.plain.push(...plain)
    meant.further.push(...further)
  }
  return meant
}

const digitCount = (count: number) => `${count} digit${count === 1 ? '' : 's'}`

/** Of all that may be meant, what the lengths and the check digit leave; never a choice between two codes. */
function judge(meant: Meant, lengths: readonly number[], from: 'typed' | 'keyed' | 'heard'): CodeReading {
  const isExpected = (digits: string) => lengths.includes(digits.length)
  const fitting = new Set<string>()
  for (const meanings of [meant.plain, meant.further]) {
    for (const digits of meanings) if (isExpected(digits) && isWellFormed(digits)) fitting.add(digits)
  }
  if (fitting.size > 1) {
    return { read: 'none', detail: 'That could be more than one code. Give one code, digit by digit.' }
  }
  for (const code of fitting) return { read: 'code', code, from }
  if (meant.plain.some(isExpected)) {
    return { read: 'mistyped', detail: 'One digit seems wrong: check it and try again.' }
  }
  const expected = `${[...new Set(lengths)].join(' or ')} digits`
  if (meant.all === '') return { read: 'none', detail: `There is no code in it. A code has ${expected}.` }
  return { read: 'wrong-length', detail: `That has ${digitCount(meant.all.length)}; a code has ${expected}.` }
}

/**
 * The one way from anything that is handed over to a code. Nothing is ever corrected: what may be meant in several ways is
 * read in all of them, and only if a single one has an expected length and a check digit that fits, it is the code.
 * @param expectedLengths of the codes that may be meant, check digit included
 */
export function readCode(input: CodeInput, expectedLengths: readonly number[]): CodeReading {
  if ('typed' in input) return judge(fromTyped(input.typed), expectedLengths, 'typed')
  if ('keyed' in input) return judge(fromKeyed(input.keyed), expectedLengths, 'keyed')
  return judge(fromHeard(input.heard, expectedLengths), expectedLengths, 'heard')
}
