import type { Instant } from './time.ts'

/** What is noted whoever does it: people's own data was heard, taken along or erased, or who may do so was changed. */
export const auditedActions = [
  'recording-heard',
  'recording-linked',
  'recording-deleted',
  'person-exported',
  'person-erased',
  'member-added',
  'member-changed',
  'member-removed',
  'account-changed',
  'key-made',
  'key-withdrawn',
  'webhook-made',
  'webhook-changed',
  'webhook-removed',
  'destination-made',
  'destination-changed',
  'destination-removed',
] as const
export type AuditedAction = (typeof auditedActions)[number]

/** Who did it: somebody signed in, a program with the secret key, whoever has a signed link, or the bridge by itself. */
export interface AuditedCaller {
  readonly kind: 'member' | 'key' | 'link' | 'none'
  readonly id?: string | undefined
}

export interface AuditEntry {
  readonly at: Instant
  readonly action: AuditedAction
  readonly by: AuditedCaller
  /** What it was done to: an id of ours or Twilio's, never anybody's data. */
  readonly subject: string
  /** Names of what was changed, and the like. */
  readonly detail?: string | undefined
}

/** Listening goes on in parts: what the same caller hears within the same minutes is one entry. */
export const sameWithinMinutes = 10
