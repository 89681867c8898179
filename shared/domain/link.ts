import type { CallSid, SessionId } from './ids.ts'
import type { Instant } from './time.ts'
import type { VisitTrace } from './trace.ts'

export const contactKinds = ['call', 'text', 'form', 'redemption'] as const
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

/** A contact whose person does not know yet of what was done on a visit. */
export interface UntoldContact extends ContactRef {
  readonly isUntold?: boolean | undefined
}

/** A contact where it meets others, with what they have to know of it without looking at its facts. */
export interface ContactLink extends ContactRef {
  /** At a phone: the visitors and e-mails that the contact itself was seen with (`visitor:…`, `email:…`). */
  readonly seenWith?: readonly string[] | undefined
  /** At a visitor: it is an enquiry of that visitor. */
  readonly converts?: boolean | undefined
  /** At a visitor: whoever made it is the visitor, for certain. */
  readonly owns?: boolean | undefined
}

/** A phone of more than so many visitors or e-mails is a switchboard: it does not say who calls. */
export const switchboardAbove = 5

/** Counted from what each contact was seen with itself, never from who was taken for whom. */
export function isSwitchboard(links: readonly ContactLink[]): boolean {
  const seen = new Set(links.flatMap(({ seenWith }) => seenWith ?? []))
  const count = (prefix: string) => [...seen].filter((each) => each.startsWith(prefix)).length
  return count('visitor:') > switchboardAbove || count('email:') > switchboardAbove
}

/** A visitor's session, and where its row stands. */
export interface SessionRef {
  readonly session: SessionId
  readonly startedAt: Instant
  /** The partition of the day in which its row stands; the first unless given. */
  readonly shard?: number | undefined
  /** What the visit says of the visitor's progress. */
  readonly trace?: VisitTrace | undefined
  /** Changes with every write: what a guarded write compares. */
  readonly stamp: string
}
