import { isWellFormed } from '../../../../../shared/domain/code.ts'
import { asciiDigits, withLookalikes } from '../../../../../shared/domain/digit-text.ts'
import type { Campaign } from '../../api/types.ts'

export type TypedCode =
  | { readonly is: 'empty' | 'short' | 'long' | 'mistyped' }
  /** Of a length that codes have, and its check digit fits. */
  | { readonly is: 'fits'; readonly code: string }

/** What the lengths and the check digit say of a code while it is typed: spaces, dashes and “o” for 0 do not matter. */
export function readTyped(text: string, lengths: readonly number[]): TypedCode {
  const digits = withLookalikes(asciiDigits(text)).replace(/\D/g, '')
  if (digits === '') return { is: 'empty' }
  if (lengths.includes(digits.length))
    return isWellFormed(digits) ? { is: 'fits', code: digits } : { is: 'mistyped' }
  return { is: digits.length < Math.max(...lengths) ? 'short' : 'long' }
}

/** With the check digit. */
export const codeLengths = (campaigns: readonly Pick<Campaign, 'digits'>[]): number[] => {
  const lengths = new Set(campaigns.map(({ digits }) => digits + 1))
  return lengths.size > 0 ? [...lengths] : [7, 10]
}
