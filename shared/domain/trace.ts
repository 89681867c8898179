import type { SessionId, VisitorId } from './ids.ts'
import type { ContactRef } from './link.ts'
import { type Hit, hitsIn, type RuleBook } from './rule-match.ts'
import type { Session } from './session.ts'
import { type GivenCode, signalsOfContact, signalsOfVisit, type ToldContact } from './signal.ts'
import type { Source } from './source.ts'
import type { Instant } from './time.ts'

/** What a visit leaves for the progress of whoever made it: small, and the same until a rule matches anew. */
export interface VisitTrace {
  readonly hits: readonly Hit[]
  /** Short of the click ids. */
  readonly touches: readonly { readonly at: Instant; readonly source: Source }[]
}

export interface TracedVisit extends VisitTrace {
  readonly session: SessionId
  readonly visitor: VisitorId
  readonly startedAt: Instant
}

export interface TracedContact {
  readonly ref: Pick<ContactRef, 'kind' | 'id' | 'at'>
  readonly hits: readonly Hit[]
  readonly moves: readonly Move[]
}

/** Moved to a step by hand, or that taken back. */
export interface Move {
  readonly at: Instant
  readonly step: string
  readonly isReached: boolean
  readonly by: string
}

export const traceVisit = (book: RuleBook, session: Session, shown: readonly GivenCode[]): VisitTrace => ({
  hits: hitsIn(book, signalsOfVisit(session, shown)),
  touches: session.touches.map(({ at, source }) => ({ at, source: { ...source, clickIds: {} } })),
})

export const traceContact = (
  book: RuleBook,
  ref: TracedContact['ref'],
  told: ToldContact,
  moves: readonly Move[],
): TracedContact => ({
  ref: { kind: ref.kind, id: ref.id, at: ref.at },
  hits: hitsIn(book, signalsOfContact(told)),
  moves,
})
