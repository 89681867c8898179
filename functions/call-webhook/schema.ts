import * as z from 'zod/mini'
import { callerPhone } from '../../shared/domain/caller.ts'
import { type CallStatus, callStatuses } from '../../shared/domain/fact.ts'
import type { CallSid, E164 } from '../../shared/domain/ids.ts'
import { type Instant, instantOf } from '../../shared/domain/time.ts'

/**
 * The fields that are read of Twilio's requests (https://www.twilio.com/docs/voice/twiml#request-parameters). They may
 * grow without notice, so that unknown ones are left out, and nothing optional is relied upon.
 */
const sid = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'is no Sid'))
const text = z.optional(z.string())
const status = z.enum(callStatuses)

export const voiceForm = z.object({ CallSid: sid, From: text, To: text })

export const statusForm = z.extend(voiceForm, {
  CallStatus: status,
  SequenceNumber: text,
  CallDuration: text,
  Timestamp: text,
})

export const dialForm = z.extend(voiceForm, {
  DialCallStatus: status,
  DialCallSid: z.optional(z.union([sid, z.literal('')])),
  DialCallDuration: text,
})

/** Of a dialled phone: `CallSid` is the child's. */
export const legForm = z.object({
  CallSid: sid,
  ParentCallSid: sid,
  CallStatus: status,
  SequenceNumber: text,
  CallDuration: text,
  Timestamp: text,
})

export const messageForm = z.object({ CallSid: sid })

/** Longer than any number, SIP address or client name that could be meant; keys must stay small. */
const longestParty = 128
const party = z.string().check(z.minLength(1), z.maxLength(longestParty))

/** Whose call it is: in the query of every address that our own TwiML names, under Twilio's signature. */
export const callQuery = z.object({
  account: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'is no account')),
  number: party,
})

const phones = z.string().check(z.regex(/^\+[1-9]\d{6,14}(,\+[1-9]\d{6,14}){0,9}$/, 'is no list of phones'))

export const dialQuery = z.extend(callQuery, {
  /** The number to show to the business instead of the caller's. */
  as: z.optional(z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'is no phone'))),
  /** The phones to try next, separated by commas. */
  next: z.optional(phones),
})

export interface IncomingCall {
  readonly callSid: CallSid
  /** The tracking number as dialled: E.164, or a SIP address or client name as given. */
  readonly number: E164
  /** Absent if withheld, or no phone called. */
  readonly caller?: E164 | undefined
}

export function incomingCall(form: z.infer<typeof voiceForm>): IncomingCall {
  const caller = callerPhone(form.From)
  return {
    callSid: form.CallSid,
    number: capped(form.To ?? '') || 'unknown',
    ...(caller !== undefined && { caller }),
  }
}

/** A pair of surrogates cut in two could be written into no address. */
const capped = (name: string) => name.slice(0, longestParty).replace(/[\uD800-\uDBFF]$/, '')

export interface Progress {
  readonly status: CallStatus
  readonly sequence: number
  readonly at: Instant
  readonly durationSeconds?: number | undefined
}

export function progress(
  form: z.infer<typeof legForm> | z.infer<typeof statusForm>,
  receivedAt: Instant,
): Progress {
  const durationSeconds = wholeNumber(form.CallDuration)
  return {
    status: form.CallStatus,
    sequence: Math.min(wholeNumber(form.SequenceNumber) ?? 0, 999_999),
    at: instantOfTimestamp(form.Timestamp) ?? receivedAt,
    ...(durationSeconds !== undefined && { durationSeconds }),
  }
}

export const wholeNumber = (digits: string | undefined): number | undefined =>
  digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined

/** @param timestamp RFC 2822, `Sun, 22 Nov 2026 14:05:00 +0000` */
function instantOfTimestamp(timestamp: string | undefined): Instant | undefined {
  const milliseconds = Date.parse(timestamp ?? '')
  if (Number.isNaN(milliseconds)) return undefined
  const instant = instantOf(milliseconds)
  return instant.length === 24 ? instant : undefined
}
