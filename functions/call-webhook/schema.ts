import * as z from 'zod/mini'
import { callerPhone } from '../../shared/domain/caller.ts'
import { type CallStatus, callStatuses, recordingKinds, recordingStatuses } from '../../shared/domain/fact.ts'
import type { CallSid, E164 } from '../../shared/domain/ids.ts'
import { type Instant, instantOf } from '../../shared/domain/time.ts'
import type { CodeQuestion, DialledLine, ForwardPlan } from './flow/plan.ts'

/**
 * The fields that are read of Twilio's requests (https://www.twilio.com/docs/voice/twiml#request-parameters). They may
 * grow without notice, so that unknown ones are left out, and nothing optional is relied upon.
 */
const sid = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'is no Sid'))
const text = z.optional(z.string())
const status = z.enum(callStatuses)

export const voiceForm = z.object({ CallSid: sid, From: text, To: text, StirVerstat: text })

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
  /** `false`: a phone was picked up, but whoever did so did not take the call. */
  DialBridged: text,
})

/** Of a dialled phone: `CallSid` is the child's, `To` the phone. */
export const legForm = z.object({
  CallSid: sid,
  ParentCallSid: sid,
  To: text,
  CallStatus: status,
  SequenceNumber: text,
  CallDuration: text,
  Timestamp: text,
})

export const messageForm = z.extend(voiceForm, { RecordingSid: text, RecordingDuration: text })

/** What whoever answers is asked, and what they press. */
export const agentForm = z.object({ CallSid: sid, ParentCallSid: z.optional(sid), To: text, Digits: text })

/** https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback: `CallSid` is the parent's. */
export const recordingForm = z.extend(voiceForm, {
  RecordingSid: sid,
  RecordingStatus: z.enum(recordingStatuses),
  RecordingDuration: text,
  RecordingStartTime: text,
})

/** https://www.twilio.com/docs/voice/twiml/record#transcribecallback */
export const transcriptionForm = z.object({
  CallSid: sid,
  RecordingSid: sid,
  TranscriptionSid: text,
  TranscriptionStatus: z.enum(['completed', 'failed']),
  TranscriptionText: text,
})

/** What a `<Gather>` got: keys, or words; neither of them is silence. */
export const gatherForm = z.extend(voiceForm, { Digits: text, SpeechResult: text })

/** An incoming text (https://www.twilio.com/docs/messaging/guides/webhook-request). */
export const smsForm = z.object({
  MessageSid: sid,
  From: text,
  To: text,
  Body: text,
  NumMedia: text,
  OptOutType: text,
})

/** Longer than any number, SIP address or client name that could be meant; keys must stay small. */
const longestParty = 128
const party = z.string().check(z.minLength(1), z.maxLength(longestParty))

/** Whose call it is: in the query of every address that our own TwiML names, under Twilio's signature. */
export const callQuery = z.object({
  account: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'is no account')),
  number: party,
  /** How the caller is spoken to. */
  lang: z.optional(z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is no language'))),
  voice: z.optional(z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/, 'is no voice'))),
})

const phone = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'is no phone'))
const phones = z.string().check(z.regex(/^\+[1-9]\d{6,14}(,\+[1-9]\d{6,14}){0,9}$/, 'is no list of phones'))
const campaign = z.string().check(z.regex(/^[^,]{1,64}$/, 'is no campaign'))
const digits = z.string().check(z.regex(/^\d{2,20}$/, 'is no code'))

const flag = z.optional(z.literal('1'))
const seconds = z.string().check(z.regex(/^\d{1,3}$/, 'is no number of seconds'))
const secondsList = z.string().check(z.regex(/^\d{1,3}(,\d{1,3}){0,9}$/, 'is no list of seconds'))

/** See `termsQuery` in `links.ts`. */
const termsQuery = z.extend(callQuery, {
  /** The number to show to the business instead of the caller's. */
  as: z.optional(phone),
  /** The campaign whose code a caller gets whom nobody answered. */
  give: z.optional(campaign),
  keep: flag,
  mail: flag,
  quoted: z.optional(z.string().check(z.maxLength(200))),
  record: flag,
  screen: flag,
  whisper: flag,
})

export const dialQuery = z.extend(termsQuery, {
  /** The phones to try next, separated by commas, and how long each rings. */
  next: z.optional(phones),
  rings: z.optional(secondsList),
})

export const legQuery = z.extend(callQuery, { keep: flag, screen: flag })
export const agentQuery = z.extend(legQuery, { quoted: termsQuery.shape.quoted, whisper: flag })
/** The address that a number is given by hand says nothing. */
export const recordingQuery = z.object({
  account: z.optional(callQuery.shape.account),
  kind: z._default(z.enum(recordingKinds), 'call'),
  number: z.optional(callQuery.shape.number),
})

/** The whole of what is to be dialled: see `lineQuery` in `links.ts`. */
const lineQuery = z.extend(dialQuery, { ring: z._default(seconds, '30'), to: z.optional(phones) })
/** What a key is waited for before. */
export const openingQuery = z.extend(lineQuery, { to: phones })

export const codeQuery = z.extend(lineQuery, {
  attempt: z.enum(['1', '2']),
  campaigns: z.optional(
    z.string().check(z.regex(/^[^,]{1,64}(,[^,]{1,64}){0,19}$/, 'is no list of campaigns')),
  ),
  /** The campaign of which a code is given before the phones ring. */
  first: z.optional(campaign),
  /** What was heard, and now is to be confirmed. */
  heard: z.optional(digits),
  lengths: z.string().check(z.regex(/^\d{1,2}(,\d{1,2}){0,19}$/, 'is no list of lengths')),
  to: phones,
})

export const giftQuery = z.extend(lineQuery, {
  campaign,
  code: digits,
  press: z.enum(['text', 'again']),
  /** What follows instead of the end of the call. */
  after: z.optional(z.literal('message')),
})

/** What an address says of the line. */
export const lineOf = (query: z.infer<typeof dialQuery>): DialledLine => ({
  nextTargets: query.next?.split(',') ?? [],
  ...(query.rings !== undefined && { nextSeconds: query.rings.split(',').map(Number) }),
  ...(query.as !== undefined && { callerId: query.as }),
  ...(query.give !== undefined && { giveWhenMissed: query.give }),
  ...(query.mail && { takesMessage: true }),
  ...(query.record && { records: true }),
  ...(query.whisper && { whispers: true }),
  ...(query.screen && { screens: true }),
  ...(query.keep && { sticks: true }),
  ...(query.quoted !== undefined && { quoted: query.quoted }),
})

/** The dialling that an address speaks of. */
export const forwardOf = (line: z.infer<typeof lineQuery> & { readonly to: string }): ForwardPlan => ({
  ...lineOf(line),
  plan: 'forward',
  targets: line.to.split(','),
  timeoutSeconds: Number(line.ring),
})

/** Likewise, where the call may be over. */
export const plannedForward = ({ to, ...line }: z.infer<typeof giftQuery>): ForwardPlan | undefined =>
  to === undefined ? undefined : forwardOf({ ...line, to })

export const questionOf = (query: z.infer<typeof codeQuery>): CodeQuestion => ({
  attempt: query.attempt === '1' ? 1 : 2,
  lengths: query.lengths.split(',').map(Number),
  ...(query.campaigns !== undefined && { campaignIds: query.campaigns.split(',') }),
  ...(query.first !== undefined && { giveFirst: query.first }),
})

export interface IncomingCall {
  readonly callSid: CallSid
  /** The tracking number as dialled: E.164, or a SIP address or client name as given. */
  readonly number: E164
  /** Absent if withheld, or no phone called. */
  readonly caller?: E164 | undefined
  /** What the network says of the caller's number (`StirVerstat`). */
  readonly verdict?: string | undefined
}

export function incomingCall(form: z.infer<typeof voiceForm>): IncomingCall {
  const caller = callerPhone(form.From)
  return {
    callSid: form.CallSid,
    number: capped(form.To ?? '') || 'unknown',
    ...(caller !== undefined && { caller }),
    ...(form.StirVerstat && { verdict: form.StirVerstat }),
  }
}

export interface IncomingText {
  readonly messageSid: string
  readonly number: E164
  /** Absent if no phone sent it. */
  readonly sender?: E164 | undefined
  readonly body: string
  /** How many pictures and the like came with it; Twilio keeps them. */
  readonly attachments?: number | undefined
  readonly optOutType?: string | undefined
}

export function incomingText({
  MessageSid,
  From,
  To,
  Body,
  NumMedia,
  OptOutType,
}: z.infer<typeof smsForm>): IncomingText {
  const sender = callerPhone(From)
  const attachments = wholeNumber(NumMedia)
  return {
    messageSid: MessageSid,
    number: capped(To ?? '') || 'unknown',
    ...(sender !== undefined && { sender }),
    body: Body ?? '',
    ...(attachments && { attachments }),
    ...(OptOutType && { optOutType: OptOutType }),
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
export function instantOfTimestamp(timestamp: string | undefined): Instant | undefined {
  const milliseconds = Date.parse(timestamp ?? '')
  if (Number.isNaN(milliseconds)) return undefined
  const instant = instantOf(milliseconds)
  return instant.length === 24 ? instant : undefined
}
