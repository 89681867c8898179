import type { Account } from '../../../shared/domain/account.ts'
import type { Call } from '../../../shared/domain/call.ts'
import { type ContactStory, foldContactFacts } from '../../../shared/domain/contact-story.ts'
import type { Contact, Exclusion, IdentityNode } from '../../../shared/domain/enquiry.ts'
import {
  type Evidence,
  identifies,
  rankEvidence,
  selfReportedEvidence,
} from '../../../shared/domain/evidence.ts'
import type { CodeUsedFact, ContactFact } from '../../../shared/domain/fact.ts'
import type { E164, PersonalHash, VisitorId } from '../../../shared/domain/ids.ts'
import type { ContactRef } from '../../../shared/domain/link.ts'
import { worthOf } from '../../../shared/domain/outcome-worth.ts'
import type { Holders } from '../../../shared/domain/self-referral.ts'
import { declaredByAnswer } from '../../../shared/domain/self-report.ts'
import type { GivenCode } from '../../../shared/domain/signal.ts'
import { classifyDeclared } from '../../../shared/domain/source.ts'

/** What a code says of a contact, and that whoever has it is one person. */
export interface CodeTie {
  readonly evidence: readonly Evidence[]
  readonly node?: IdentityNode | undefined
  /** The code, and who recommends the business with it. */
  readonly recommends?: readonly [code: string, holder: PersonalHash] | undefined
}

/** A contact as its own facts tell it, before what people said of it afterwards. */
export interface BareContact {
  readonly ref: ContactRef
  readonly call?: Call | undefined
  /** The number dialled or texted. */
  readonly number?: E164 | undefined
  /** Its phone and e-mail. */
  readonly nodes: readonly IdentityNode[]
  readonly evidence: readonly Evidence[]
  readonly codes: readonly CodeTie[]
  /** The uses of codes that were made in it and stand. */
  readonly uses: readonly CodeUsedFact[]
  /** The codes that were given in it. */
  readonly given: readonly GivenCode[]
  /** How the person said they had heard of the business. */
  readonly heard?: string | undefined
  /** Deals of other systems that name it. */
  readonly deals?: readonly string[] | undefined
}

export interface LoadedContact {
  readonly ref: ContactRef
  readonly contact: Contact
  /** Where it meets others: its identity without what a marketer took apart. */
  readonly nodes: readonly IdentityNode[]
  readonly story: ContactStory
  readonly call?: Call | undefined
  readonly uses: readonly CodeUsedFact[]
  readonly given: readonly GivenCode[]
  /** Of the codes of customers who recommend the business. */
  readonly holders: Holders
  /** What was ordered with its codes, in minor units of the account's money. */
  readonly ordered: number
  readonly deals: readonly string[]
}

/** The visitors whose visits led to this contact: those known for certain, and the likeliest. */
export function convertedVisitors({ contact }: Pick<LoadedContact, 'contact'>): Set<VisitorId | undefined> {
  if (contact.excluded) return new Set()
  const standing = rankEvidence(contact.evidence.filter(({ id }) => !contact.revoked?.includes(id)))
  return new Set(
    standing.filter((each, index) => index === 0 || identifies(each)).map(({ visitorId }) => visitorId),
  )
}

function exclusionOf(
  { testCallers }: Account,
  { nodes }: BareContact,
  story: ContactStory,
): Exclusion | undefined {
  if (story.isSpam) return 'spam'
  return testCallers?.some(({ phone }) => nodes.includes(`phone:${phone}`)) ? 'test' : undefined
}

/** What was ordered with its codes, as far as it is in the account's money. */
const orderValue = ({ uses }: BareContact, currency: string): number =>
  uses.reduce((sum, { order }) => sum + (order?.value.currency === currency ? order.value.amount : 0), 0)

const labelled = (node: IdentityNode, apart: string | null): IdentityNode =>
  apart === null ? node : (`${node}@${apart}` as IdentityNode)

/** The contact with its outcomes, marks, and a marketer's verdicts on its evidence. */
export function finishContact(
  settings: Account,
  bare: BareContact,
  facts: readonly ContactFact[],
): LoadedContact {
  const { ref, call, uses } = bare
  const story = foldContactFacts(facts)
  const isRevoked = ({ id }: Evidence) => story.revoked.includes(id)
  const heard = story.heard ?? (bare.heard === undefined ? null : { text: bare.heard, at: ref.at })
  const reported = heard
    ? [selfReportedEvidence(ref.id, heard.text, heard.at, classifyDeclared(declaredByAnswer(heard.text)))]
    : []
  const evidence = [...bare.evidence, ...bare.codes.flatMap((tie) => tie.evidence), ...reported]
  const excluded = exclusionOf(settings, bare, story)
  const ordered = orderValue(bare, settings.currency)
  const visitors = evidence
    .filter((each) => identifies(each) && !isRevoked(each))
    .map(({ visitorId }) => `visitor:${visitorId}` as const)
  // A code whose evidence was taken away ties nobody to anybody either.
  const codes = bare.codes.flatMap((tie) =>
    tie.node === undefined || (tie.evidence.length > 0 && tie.evidence.every(isRevoked)) ? [] : [tie.node],
  )
  const nodes = [...bare.nodes, ...codes, ...visitors]
  // A test caller's phone leads to their other calls, and says nothing about who made them.
  const identity = excluded === 'test' ? [...codes, ...visitors] : nodes
  return {
    ref,
    nodes,
    story,
    ordered,
    deals: bare.deals ?? [],
    ...(call && { call }),
    uses,
    given: bare.given,
    holders: new Map(bare.codes.flatMap(({ recommends }) => (recommends ? [recommends] : []))),
    contact: {
      id: ref.id,
      kind: ref.kind,
      at: ref.at,
      identity: identity.map((node) => labelled(node, story.apart)),
      evidence,
      revoked: story.revoked,
      excluded,
      number: bare.number,
      isMissed: call?.outcome === 'missed',
      ...(call && { callOutcome: call.outcome }),
      redemptions: uses.map(({ code, campaignId }) => ({ code, campaignId })),
      outcomes: story.outcomes,
      valueMinorUnits: worthOf(story.outcomes, ordered),
      ...(heard && { heard: heard.text }),
    },
  }
}
