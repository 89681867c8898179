import { isWellFormed } from '../../../../../shared/domain/code.ts'

/** What of a code that is being typed can be told without asking anybody. */
export type Reading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'short' | 'long' | 'wrong'; readonly digits: string }
  | { readonly kind: 'whole'; readonly digits: string }

/** A campaign’s codes have four random digits at least, and the check digit. */
const fewestDigits = 5

/**
 * Reads what is typed while the caller says it. Pure.
 * @param lengths of the codes of the account's campaigns; empty: any may be whole
 */
export function readCode(typed: string, lengths: readonly number[]): Reading {
  const digits = typed.replace(/o/gi, '0').replace(/[il]/gi, '1').replace(/\D/g, '')
  if (digits === '') return { kind: 'empty' }
  const isLength = lengths.length === 0 ? digits.length >= fewestDigits : lengths.includes(digits.length)
  if (isLength) return { kind: isWellFormed(digits) ? 'whole' : 'wrong', digits }
  const longest = lengths.length === 0 ? fewestDigits : Math.max(...lengths)
  return { kind: digits.length < longest ? 'short' : 'long', digits }
}
