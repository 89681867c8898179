import { countryOf } from '../../shared/domain/phone-country.ts'
import type { Fields } from './sign.ts'

/** A call's leg, as Twilio names it in every request about it. */
export interface LegName {
  readonly accountSid: string
  readonly callSid: string
  readonly from: string
  readonly to: string
  /** Of the caller's leg, where this one was dialled by it. */
  readonly parentCallSid?: string | undefined
  /** Further fields: `StirVerstat`, `CallerName`, `ForwardedFrom`. */
  readonly more?: Fields | undefined
}

/** Twilio's words: https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
export type LegStatus =
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled'

const isPhone = (party: string) => /^\+[1-9]\d{6,14}$/.test(party)

/** What is known of where a phone is: for most phones outside North America, the country; empty fields are sent. */
function placeOf(role: string, party: string): Fields {
  const country = (isPhone(party) && countryOf(party)) || ''
  return { [`${role}City`]: '', [`${role}State`]: '', [`${role}Zip`]: '', [`${role}Country`]: country }
}

/** https://www.twilio.com/docs/voice/twiml#request-parameters */
export function voiceFields(leg: LegName, status: LegStatus): Fields {
  const { accountSid, callSid, from, to, parentCallSid, more } = leg
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: status,
    Called: to,
    Caller: from,
    Direction: parentCallSid === undefined ? 'inbound' : 'outbound-dial',
    From: from,
    To: to,
    ...placeOf('From', from),
    ...placeOf('To', to),
    ...placeOf('Caller', from),
    ...placeOf('Called', to),
    ...(parentCallSid !== undefined && { ParentCallSid: parentCallSid }),
    ...more,
  }
}

/** RFC 2822, in whole seconds. */
export const timestampOf = (milliseconds: number): string =>
  new Date(milliseconds).toUTCString().replace('GMT', '+0000')

/** What a status callback says beside that: https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
export function progressFields(
  milliseconds: number,
  sequenceNumber: number,
  durationSeconds: number | undefined,
): Fields {
  return {
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequenceNumber),
    Timestamp: timestampOf(milliseconds),
    ...(durationSeconds !== undefined && {
      CallDuration: String(durationSeconds),
      Duration: String(Math.ceil(durationSeconds / 60)),
    }),
  }
}

/** https://www.twilio.com/docs/messaging/guides/webhook-request */
export function textFields(text: {
  readonly accountSid: string
  readonly messageSid: string
  readonly from: string
  readonly to: string
  readonly body: string
}): Fields {
  const { accountSid, messageSid, from, to, body } = text
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    Body: body,
    From: from,
    MessageSid: messageSid,
    NumMedia: '0',
    NumSegments: '1',
    SmsMessageSid: messageSid,
    SmsSid: messageSid,
    SmsStatus: 'received',
    To: to,
    ...placeOf('From', from),
    ...placeOf('To', to),
  }
}
