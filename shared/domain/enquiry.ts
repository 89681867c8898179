import { channelRulesVersion } from './channel.ts'
import { type Outcome, stages } from './contact-story.ts'
import { type Credit, type CreditModel, creditJourney } from './credit.ts'
import { type Evidence, identifies, personEvidence, rankEvidence } from './evidence.ts'
import type { CallSid, CampaignId, E164, EnquiryId, PersonId, SessionId, VisitorId } from './ids.ts'
import type { ContactKind } from './link.ts'
import type { Source } from './source.ts'
import { addDays, type Instant } from './time.ts'

/** Who a contact shows itself to be from: a caller's or sender's hash, a code that one person was given, a visitor. */
export type IdentityNode = `phone:${string}` | `email:${string}` | `visitor:${string}` | `code:${string}`

/** Why a contact stands out of every count: its enquiry stays visible. */
export type Exclusion = 'spam' | 'test'

/** One call, form or redemption, with all that ties it to somebody or something. */
export interface Contact {
  readonly id: CallSid | string
  readonly kind: ContactKind
  readonly at: Instant
  readonly identity: readonly IdentityNode[]
  /** All that applies, whether or not a marketer has taken it away. */
  readonly evidence: readonly Evidence[]
  /** Ids of evidence that was taken away: of what stands above, and of what follows from other contacts. */
  readonly revoked?: readonly string[] | undefined
  readonly excluded?: Exclusion | undefined
  /** The number dialled. */
  readonly number?: E164 | undefined
  /** A finished call that nobody answered; see `call.ts`. */
  readonly isMissed?: boolean | undefined
  /** The uses of codes that were made in it and stand. */
  readonly redemptions: readonly { readonly code: string; readonly campaignId: CampaignId }[]
  readonly outcomes?: readonly Outcome[] | undefined
  readonly valueMinorUnits?: number | undefined
  /** What the person answered when asked how they had heard of the business. */
  readonly heard?: string | undefined
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
  /** What a marketer has taken away; it can be restored. */
  readonly revoked: readonly Evidence[]
  /** The evidence whose touch is the source: the strongest that leads to one; null where none does. */
  readonly decidedBy: string | null
  /** The deciding evidence's strength; 0 where no source is known. */
  readonly confidence: number
  readonly source: Source | null
  readonly journey: readonly Touch[]
  readonly credits: Readonly<Record<CreditModel, readonly Credit[]>>
  /** The number first dialled. */
  readonly number: E164 | null
  /** The campaign of the code first used. */
  readonly codeCampaign: CampaignId | null
  /** What the person answered when asked; the last answer holds. */
  readonly selfReported: string | null
  /** The person's first enquiry. */
  readonly isFirst: boolean
  readonly excluded: Exclusion | null
  /** In time order. */
  readonly outcomes: readonly (Outcome & { readonly contact: string })[]
  readonly counts: {
    readonly calls: number
    readonly firstTimeCalls: number
    readonly missedCalls: number
    readonly redemptions: number
  }
  readonly valueMinorUnits: number
  readonly rules: RulesApplied
}

/** The rules by which it was derived: what has other rules is derived anew. */
export interface RulesApplied extends EnquiryRules {
  readonly attribution: number
  readonly channels: string
}

/** Counts the changes of what evidence, journeys and credits come to for the same facts. */
export const attributionRulesVersion = 2

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

const earlier = (a: Instant, b: Instant) => (a < b ? a : b)

/** Evidence that decides, and the touch it leads to. */
interface Decision {
  readonly evidence: Evidence
  readonly touch: Touch
}

/**
 * The strongest evidence that leads to a touch: the tied session's last one before the opening; if that session came
 * later, the visitor's last one before it; what stands for a source is a touch itself.
 * @param visits before the opening and within the lookback, in time order
 */
function decide(
  ranked: readonly Evidence[],
  visits: readonly Touch[],
  openedAt: Instant,
): Decision | undefined {
  const known = new Set(ranked.flatMap(({ kind, visitorId }) => (kind === 'person' ? [visitorId] : [])))
  for (const evidence of ranked) {
    const { kind, sessionId, visitorId, source, at } = evidence
    const touch = source
      ? { at: kind === 'referral' ? earlier(at, openedAt) : openedAt, source }
      : kind === 'person'
        ? visits.findLast((visit) => known.has(visit.visitorId))
        : (visits.findLast((visit) => visit.sessionId === sessionId) ??
          visits.findLast((visit) => visit.visitorId !== undefined && visit.visitorId === visitorId))
    if (touch) return { evidence, touch }
  }
  return undefined
}

/**
 * The visits of everybody who is known for certain and of the deciding session's visitor; recommendations; and, only
 * where no visit is known, what the number dialled or the code quoted stands for.
 */
function journeyOf(
  ranked: readonly Evidence[],
  visits: readonly Touch[],
  openedAt: Instant,
  decision: Decision | undefined,
): Touch[] {
  const visitors = new Set<VisitorId | undefined>([decision?.evidence.visitorId])
  for (const evidence of ranked) {
    if (identifies(evidence) || evidence.kind === 'person') visitors.add(evidence.visitorId)
  }
  const own = visits.filter(({ visitorId }) => visitorId !== undefined && visitors.has(visitorId))
  const referrals = ranked.flatMap(({ kind, at, source }) =>
    kind === 'referral' && source ? [{ at: earlier(at, openedAt), source }] : [],
  )
  const standsFor =
    own.length > 0 ? undefined : ranked.find(({ kind, source }) => source && kind !== 'referral')?.source
  // Self-reports speak only where nothing else does.
  const isSpoken = standsFor && (referrals.length === 0 || ranked.some(({ kind }) => isMeasured(kind)))
  return [...own, ...referrals, ...(isSpoken ? [{ at: openedAt, source: standsFor }] : [])].sort(touchOrder)
}

const isMeasured = (kind: Evidence['kind']) => kind === 'source-number' || kind === 'source-code'

/** What is known of the person beyond the run. */
interface Known {
  readonly touches: readonly Touch[]
  readonly rules: EnquiryRules
  readonly person: PersonId
  readonly firstContact: Contact | undefined
  readonly firstCall: Contact | undefined
  /** What the person's other contacts say of each contact. */
  readonly evidenceOf: (contact: Contact) => readonly Evidence[]
}

function foldRun(run: readonly Contact[], known: Known): Enquiry {
  const opening = run[0] as Contact
  const { rules } = known
  const revoked = new Set(run.flatMap((contact) => contact.revoked ?? []))
  const all = rankEvidence(run.flatMap((contact) => [...contact.evidence, ...known.evidenceOf(contact)]))
  const ranked = all.filter(({ id }) => !revoked.has(id))
  const earliest = addDays(opening.at, -rules.lookbackDays)
  const visits = known.touches
    .filter(({ at, visitorId }) => visitorId !== undefined && at >= earliest && at <= opening.at)
    .sort(touchOrder)
  const decision = decide(ranked, visits, opening.at)
  const journey = journeyOf(ranked, visits, opening.at, decision)
  const isDeciding = ({ at, sessionId, source }: Touch) =>
    decision?.touch.at === at && decision.touch.sessionId === sessionId && decision.touch.source === source
  const openedBy = journey.findLastIndex(isDeciding)
  const outcomes = run
    .flatMap((contact) => (contact.outcomes ?? []).map((outcome) => ({ ...outcome, contact: contact.id })))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.contact < b.contact ? -1 : 1))
  const calls = run.filter((contact) => contact.kind === 'call')
  const redemptions = run.flatMap((contact) => contact.redemptions)

  return {
    id: enquiryIdOf(opening.id),
    person: known.person,
    openedAt: opening.at,
    contacts: run.map(({ kind, id, at }) => ({ kind, id, at })),
    evidence: ranked,
    revoked: all.filter(({ id }) => revoked.has(id)),
    decidedBy: decision?.evidence.id ?? null,
    confidence: decision?.evidence.strength ?? 0,
    source: decision?.touch.source ?? null,
    journey,
    credits: creditJourney({
      touches: journey.map(({ at, source }) => ({ at, isDirect: source.channel === 'Direct' })),
      openedAt: opening.at,
      openedBy: openedBy < 0 ? undefined : openedBy,
      opportunityAt: outcomes.find(({ stage }) => stage === stages.opportunity)?.at,
    }),
    number: calls[0]?.number ?? null,
    codeCampaign: redemptions[0]?.campaignId ?? null,
    selfReported: run.findLast(({ heard }) => heard !== undefined)?.heard ?? null,
    isFirst: run.some((contact) => contact === known.firstContact),
    excluded: opening.excluded ?? null,
    outcomes,
    counts: {
      calls: calls.length,
      firstTimeCalls: calls.filter((call) => call === known.firstCall).length,
      missedCalls: calls.filter((call) => call.isMissed).length,
      redemptions: redemptions.length,
    },
    valueMinorUnits: run.reduce((sum, { valueMinorUnits }) => sum + (valueMinorUnits ?? 0), 0),
    rules: {
      attribution: attributionRulesVersion,
      channels: channelRulesVersion,
      lookbackDays: rules.lookbackDays,
      enquiryGapDays: rules.enquiryGapDays,
    },
  }
}

/** Where a phone or an e-mail was seen with a visitor, the earliest first. */
interface Sighting {
  readonly contact: string
  readonly visitorId: VisitorId
  readonly at: Instant
}

/** That the same phone or e-mail was seen with a visitor ties every contact that has it to that visitor's visits. */
export function personEvidenceAmong(contacts: readonly Contact[]): (contact: Contact) => Evidence[] {
  const sightings = new Map<IdentityNode, Sighting[]>()
  const visitorsOf = ({ evidence, revoked }: Contact) =>
    evidence
      .filter((each) => identifies(each) && !revoked?.includes(each.id))
      .map(({ visitorId }) => visitorId)
  const shared = ({ identity }: Contact) =>
    identity.filter((node) => node.startsWith('phone:') || node.startsWith('email:'))
  for (const contact of contacts) {
    for (const visitorId of visitorsOf(contact)) {
      if (visitorId === undefined) continue
      for (const node of shared(contact)) {
        const seen = sightings.get(node) ?? []
        seen.push({ contact: contact.id, visitorId, at: contact.at })
        sightings.set(node, seen)
      }
    }
  }
  return (contact) => {
    const own = new Set(visitorsOf(contact))
    const found = new Map<VisitorId, Evidence>()
    for (const node of shared(contact)) {
      for (const { contact: other, visitorId, at } of sightings.get(node) ?? []) {
        if (other === contact.id || own.has(visitorId)) continue
        const known = found.get(visitorId)
        if (known && known.at <= at) continue
        const by = node.startsWith('phone:') ? 'phone' : 'e-mail'
        found.set(visitorId, personEvidence(contact.id, { visitorId, at, by }))
      }
    }
    return [...found.values()]
  }
}

/**
 * All enquiries of one person: a fold over the person's contacts, the same in whatever order they arrived. Spam and tests
 * make enquiries of their own.
 * @param contacts of one person, each once
 * @param touches of every visitor that their evidence names
 */
export function foldEnquiries(
  contacts: readonly Contact[],
  touches: readonly Touch[],
  rules: EnquiryRules,
): Enquiry[] {
  const inOrder = [...contacts].sort(byTime)
  const [first] = inOrder
  if (!first) return []
  const person = personIdOf(first.id)
  const groups = [undefined, 'spam', 'test'] as const
  return groups.flatMap((exclusion) => {
    const group = inOrder.filter(({ excluded }) => excluded === exclusion)
    const isCounted = exclusion === undefined
    const known: Known = {
      touches,
      rules,
      person,
      firstContact: isCounted ? group[0] : undefined,
      firstCall: isCounted ? group.find(({ kind }) => kind === 'call') : undefined,
      evidenceOf: personEvidenceAmong(group),
    }
    return cutIntoRuns(group, rules.enquiryGapDays).map((run) => foldRun(run, known))
  })
}
