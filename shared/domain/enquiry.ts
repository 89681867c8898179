import { type Credit, type CreditModel, creditJourney } from './credit.ts'
import { type Evidence, rankEvidence } from './evidence.ts'
import type { CallSid, CampaignId, E164, EnquiryId, PersonId, SessionId, VisitorId } from './ids.ts'
import type { ContactKind } from './link.ts'
import type { Source } from './source.ts'
import { addDays, type Instant } from './time.ts'

/** Who a contact shows itself to be from: a caller's or sender's hash, a code that one person was given, a visitor. */
export type IdentityNode = `phone:${string}` | `email:${string}` | `visitor:${string}` | `code:${string}`

/** One call, form or redemption, with all that ties it to somebody or something. */
export interface Contact {
  readonly id: CallSid | string
  readonly kind: ContactKind
  readonly at: Instant
  readonly identity: readonly IdentityNode[]
  readonly evidence: readonly Evidence[]
  /** The number dialled. */
  readonly number?: E164 | undefined
  /** A finished call that nobody answered; see `call.ts`. */
  readonly isMissed?: boolean | undefined
  /** The uses of codes that were made in it and stand. */
  readonly redemptions: readonly { readonly code: string; readonly campaignId: CampaignId }[]
}

/** A touch of a visitor's session. */
export interface Touch {
  readonly at: Instant
  readonly sessionId?: SessionId | undefined
  readonly visitorId?: VisitorId | undefined
  readonly source: Source
}

export interface EnquiryRules {
  readonly enquiryGapDays: number
  readonly lookbackDays: number
}

/** One person's run of contacts, and the source that produced it. */
export interface Enquiry {
  readonly id: EnquiryId
  readonly person: PersonId
  readonly openedAt: Instant
  /** In time order; the first opened the enquiry. */
  readonly contacts: readonly { readonly kind: Contact['kind']; readonly id: string; readonly at: Instant }[]
  /** Strongest first: the first decides. */
  readonly evidence: readonly Evidence[]
  /** The deciding evidence's strength; 0 where no source is known. */
  readonly confidence: number
  readonly source: Source | null
  readonly journey: readonly Touch[]
  readonly credits: Readonly<Record<CreditModel, readonly Credit[]>>
  /** The number first dialled. */
  readonly number: E164 | null
  /** The campaign of the code first used. */
  readonly codeCampaign: CampaignId | null
  readonly counts: {
    readonly calls: number
    readonly firstTimeCalls: number
    readonly missedCalls: number
    readonly redemptions: number
  }
  readonly valueMinorUnits: number
}

/** An enquiry is named after the contact that opened it, a person after the first contact ever. */
export const enquiryIdOf = (contactId: string): EnquiryId => `enq_${contactId}`
/** The contact after which an enquiry is named. */
export const openerOf = (id: EnquiryId): string => id.slice(enquiryIdOf('').length)
const personIdOf = (contactId: string): PersonId => `per_${contactId}`

const byTime = (a: { at: Instant; id: string }, b: { at: Instant; id: string }) =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/** Cuts contacts, in time order, wherever two neighbours are further apart than the account's window. */
function cutIntoRuns(contacts: readonly Contact[], gapDays: number): Contact[][] {
  const runs: Contact[][] = []
  for (const contact of contacts) {
    const run = runs.at(-1)
    const previous = run?.at(-1)
    if (run && previous && contact.at <= addDays(previous.at, gapDays)) run.push(contact)
    else runs.push([contact])
  }
  return runs
}

/** Visitors whose visits are the person's journey: all that are known for certain, and the deciding one. */
function visitorsOf(ranked: readonly Evidence[]): Set<VisitorId> {
  const visitors = new Set<VisitorId>()
  for (const [index, { kind, visitorId }] of ranked.entries()) {
    if (visitorId !== undefined && (index === 0 || kind !== 'lease-shared')) visitors.add(visitorId)
  }
  return visitors
}

const touchOrder = (a: Touch, b: Touch) =>
  a.at < b.at
    ? -1
    : a.at > b.at
      ? 1
      : (a.sessionId ?? '') < (b.sessionId ?? '')
        ? -1
        : (a.sessionId ?? '') > (b.sessionId ?? '')
          ? 1
          : 0

/**
 * The touch to which the deciding evidence leads: the tied session's last one before the opening; if that session came
 * later, the visitor's last one before it; without any, the number's own source (always a single touch).
 */
function decideTouch(journey: readonly Touch[], deciding: Evidence | undefined): Touch | undefined {
  if (deciding?.sessionId === undefined) return journey.at(-1)
  return (
    journey.findLast((touch) => touch.sessionId === deciding.sessionId) ??
    journey.findLast((touch) => touch.visitorId === deciding.visitorId) ??
    journey.at(-1)
  )
}

function foldRun(
  run: readonly Contact[],
  touches: readonly Touch[],
  rules: EnquiryRules,
  first: { readonly contact: Contact; readonly call: Contact | undefined },
): Enquiry {
  const opening = run[0] as Contact
  const ranked = rankEvidence(run.flatMap((contact) => contact.evidence))
  const visitors = visitorsOf(ranked)
  const earliest = addDays(opening.at, -rules.lookbackDays)
  const visits = touches
    .filter(({ at, visitorId }) => visitorId !== undefined && visitors.has(visitorId) && at <= opening.at)
    .filter(({ at }) => at >= earliest)
    .sort(touchOrder)
  // The number dialled, or the code quoted, is a touch of its own only where no earlier visit is known.
  const standsFor = ranked.find(({ source }) => source)?.source
  const journey: readonly Touch[] =
    visits.length > 0 ? visits : standsFor ? [{ at: opening.at, source: standsFor }] : []
  const decided = decideTouch(journey, ranked[0])
  const calls = run.filter((contact) => contact.kind === 'call')
  const redemptions = run.flatMap((contact) => contact.redemptions)

  return {
    id: enquiryIdOf(opening.id),
    person: personIdOf(first.contact.id),
    openedAt: opening.at,
    contacts: run.map(({ kind, id, at }) => ({ kind, id, at })),
    evidence: ranked,
    confidence: decided ? (ranked[0]?.strength ?? 0) : 0,
    source: decided?.source ?? null,
    journey,
    credits: creditJourney({
      touches: journey.map(({ at, source }) => ({ at, isDirect: source.channel === 'Direct' })),
      openedAt: opening.at,
    }),
    number: calls[0]?.number ?? null,
    codeCampaign: redemptions[0]?.campaignId ?? null,
    counts: {
      calls: calls.length,
      firstTimeCalls: calls.filter((call) => call === first.call).length,
      missedCalls: calls.filter((call) => call.isMissed).length,
      redemptions: redemptions.length,
    },
    valueMinorUnits: 0,
  }
}

/**
 * All enquiries of one person: a fold over the person's contacts, the same in whatever order they arrived.
 * @param contacts of one person, each once
 * @param touches of every visitor that their evidence names
 */
export function foldEnquiries(
  contacts: readonly Contact[],
  touches: readonly Touch[],
  rules: EnquiryRules,
): Enquiry[] {
  const inOrder = [...contacts].sort(byTime)
  const [contact] = inOrder
  if (!contact) return []
  const first = { contact, call: inOrder.find(({ kind }) => kind === 'call') }
  return cutIntoRuns(inOrder, rules.enquiryGapDays).map((run) => foldRun(run, touches, rules, first))
}
