import { minorUnitsOf } from '../../look/amount.ts'
import { readCode } from './read-code.ts'
import type { Draft } from './types.ts'

export type DoneDecision =
  | { readonly kind: 'done'; readonly code: string | undefined }
  /** Something that was written would be lost, or stored as nobody meant it. */
  | { readonly kind: 'mend'; readonly field: 'code' | 'value' }

/**
 * Whether what is written of a call can be stored as it stands. A whole code that nobody has bound goes along. Pure.
 * @param lengths of the codes of the account's campaigns; empty: any may be whole
 */
export function decideDone(
  { code, value }: Pick<Draft, 'code' | 'value'>,
  lengths: readonly number[],
  currency: string,
): DoneDecision {
  if (minorUnitsOf(value, currency) === null) return { kind: 'mend', field: 'value' }
  const reading = readCode(code, lengths)
  if (reading.kind === 'empty')
    return code.trim() === '' ? { kind: 'done', code: undefined } : { kind: 'mend', field: 'code' }
  return reading.kind === 'whole' ? { kind: 'done', code: reading.digits } : { kind: 'mend', field: 'code' }
}
