import type { CallStatus, CallStatusFact, DialFact, VoiceFact } from '../../shared/domain/fact.ts'
import type { AccountId, CallSid, PersonalHash } from '../../shared/domain/ids.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
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

/** The caller is not told from a leg's `From`: that is what the business was shown. */
export const legFact = (
  owner: CallOwner,
  callSid: CallSid,
  legSid: CallSid,
  { status, sequence, at, durationSeconds }: Progress,
): DialFact => ({
  fact: 'dial',
  scope: 'leg',
  ...owner,
  callSid,
  legSid,
  status,
  sequence,
  at,
  ...(durationSeconds !== undefined && { talkSeconds: durationSeconds }),
})
