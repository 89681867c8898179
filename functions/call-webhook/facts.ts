import type {
  CallStatus,
  CallStatusFact,
  DialFact,
  RecordingFact,
  RecordingKind,
  TranscriptionFact,
  VoiceFact,
} from '../../shared/domain/fact.ts'
import type { AccountId, CallSid, E164, PersonalHash } from '../../shared/domain/ids.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { redact } from '../../shared/domain/redact.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { CallOwner } from './links.ts'
import type { IncomingCall, Progress } from './schema.ts'

interface Sealing {
  hash(account: AccountId, kind: 'phone', value: string): PersonalHash
  seal(account: AccountId, value: string): string
}

/** What all facts of a call have; the caller's number only hashed and sealed. */
function callBase(vault: Sealing, call: IncomingCall, owner: CallOwner) {
  return {
    account: owner.account,
    callSid: call.callSid,
    number: owner.number,
    ...(call.caller !== undefined && {
      caller: vault.hash(owner.account, 'phone', call.caller),
      sealedCaller: vault.seal(owner.account, call.caller),
    }),
  }
}

export const voiceFact = (
  vault: Sealing,
  call: IncomingCall,
  owner: CallOwner,
  route: NumberRoute | undefined,
  greeted: boolean,
  at: Instant,
): VoiceFact => ({
  fact: 'voice',
  ...callBase(vault, call, owner),
  at,
  ...(greeted && { greeted }),
  ...(route && { numberId: route.numberId }),
  ...(route?.poolId !== undefined && { poolId: route.poolId }),
  ...(route?.source !== undefined && { source: route.source }),
})

export const statusFact = (
  vault: Sealing,
  call: IncomingCall,
  owner: CallOwner,
  progress: Progress,
): CallStatusFact => ({ fact: 'status', ...callBase(vault, call, owner), ...progress })

export interface DialEnd {
  readonly status: CallStatus
  readonly legSid?: CallSid | undefined
  readonly talkSeconds?: number | undefined
}

export const dialFact = (
  vault: Sealing,
  call: IncomingCall,
  owner: CallOwner,
  end: DialEnd,
  at: Instant,
): DialFact => ({ fact: 'dial', scope: 'whole', ...callBase(vault, call, owner), at, ...end })

/** A phone of the business that was rung. */
export interface RungLeg {
  readonly legSid: CallSid
  readonly target?: E164 | undefined
  /** It must be accepted by a key. */
  readonly screened?: boolean | undefined
}

/** The caller is not told from a leg's `From`: that is what the business was shown. */
export const legFact = (
  { account, number }: CallOwner,
  callSid: CallSid,
  { legSid, target, screened }: RungLeg,
  { status, sequence, at, durationSeconds }: Progress,
): DialFact => ({
  fact: 'dial',
  scope: 'leg',
  account,
  number,
  callSid,
  legSid,
  ...(target !== undefined && { target }),
  ...(screened && { screened }),
  status,
  sequence,
  at,
  ...(durationSeconds !== undefined && { talkSeconds: durationSeconds }),
})

export interface Recorded {
  readonly recordingSid: string
  readonly kind: RecordingKind
  readonly status: RecordingFact['status']
  readonly durationSeconds?: number | undefined
  readonly startedAt?: Instant | undefined
}

export const recordingFact = (
  { account, number }: CallOwner,
  callSid: CallSid,
  recorded: Recorded,
  at: Instant,
): RecordingFact => ({ fact: 'recording', account, number, callSid, at, ...recorded })

export interface Transcribed extends Pick<TranscriptionFact, 'recordingSid' | 'transcriptionSid' | 'status'> {
  readonly text?: string | undefined
}

export const transcriptionFact = (
  vault: Sealing,
  { account, number }: CallOwner,
  callSid: CallSid,
  { recordingSid, transcriptionSid, status, text }: Transcribed,
  at: Instant,
): TranscriptionFact => ({
  fact: 'transcription',
  account,
  number,
  callSid,
  at,
  recordingSid,
  status,
  ...(transcriptionSid && { transcriptionSid }),
  ...(text && { sealedText: vault.seal(account, redact(text)) }),
})
