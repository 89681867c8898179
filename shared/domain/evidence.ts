import type { LeaseFact } from './fact.ts'
import type { SessionId, VisitorId } from './ids.ts'
import type { resolveLeases } from './lease.ts'
import type { Source } from './source.ts'
import { wholeMicros } from './split.ts'
import type { Instant } from './time.ts'

/**
 * What ties a contact to a session or a source, and how far it can be trusted (design, "Joining a contact").
 * The strongest decides; all that applies is kept.
 */
export const evidenceStrengths = {
  /** A single-use code that was issued to that session was quoted here, or one that was given here was used there. */
  code: 1,
  /** The form was sent in that session: nothing has to be inferred. */
  form: 1,
  /** The code was entered in that session, likewise. */
  redemption: 1,
  /** The number dialled was leased to exactly that session at that time. */
  lease: 0.95,
  /** The pool had run dry and several sessions shared the number: split over them by likelihood. */
  'lease-shared': 0.95,
  /** The number stands for a source, and for no session. */
  'source-number': 0.7,
  /** The code is printed in one place for many to use, and stands for it. */
  'source-code': 0.7,
} as const
export type EvidenceKind = keyof typeof evidenceStrengths

export interface Evidence {
  /** Made of its content: the same facts always give the same id. */
  readonly id: string
  readonly kind: EvidenceKind
  /** 0 to 1. */
  readonly strength: number
  /** When the tying fact happened. */
  readonly at: Instant
  /** The contact that it ties. */
  readonly contact: string
  readonly sessionId?: SessionId | undefined
  readonly visitorId?: VisitorId | undefined
  /** The source that a number or a code stands for by itself. */
  readonly source?: Source | undefined
  /** In words, for the person who asks why. */
  readonly detail: string
}

/** Evidence ids name contact, kind and what it leads to. */
export const evidenceId = (contact: string, kind: EvidenceKind, target: string) =>
  `evd_${contact}~${kind}~${target}`

const rounded = (strength: number) => Math.round(strength * wholeMicros) / wholeMicros

/** @param resolved what the number's leases say about the moment of the call (`lease.ts`) */
export function leaseEvidence(
  contact: string,
  number: string,
  resolved: ReturnType<typeof resolveLeases>,
): Evidence[] {
  if (!resolved) return []
  const evidence = (kind: 'lease' | 'lease-shared', lease: LeaseFact, strength: number, detail: string) => ({
    id: evidenceId(contact, kind, `${lease.session}@${lease.from}`),
    kind,
    strength: rounded(strength),
    at: lease.from,
    contact,
    sessionId: lease.session,
    visitorId: lease.visitor,
    detail,
  })
  if (resolved.kind === 'lease') {
    const when = resolved.during === 'cooldown' ? ', and to nobody else since,' : ''
    return [
      evidence(
        'lease',
        resolved.lease,
        evidenceStrengths.lease,
        `${number} was shown to this session alone${when} when it was called.`,
      ),
    ]
  }
  return resolved.candidates.map(({ lease, likelihoodMicros }) =>
    evidence(
      'lease-shared',
      lease,
      (evidenceStrengths['lease-shared'] * likelihoodMicros) / wholeMicros,
      `The pool had run dry: ${number} was shown to ${resolved.candidates.length} sessions; this one was the caller’s with a likelihood of ${(likelihoodMicros / 10_000).toFixed(1)} %.`,
    ),
  )
}

export const sourceNumberEvidence = (
  contact: string,
  number: string,
  at: Instant,
  source: Source,
): Evidence => ({
  id: evidenceId(contact, 'source-number', number),
  kind: 'source-number',
  strength: evidenceStrengths['source-number'],
  at,
  contact,
  source,
  detail: `${number} stands for one source.`,
})

export const formEvidence = (
  contact: string,
  at: Instant,
  sessionId: SessionId,
  visitorId: VisitorId,
): Evidence => ({
  id: evidenceId(contact, 'form', sessionId),
  kind: 'form',
  strength: evidenceStrengths.form,
  at,
  contact,
  sessionId,
  visitorId,
  detail: 'The form was sent in this session.',
})

/** Strongest first; of equals the earliest, then by id: the order never depends on arrival. */
export function rankEvidence(evidence: readonly Evidence[]): Evidence[] {
  return [...evidence].sort(
    (a, b) => b.strength - a.strength || (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1),
  )
}
