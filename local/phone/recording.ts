import type { Carrier } from './carrier.ts'
import { timestampOf } from './fields.ts'
import type { Fields } from './sign.ts'

/** What was recorded; `text` stands for the sound. */
export interface Recording {
  readonly sid: string
  readonly url: string
  readonly seconds: number
  readonly text: string
  /** Of what was written down of it. */
  readonly transcriptionSid?: string | undefined
}

/** The attributes that `<Record>` and `<Dial>` share. */
interface RecordingAttributes {
  readonly recordingStatusCallback?: string | undefined
  readonly recordingStatusCallbackMethod?: 'GET' | 'POST' | undefined
  readonly recordingStatusCallbackEvent?: readonly RecordingEvent[] | undefined
}
type RecordingEvent = 'in-progress' | 'completed' | 'absent'

export interface RecordingDeps {
  readonly carrier: Carrier
  readonly accountSid: string
  /** Always the caller's leg. */
  readonly callSid: string
  readonly sid: string
  readonly url: string
  readonly source: 'RecordVerb' | 'DialVerb'
  readonly channels: 1 | 2
  readonly startedAt: number
  readonly resolve: (url: string | undefined) => string
}

/** Tells of a recording, of those events that were asked for: https://www.twilio.com/docs/voice/twiml/record. */
export function recordingTeller(attributes: RecordingAttributes, deps: RecordingDeps) {
  const { carrier, accountSid, callSid, sid, url, source, channels, startedAt, resolve } = deps
  const {
    recordingStatusCallback,
    recordingStatusCallbackMethod,
    recordingStatusCallbackEvent = ['completed'],
  } = attributes
  return (event: RecordingEvent, seconds?: number): void => {
    if (recordingStatusCallback === undefined || !recordingStatusCallbackEvent.includes(event)) return
    const fields: Fields = {
      AccountSid: accountSid,
      CallSid: callSid,
      RecordingChannels: String(channels),
      RecordingSid: sid,
      RecordingSource: source,
      RecordingStartTime: timestampOf(startedAt),
      RecordingStatus: event,
      RecordingTrack: 'both',
      RecordingUrl: url,
      ...(seconds !== undefined && { RecordingDuration: String(seconds) }),
      ...(event === 'absent' && { ErrorCode: '16102' }),
    }
    carrier.tell({
      what: `recording ${event}`,
      url: resolve(recordingStatusCallback),
      method: recordingStatusCallbackMethod,
      fields,
    })
  }
}
