import * as z from 'zod/mini'
import { parsePhone } from '../../shared/domain/phone.ts'
import { instantOf } from '../../shared/domain/time.ts'
import { loneSurrogate, text } from '../../shared/http/field.ts'

export { instant, name, text } from '../../shared/http/field.ts'

/** The building blocks of the schemas: what the store can hold, refused with a sentence that says what to do. */

const phoneAdvice =
  'Must be a possible phone number in international form: with + or 00 and its country code.'

/** Any possible number, in any punctuation; becomes E.164. */
export const phone = z.pipe(
  z.string().check(
    z.maxLength(60),
    z.meta({
      description: 'A phone number in international form (`+` or `00`).',
      examples: ['+442079460000'],
    }),
  ),
  z.transform((written, context) => {
    const number = parsePhone(written)
    if (number !== undefined) return number
    context.issues.push({ code: 'custom', message: phoneAdvice, input: written })
    return z.NEVER
  }),
)

/** One address, as mail programs write it. */
export const email = z.email('Must be an e-mail address.').check(z.maxLength(254))

export const e164 = z.string().check(z.meta({ description: 'E.164.', examples: ['+442079460000'] }))

function isTimeZone(value: string): boolean {
  // Offsets such as +01:00 are zones to Intl, but know no summer time.
  if (!/^[A-Za-z]/.test(value)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}

export const timeZone = text(64).check(
  z.refine(isTimeZone, { error: 'Must be an IANA time zone, such as Europe/London.', abort: true }),
)

/** Any RFC 3339 time; becomes UTC with milliseconds, whose text sorts. */
export const moment = z.pipe(
  z.iso.datetime({ offset: true, error: 'Must be an RFC 3339 time, 2026-11-22T14:05:00Z.' }),
  z.transform((written, context) => {
    const milliseconds = Date.parse(written)
    if (milliseconds >= 0) return instantOf(milliseconds)
    context.issues.push({ code: 'custom', message: 'Must be a time from 1970 on.', input: written })
    return z.NEVER
  }),
)

const maxDepth = 8
const maxNumber = 1e15
const minFraction = 1e-15

/** Whether DynamoDB can keep the value as it is: it limits depth and magnitude, and JSON does neither. */
function isStorable(value: unknown, depth = 0): boolean {
  if (depth > maxDepth) return false
  if (typeof value === 'number') {
    return value === 0 || (Math.abs(value) <= maxNumber && Math.abs(value) >= minFraction)
  }
  if (typeof value === 'string') return !loneSurrogate.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([key, inner]) => key !== '' && !loneSurrogate.test(key) && isStorable(inner, depth + 1),
  )
}

/** An object whose inside is not looked at here, small enough to ride in a number's route. */
export const looseSettings = z.looseObject({}).check(
  z.refine((value) => isStorable(value) && JSON.stringify(value).length <= 8_000, {
    error: 'Must be at most 8,000 characters of JSON, 8 levels deep, with numbers from 10^-15 to 10^15.',
  }),
)
