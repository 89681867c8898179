import { timingSafeEqual } from 'node:crypto'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import { addMinutes, epochMillisecondsOf, type Instant, instantOf } from '../domain/time.ts'
import { recordingPath } from './call-answer.ts'

interface VaultPort {
  hash(account: AccountId, kind: 'link', value: string): PersonalHash
}

/** Whose recording of which call. */
export interface RecordingName {
  readonly account: AccountId
  readonly callSid: string
  readonly recordingId: string
}

/** HMAC under a key of the account's own: a link of one account opens nothing of another. */
const signatureOf = (
  vault: VaultPort,
  { account, callSid, recordingId }: RecordingName,
  expires: string,
): string => vault.hash(account, 'link', JSON.stringify(['recording', callSid, recordingId, expires]))

/** @returns the path of a link that holds for so many minutes, and until when */
export function recordingLink(
  vault: VaultPort,
  name: RecordingName,
  { now, minutes, format }: { now: Instant; minutes: number; format?: 'mp3' | 'wav' | undefined },
): { path: string; expiresAt: Instant } {
  const expires = String(Math.ceil(epochMillisecondsOf(addMinutes(now, minutes)) / 1000))
  const query = new URLSearchParams({
    account: name.account,
    expires,
    ...(format && { format }),
    signature: signatureOf(vault, name, expires),
  })
  return {
    path: `${recordingPath(name.callSid, name.recordingId)}/media?${query}`,
    expiresAt: instantOf(Number(expires) * 1000),
  }
}

/** Whether the link was made here, and still holds. */
export function judgeLink(
  vault: VaultPort,
  name: RecordingName,
  { expires, signature }: { readonly expires: string; readonly signature: string },
  now: Instant,
): 'good' | 'forged' | 'expired' {
  const [given, wanted] = [signature, signatureOf(vault, name, expires)].map((text) => Buffer.from(text))
  if (!given || !wanted || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged'
  return epochMillisecondsOf(now) < Number(expires) * 1000 ? 'good' : 'expired'
}
