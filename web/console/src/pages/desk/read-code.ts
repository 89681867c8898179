import { isWellFormed } from '../../../../../shared/domain/code.ts'

/** What of a code that is being typed can be told without asking anybody. */
export type Reading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'short' | 'long' | 'wrong'; readonly digits: string }
  | { readonly kind: 'whole'; readonly digits: string }

/**
 * Reads what is typed while the caller says it. Pure.
 * @param lengths of the codes of the account's campaigns; empty: any may be whole
 */
export function readCode(typed: string, lengths: readonly number[]): Reading {
  const digits = typed.replace(/o/gi, '0').replace(/[il]/gi, '1').replace(/\D/g, '')
  if (digits === '') return { kind: 'empty' }
  const isLength = lengths.length === 0 ? digits.length >= 5 : lengths.includes(digits.length)
  if (!isLength)
    return {
      kind:
        digits.length > Math.max(...lengths, 13)
          ? 'long'
          : lengths.some((each) => each > digits.length)
            ? 'short'
            : 'long',
      digits,
    }
  return { kind: isWellFormed(digits) ? 'whole' : 'wrong', digits }
}
