import type { LeaseFact, PhoneClickFact } from './fact.ts'
import type { SessionId, VisitorId } from './ids.ts'
import type { resolveLeases } from './lease.ts'
import type { Source } from './source.ts'
import { splitExactly, wholeMicros } from './split.ts'
import { type Instant, secondsBetween } from './time.ts'

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
  /** The pool had run dry and several sessions shared the number: split over them by likelihood, kept of the likeliest. */
  'lease-shared': 0.95,
  /** That session tapped the number's tel: link shortly before. */
  'phone-click': 0.9,
  /** The same phone or e-mail was seen with that visitor. */
  person: 0.8,
  /** The number stands for a source, and for no session. */
  'source-number': 0.7,
  /** The code is printed in one place for many to use, and stands for it. */
  'source-code': 0.7,
  /** The code belongs to somebody who recommends the business. */
  referral: 0.7,
  /** What the person answered: decides only where nothing else does. */
  'self-reported': 0.3,
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

/** How a contact came by a number, in the words of the evidence's detail. */
export type ByNumber = 'call' | 'text'
const doneToNumber: Record<ByNumber, string> = { call: 'called', text: 'texted' }
const doneBy: Record<ByNumber, string> = { call: 'caller', text: 'sender' }

/**
 * Of many who share a number those who saw it last are the likeliest, and the least likely of so many leads a marketer
 * nowhere: their parts are reckoned, and nothing is looked up for them.
 */
export const mostCandidates = 5

/** @param resolved what the number's leases say about the moment of the call or text (`lease.ts`) */
export function leaseEvidence(
  contact: string,
  number: string,
  resolved: ReturnType<typeof resolveLeases>,
  by: ByNumber = 'call',
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
        `${number} was shown to this session alone${when} when it was ${doneToNumber[by]}.`,
      ),
    ]
  }
  return resolved.candidates
    .slice(0, mostCandidates)
    .map(({ lease, likelihoodMicros }) =>
      evidence(
        'lease-shared',
        lease,
        (evidenceStrengths['lease-shared'] * likelihoodMicros) / wholeMicros,
        `The pool had run dry: ${number} was shown to ${resolved.candidates.length} sessions; this one was the ${doneBy[by]}’s with a likelihood of ${(likelihoodMicros / 10_000).toFixed(1)} %.`,
      ),
    )
}

/** How long before a call a tap on its number may have been. */
export const clickWindowSeconds = 600
/** The tap's beacon has the browser's clock, the call Twilio's or ours. */
export const clickSkewSeconds = 10
/** Of two sessions that tapped, the one that did so two minutes later is twice as likely. */
const clickHalfLifeSeconds = 120

/** @param clicks on the number dialled, within the window; each session's last one counts */
export function clickEvidence(
  contact: string,
  at: Instant,
  clicks: readonly PhoneClickFact[],
  by: ByNumber = 'call',
): Evidence[] {
  const lastOf = new Map<SessionId, PhoneClickFact>()
  for (const click of clicks) {
    const known = lastOf.get(click.session)
    if (!known || click.at > known.at) lastOf.set(click.session, click)
  }
  const last = [...lastOf.values()].sort((a, b) => (a.session < b.session ? -1 : 1))
  const weights = last.map(
    (click) => 2 ** (-Math.max(0, secondsBetween(click.at, at)) / clickHalfLifeSeconds),
  )
  const likelihoods = splitExactly(wholeMicros, weights)
  return last.map((click, index) => ({
    id: evidenceId(contact, 'phone-click', click.session),
    kind: 'phone-click',
    strength: rounded((evidenceStrengths['phone-click'] * (likelihoods[index] ?? 0)) / wholeMicros),
    at: click.at,
    contact,
    sessionId: click.session,
    visitorId: click.visitor,
    detail:
      last.length === 1
        ? `The number was tapped in this session shortly before the ${by}.`
        : `The number was tapped in ${last.length} sessions shortly before the ${by}, this one among them.`,
  }))
}

export const personEvidence = (
  contact: string,
  { visitorId, at, by }: { visitorId: VisitorId; at: Instant; by: 'phone' | 'e-mail' },
): Evidence => ({
  id: evidenceId(contact, 'person', visitorId),
  kind: 'person',
  strength: evidenceStrengths.person,
  at,
  contact,
  visitorId,
  detail: `The same ${by} was seen with this visitor on ${at.slice(0, 10)}.`,
})

export const selfReportedEvidence = (
  contact: string,
  heard: string,
  at: Instant,
  source: Source,
): Evidence => ({
  id: evidenceId(contact, 'self-reported', at),
  kind: 'self-reported',
  strength: evidenceStrengths['self-reported'],
  at,
  contact,
  source,
  detail: `Asked how they had heard of the business, the person answered: ${heard}`,
})

/** Whether it says who somebody is: only what leads to one visitor for certain does. */
export const identifies = ({ kind, strength, visitorId }: Evidence): boolean =>
  visitorId !== undefined &&
  kind !== 'lease-shared' &&
  kind !== 'person' &&
  (kind !== 'phone-click' || strength === evidenceStrengths['phone-click'])

/** The contact of an evidence's id, which names it. */
export const contactOfEvidence = (id: string): string | undefined => /^evd_([^~]+)~/.exec(id)?.[1]

/** Likewise the code of a referral's. */
export const codeOfEvidence = (id: string): string | undefined => id.split('~')[2]

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
  visitorId: VisitorId | undefined,
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

const isSelfReported = ({ kind }: Evidence) => (kind === 'self-reported' ? 1 : 0)

/**
 * Strongest first, what people say of themselves last; of equals the earliest, then by id: the order never depends on
 * arrival.
 */
export function rankEvidence(evidence: readonly Evidence[]): Evidence[] {
  return [...evidence].sort(
    (a, b) =>
      isSelfReported(a) - isSelfReported(b) ||
      b.strength - a.strength ||
      (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1),
  )
}
