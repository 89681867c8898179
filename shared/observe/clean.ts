import { scrub } from '../http/scrub.ts'
import type { LogLine, LogValue } from './observer.ts'

/** Fields that hold an id of ours, of Twilio's or of AWS's: hexadecimal digits in a row are no phone there. */
const idFields: ReadonlySet<string> = new Set([
  'account',
  'callSid',
  'messageSid',
  'contact',
  'requestId',
  'traceId',
  'mail',
  'campaign',
  'sequence',
  'frames',
])

/** An id begins with letters, or is a number as long as those of the streams: no phone (E.164 has 15 digits) and no code. */
const isId = (text: string) =>
  /^(?:[A-Za-z]{2,}[\w.:=-]{0,98}|[0-9a-f]{8}-[0-9a-f-]{27}|1-[0-9a-f]{8}-[0-9a-f]{24}|\d{20,60})$/.test(text)

function cleanValue(field: string, value: LogValue): LogValue {
  if (field === 'frames') return value
  if (typeof value === 'string') return idFields.has(field) && isId(value) ? value : scrub(value)
  return Array.isArray(value) ? value.map(scrub) : value
}

/** The line without anything that could be a phone, an e-mail address or a key. */
export const clean = (line: LogLine): LogLine =>
  Object.fromEntries(
    Object.entries(line)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, cleanValue(field, value)]),
  ) as unknown as LogLine

/** Errors whose message quotes what was read: a body, an answer, somebody's words. */
export const quoting: ReadonlySet<string> = new Set([
  'SyntaxError',
  'RangeError',
  'URIError',
  'ZodError',
  '$ZodError',
])

/** Why something failed, in words that may be logged. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error'
  return quoting.has(error.name) ? error.name : scrub(`${error.name}: ${error.message}`)
}
