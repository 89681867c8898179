import * as z from 'zod/mini'

/** The building blocks of the schemas: what the store can hold, refused with a sentence that says what to do. */

export const loneSurrogate = /\p{Surrogate}/u

export const text = (maxLength: number) =>
  z.string().check(
    z.maxLength(maxLength),
    z.refine((value) => !loneSurrogate.test(value), { error: 'Must be well-formed Unicode.', abort: true }),
  )
export const name = text(200).check(
  z.refine((value) => value.trim() !== '', { error: 'Must not be empty.', abort: true }),
)

export const instant = z.string().check(z.meta({ format: 'date-time', description: 'RFC 3339, UTC.' }))

const currencies = new Set(Intl.supportedValuesOf('currency'))
export const currency = z.string().check(
  z.refine((value) => currencies.has(value), { error: 'Must be an ISO 4217 code, such as GBP.' }),
  z.meta({ description: 'ISO 4217.', examples: ['GBP'] }),
)
