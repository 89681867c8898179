import type { CallSid, SessionId } from './ids.ts'
import type { Instant } from './time.ts'

export const contactKinds = ['call', 'form', 'redemption'] as const
export type ContactKind = (typeof contactKinds)[number]

/** What is needed to find a contact's facts again. */
export interface ContactRef {
  readonly id: CallSid | string
  readonly kind: ContactKind
  readonly at: Instant
  /** The session whose partition holds a form. */
  readonly session?: SessionId | undefined
  /** The code whose partition holds a redemption. */
  readonly code?: string | undefined
}

/** A visitor's session, and where its row stands. */
export interface SessionRef {
  readonly session: SessionId
  readonly startedAt: Instant
  /** Changes with every write: what a guarded write compares. */
  readonly stamp: string
}
