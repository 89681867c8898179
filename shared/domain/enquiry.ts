import type { CallOutcome } from './call-outcome.ts'
import { channelRulesVersion } from './channel.ts'
import { type Outcome, stages } from './contact-story.ts'
import { type Credit, type CreditModel, creditJourney } from './credit.ts'
import { type Evidence, rankEvidence } from './evidence.ts'
import { decideTouch, journeyOf, type Touch, touchOrder } from './journey.ts'
import { personEvidenceAmong } from './person-evidence.ts'

export type { Touch } from './journey.ts'

import type { CallSid, CampaignId, E164, EnquiryId, PersonId } from './ids.ts'
import type { ContactKind } from './link.ts'
import type { Source } from './source.ts'
import { addDays, type Instant } from './time.ts'

/** Who a contact shows itself to be from: a caller's or sender's hash, a code that one person was given, a visitor. */
export type IdentityNode = `phone:${string}` | `email:${string}` | `visitor:${string}` | `code:${string}`

/** Why a contact stands out of every count: its enquiry stays visible. */
export type Exclusion = 'spam' | 'test'

/** One call, text conversation, form or redemption, with all that ties it to somebody or something. */
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
  /** The number dialled or texted. */
  readonly number?: E164 | undefined
  /** A finished call that nobody answered; see `call.ts`. */
  readonly isMissed?: boolean | undefined
  /** What came of a call. */
  readonly callOutcome?: CallOutcome | undefined
  /** The uses of codes that were made in it and stand. */
  readonly redemptions: readonly { readonly code: string; readonly campaignId: CampaignId }[]
  readonly outcomes?: readonly Outcome[] | undefined
  readonly valueMinorUnits?: number | undefined
  /** What the person answered when asked how they had heard of the business. */
  readonly heard?: string | undefined
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
  /** When people called, and what came of it. */
  readonly calls: readonly { readonly at: Instant; readonly outcome: CallOutcome }[]
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
  /** The number first dialled or texted. */
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
export const attributionRulesVersion = 5

/** An enquiry is named after the contact that opened it, a person after the first contact ever. */
export const enquiryIdOf = (contactId: string): EnquiryId => `enq_${contactId}`
/** The contact after which an enquiry is named. */
export const openerOf = (id: EnquiryId): string => id.slice(enquiryIdOf('').length)
export const personIdOf = (contactId: string): PersonId => `per_${contactId}`
/** The contact after which a person is named. */
export const firstContactOf = (id: PersonId): string => id.slice(personIdOf('').length)

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
  const decision = decideTouch(ranked, visits, opening.at)
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
    calls: calls.map(({ at, callOutcome = 'in-progress' }) => ({ at, outcome: callOutcome })),
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
    number: run.find(({ number }) => number !== undefined)?.number ?? null,
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
