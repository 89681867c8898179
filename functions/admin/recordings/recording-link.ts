import { timingSafeEqual } from 'node:crypto'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addMinutes, epochMillisecondsOf, type Instant, instantOf } from '../../../shared/domain/time.ts'
import { recordingPath } from '../../../shared/http/call-answer.ts'
import type { VaultPort } from '../deps.ts'
import type { LinkQuery } from './recording-schema.ts'

/** Whose recording of which call. */
export interface RecordingName {
  readonly account: AccountId
  readonly callSid: string
  readonly recordingId: string
}

/** HMAC under a key of the account's own: a link of one account opens nothing of another. */
const signatureOf = (
  vault: Pick<VaultPort, 'hash'>,
  { account, callSid, recordingId }: RecordingName,
  expires: string,
): string => vault.hash(account, 'link', JSON.stringify(['recording', callSid, recordingId, expires]))

/** @returns the path of a link that holds for so many minutes, and until when */
export function recordingLink(
  vault: Pick<VaultPort, 'hash'>,
  name: RecordingName,
  { now, minutes, format }: { now: Instant; minutes: number; format: LinkQuery['format'] | undefined },
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
  vault: Pick<VaultPort, 'hash'>,
  name: RecordingName,
  { expires, signature }: Pick<LinkQuery, 'expires' | 'signature'>,
  now: Instant,
): 'good' | 'forged' | 'expired' {
  const [given, wanted] = [signature, signatureOf(vault, name, expires)].map((text) => Buffer.from(text))
  if (!given || !wanted || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged'
  return epochMillisecondsOf(now) < Number(expires) * 1000 ? 'good' : 'expired'
}
