import { createHash } from 'node:crypto'
import type { AccountId, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import { newId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { sentInstant } from './decide.ts'
import type { Beacon } from './schema.ts'

type RandomBytes = (length: number) => Uint8Array

const digest = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\n')).digest()

/** What the beacon is about, beside its page. A form is not told: no personal data, hashed or not, goes into a key. */
function subjectOf(beacon: Beacon): string {
  if (beacon.type === 'phone-click') return beacon.number
  return beacon.type === 'event' ? beacon.name : ''
}

/** The same for each delivery of one beacon; a beacon without `sentAt` can't be told from its like and is its own. */
export function fingerprint(beacon: Beacon, randomBytes: RandomBytes): string {
  const { type, url, sentAt } = beacon
  const bytes =
    sentAt === undefined ? randomBytes(12) : digest(type, url, sentAt, subjectOf(beacon)).subarray(0, 12)
  return Buffer.from(bytes).toString('base64url')
}

/** Sorted by its instant, so that the last page of a session is found at the end of its pages. */
export const pageKey = (beacon: Beacon, print: string, now: Instant): string =>
  `page#${sentInstant(beacon, now)}#${print}`

/** These sort before `page#`: see `tail` of the session store. */
export const factKey = { 'phone-click': 'click', form: 'form', event: 'event' } as const

/** The id of the session that a beacon begins: a second delivery of a known visitor's beacon begins the same one. */
export function sessionIdOf(
  account: AccountId,
  visitor: VisitorId | undefined,
  beacon: Beacon,
  randomBytes: RandomBytes,
): SessionId {
  if (visitor === undefined || beacon.sentAt === undefined) return newId('session', randomBytes)
  const bytes = digest(account, visitor, beacon.type, beacon.url, beacon.sentAt)
  return newId('session', (length) => bytes.subarray(0, length))
}
