import fc from 'fast-check'
import { checkDigit } from '../../shared/domain/code.ts'

export const digit = fc.constantFrom(...'0123456789')

export const codeOf = (length: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: digit, minLength: length - 1, maxLength: length - 1 })
    .map((drawn) => drawn + checkDigit(drawn))

/** Of the two default lengths, and of others that a campaign may choose. */
export const anyCode: fc.Arbitrary<string> = fc.constantFrom(7, 10, 6, 8, 9, 11, 12, 16).chain(codeOf)
