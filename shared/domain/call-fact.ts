import type { AccountId, CallSid, E164, NumberId, PersonalHash, PoolId } from './ids.ts'
import type { DeclaredSource } from './number.ts'
import type { Instant } from './time.ts'

/** One webhook about one call: the call is the join of these (`call.ts`). */
export type CallFact =
  | VoiceFact
  | CallStatusFact
  | DialFact
  | RecordingFact
  | TranscriptionFact
  | RecordingDeletedFact

interface CallFactBase {
  readonly account: AccountId
  readonly callSid: CallSid
  /** When it happened: Twilio's `Timestamp` where it sends one, otherwise when the webhook came. */
  readonly at: Instant
  /** The tracking number that was dialled. */
  readonly number: E164
  /** Keyed hash of the caller's number; absent where it is withheld or a placeholder. */
  readonly caller?: PersonalHash | undefined
  /** The caller's number, encrypted; absent likewise. */
  readonly sealedCaller?: string | undefined
}

/** Twilio asked what to do with an incoming call. */
export interface VoiceFact extends CallFactBase {
  readonly fact: 'voice'
  /** What the number stood for at that moment: a later change of the number does not rewrite history. */
  readonly numberId?: NumberId | undefined
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
  /** We spoke before the business's phone rang: the incoming leg counts as picked up from then on. */
  readonly greeted?: boolean | undefined
}

/** Twilio told the progress of the incoming (parent) leg. */
export interface CallStatusFact extends CallFactBase {
  readonly fact: 'status'
  readonly sequence: number
  readonly status: CallStatus
  /** `CallDuration`: seconds of the whole call, on the last status only. */
  readonly durationSeconds?: number | undefined
}

/** A `<Dial>` ended, or one of its legs progressed. */
export interface DialFact extends CallFactBase {
  readonly fact: 'dial'
  /** The child leg; absent when nothing was dialled. */
  readonly legSid?: CallSid | undefined
  readonly status: CallStatus
  /** Whether the `<Dial>` as a whole has ended with `status`, or only one leg reports. */
  readonly scope: 'whole' | 'leg'
  readonly sequence?: number | undefined
  /** Seconds that caller and business talked (`DialCallDuration`, the leg's `CallDuration`). */
  readonly talkSeconds?: number | undefined
  /** The phone of the business that the leg rang. */
  readonly target?: E164 | undefined
  /** The leg had to be accepted by a key: being picked up, by a voicemail perhaps, joins nobody; `answered` does. */
  readonly screened?: boolean | undefined
}

export const recordingKinds = ['call', 'voicemail'] as const
export type RecordingKind = (typeof recordingKinds)[number]

/** Twilio recorded the call, or the caller's message. */
export interface RecordingFact extends CallFactBase {
  readonly fact: 'recording'
  readonly recordingSid: string
  readonly kind: RecordingKind
  /** `absent`: too short, or silent. */
  readonly status: RecordingStatus
  readonly durationSeconds?: number | undefined
  /** Twilio's `RecordingStartTime`, where it tells it. */
  readonly startedAt?: Instant | undefined
}
export const recordingStatuses = ['in-progress', 'completed', 'absent', 'failed'] as const
export type RecordingStatus = (typeof recordingStatuses)[number]

/** Somebody wrote down what a recording says: Twilio, or whoever told us. */
export interface TranscriptionFact extends CallFactBase {
  readonly fact: 'transcription'
  readonly recordingSid: string
  readonly status: 'completed' | 'failed'
  /** Encrypted, since people speak of people; without card numbers. */
  readonly sealedText?: string | undefined
  /** Of Twilio's own, by which it is deleted there. */
  readonly transcriptionSid?: string | undefined
  /** Of any other's: who told it, and a name of its own. */
  readonly by?: string | undefined
  readonly id?: string | undefined
}

/** A recording is not to be heard any more; with it goes what was written down of it. */
export interface RecordingDeletedFact extends CallFactBase {
  readonly fact: 'recording-deleted'
  readonly recordingSid: string
  /** `retention`, `api`, a user's id. */
  readonly by: string
  readonly reason?: string | undefined
}

/** Twilio's `CallStatus` and `DialCallStatus`; `answered` is a `<Dial>`'s word for a conference. */
export const callStatuses = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'answered',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const
export type CallStatus = (typeof callStatuses)[number]
