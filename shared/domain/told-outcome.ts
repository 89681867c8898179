import { type AmountUnit, readAmount } from './amount-text.ts'
import { stages } from './contact-story.ts'
import { normalEmail } from './email.ts'
import type { E164 } from './ids.ts'
import { parsePhone } from './phone.ts'
import { addDays, type Instant } from './time.ts'
import { readTime } from './time-text.ts'

/** An outcome as another system tells it, once it has been understood. */
export interface ToldOutcome {
  /** The other system's own id of the deal. */
  readonly id?: string | undefined
  readonly enquiryId?: string | undefined
  readonly callSid?: string | undefined
  readonly contact?: string | undefined
  readonly phone?: E164 | undefined
  readonly email?: string | undefined
  readonly clickId?: string | undefined
  readonly stage: string
  readonly valueMinorUnits?: number | undefined
  readonly at?: Instant | undefined
}

/** The fields of an outcome, as a column or a path names them. */
export const outcomeFields = [
  'id',
  'enquiryId',
  'callSid',
  'contact',
  'phone',
  'email',
  'clickId',
  'stage',
  'value',
  'currency',
  'at',
] as const
export type OutcomeField = (typeof outcomeFields)[number]
/** As they stand in a file or a message: nothing of it is understood yet. */
export type RawOutcome = { readonly [Field in OutcomeField]?: string | number | undefined }

export interface OutcomeTerms {
  readonly currency: string
  readonly timeZone: string
  /** Of phones that are written without their country. */
  readonly country?: string | undefined
  readonly unit: AmountUnit
  /** Whether what has neither id nor time would be told twice if it came twice. */
  readonly needsName: boolean
  readonly now: Instant
}
export interface OutcomeError {
  readonly field: OutcomeField
  readonly message: string
}

const knownStages: ReadonlySet<string> = new Set(Object.values(stages))
/** What means something to us in any case; the business's own as they are written. */
export function stageOf(written: string): string {
  const lower = written.trim().toLowerCase()
  return knownStages.has(lower) ? lower : written.trim()
}

/** How far ahead an outcome may be dated: a calendar's day may have begun elsewhere. */
export const daysAhead = 1
const longest: Record<'id' | 'stage' | 'given' | 'clickId', number> = {
  id: 200,
  stage: 64,
  given: 200,
  clickId: 512,
}

const textOf = (value: string | number | undefined) => {
  const text = value === undefined ? '' : String(value).trim()
  return text === '' ? undefined : text
}

/** Understands what was told, or says of each field what is wrong with it. Nothing of its contents is quoted. */
export function readOutcome(
  raw: RawOutcome,
  terms: OutcomeTerms,
): { readonly told: ToldOutcome } | { readonly errors: readonly OutcomeError[] } {
  const errors: OutcomeError[] = []
  const refuse = (field: OutcomeField, message: string) => void errors.push({ field, message })
  const short = (field: OutcomeField, most: number) => {
    const text = textOf(raw[field])
    if (text !== undefined && text.length > most) refuse(field, `Must have ${most} characters at most.`)
    return text
  }
  const understood = <Value>(
    field: OutcomeField,
    read: (written: string) => Value | undefined,
    advice: string,
  ) => {
    const text = textOf(raw[field])
    if (text === undefined) return undefined
    const value = read(text)
    if (value === undefined) refuse(field, advice)
    return value
  }

  const { currency, timeZone, country, now } = terms
  const stage = short('stage', longest.stage)
  if (stage === undefined) refuse('stage', 'Required.')
  const stated = textOf(raw.currency)?.toUpperCase()
  if (stated !== undefined && stated !== currency && textOf(raw.value) !== undefined) {
    refuse(
      'currency',
      `The account counts in ${currency}: convert the amount, of the day it was made, first.`,
    )
  }
  const at = understood(
    'at',
    (written) => readTime(written, { timeZone, now }),
    'Must be a time: RFC 3339, YYYY-MM-DD, YYYY-MM-DD HH:MM, or seconds or milliseconds since 1970.',
  )
  if (at !== undefined && at > addDays(now, daysAhead)) refuse('at', 'Must not be more than a day ahead.')
  const told: ToldOutcome = {
    id: short('id', longest.id),
    enquiryId: short('enquiryId', longest.given),
    callSid: short('callSid', longest.given),
    contact: short('contact', longest.given),
    clickId: short('clickId', longest.clickId),
    phone: understood(
      'phone',
      (written) => parsePhone(written, country),
      'Must be a possible phone number, with + or 00 and its country code unless its country is given.',
    ),
    email: understood('email', normalEmail, 'Must be an e-mail address.'),
    stage: stageOf(stage ?? ''),
    valueMinorUnits: understood(
      'value',
      (written) => readAmount(written, terms.unit, currency),
      terms.unit === 'minor'
        ? 'Must be a whole number of minor units (pence, cents).'
        : `Must be an amount of ${currency}, such as 1234.50.`,
    ),
    at,
  }
  const error = nameErrorOf(told, terms)
  if (error) errors.push(error)
  return errors.length > 0 ? { errors } : { told }
}

/** Who is meant has to be said, once at least; a deal that has an id may have been told of before. */
export function nameErrorOf(
  { id, enquiryId, callSid, contact, phone, email, clickId, at }: ToldOutcome,
  { needsName }: Pick<OutcomeTerms, 'needsName'>,
): OutcomeError | undefined {
  const named = [enquiryId, callSid, contact].filter((each) => each !== undefined)
  if (named.length > 1) {
    return { field: 'enquiryId', message: 'Name one: the enquiry, the call or another contact.' }
  }
  const met = [...named, phone, email, clickId].filter((each) => each !== undefined)
  if (met.length === 0 && id === undefined) {
    return {
      field: 'phone',
      message:
        'Say whose it is: by enquiry, call, contact, phone, e-mail or click id, or by the id of a deal told of before.',
    }
  }
  if (needsName && id === undefined && at === undefined) {
    return { field: 'id', message: 'Give an id or a time, so that what is sent twice counts once.' }
  }
  return undefined
}
