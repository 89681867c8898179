import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { Evidence } from '../../../shared/domain/evidence.ts'
import type {
  ContactFact,
  MarkFact,
  OutcomeFact,
  SelfReportFact,
  VerdictFact,
} from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addDays, addSeconds, type Instant } from '../../../shared/domain/time.ts'
import { daysAhead } from '../../../shared/domain/told-outcome.ts'
import type { NewOutcome } from '../outcomes/outcome-schema.ts'
import type { CallChange } from './contact-schema.ts'

/** Of whom something is said, what was said before, and the time. */
export interface Said {
  readonly account: AccountId
  readonly contact: string
  readonly facts: readonly ContactFact[]
  readonly now: Instant
}
export interface FieldError {
  readonly path: string
  readonly message: string
}

/** Who says what comes by the API: keys have no names yet. */
const by = 'api'

/**
 * What is said now holds over what was said before, in the same millisecond or by a machine whose clock runs ahead:
 * the fold knows no order but that of time.
 */
const afterAllOf = (kind: ContactFact['fact'], { facts, now }: Said): Instant =>
  facts.reduce((at, fact) => (fact.fact !== kind || fact.at < at ? at : addSeconds(fact.at, 0.001)), now)

/** What every such fact holds. */
export const base = (kind: ContactFact['fact'], said: Said) => ({
  account: said.account,
  contact: said.contact,
  at: afterAllOf(kind, said),
  by,
})

export interface VerdictDecision {
  readonly state: 'standing' | 'revoked'
  readonly at: Instant
  readonly reason?: string | undefined
  /** What has to be written; none if the evidence is as it is wanted already. */
  readonly fact?: VerdictFact
}

/** Takes a piece of evidence away or puts it back: what is as wanted stays, with the reason that was given first. */
export function decideVerdict(
  said: Said,
  { id: evidenceId, at: since }: Pick<Evidence, 'id' | 'at'>,
  verdict: VerdictFact['verdict'],
  reason: string | undefined,
): VerdictDecision {
  const isRevoked = foldContactFacts(said.facts).revoked.includes(evidenceId)
  const state = verdict === 'revoked' ? 'revoked' : 'standing'
  if (isRevoked === (state === 'revoked')) {
    const given = said.facts
      .filter((fact) => fact.fact === 'verdict')
      .filter((fact) => fact.evidenceId === evidenceId && fact.verdict === verdict)
      .reduce<VerdictFact | undefined>((last, fact) => (last && last.at >= fact.at ? last : fact), undefined)
    return { state, at: given?.at ?? since, reason: given?.reason }
  }
  const fact: VerdictFact = {
    fact: 'verdict',
    ...base('verdict', said),
    evidenceId,
    verdict,
    ...(reason && { reason }),
  }
  return { state, at: fact.at, reason: fact.reason, fact }
}

export type OutcomeDecision =
  | { readonly fact: OutcomeFact }
  | { readonly errors: readonly FieldError[] }
  | { readonly otherCurrency: string }

/** The outcome that the body tells; said again without a time of its own it is the one that stands. */
export function decideOutcome(said: Said, body: NewOutcome, currency: string): OutcomeDecision {
  const { stage, value: stated } = body
  if (typeof stated === 'object' && stated !== null && stated.currency !== currency) {
    return { otherCurrency: stated.currency }
  }
  if (body.at !== undefined && body.at > addDays(said.now, daysAhead)) {
    return { errors: [{ path: 'at', message: 'Must not be more than a day ahead.' }] }
  }
  const valueMinorUnits = typeof stated === 'object' ? stated?.amount : stated
  const last = foldContactFacts(said.facts).outcomes.at(-1)
  const isSame = last?.stage === stage && last.valueMinorUnits === valueMinorUnits
  const at = body.at ?? (isSame ? last.at : afterAllOf('outcome', said))
  // Whoever said it first: an import's outcome told once more by the API is no second one.
  const standing = said.facts
    .filter((fact) => fact.fact === 'outcome')
    .find((fact) => fact.at === at && fact.stage === stage && fact.valueMinorUnits === valueMinorUnits)
  const { account, contact } = said
  const value = valueMinorUnits === undefined ? {} : { valueMinorUnits }
  return { fact: standing ?? { fact: 'outcome', account, contact, at, by, stage, ...value } }
}

/** @returns the answer that stands if it is the same, else the new one, which has to be written */
export function decideSelfReport(
  said: Said,
  heard: string,
): { readonly at: Instant; readonly fact?: SelfReportFact } {
  const standing = foldContactFacts(said.facts).heard
  if (standing?.text === heard) return { at: standing.at }
  const fact: SelfReportFact = { fact: 'self-report', ...base('self-report', said), heard }
  return { at: fact.at, fact }
}

/** Whoever was asked last is asked again, so that the newest answer holds; else it is the contact that opened the enquiry. */
export function contactAsked({ contacts, evidence, revoked }: Enquiry): string {
  const asked = new Set(
    [...evidence, ...revoked].flatMap(({ kind, contact }) => (kind === 'self-reported' ? [contact] : [])),
  )
  return (contacts.findLast(({ id }) => asked.has(id)) ?? contacts[0])?.id as string
}

/** What the change adds to the call's story: nothing where it says what stands already. */
const wrongNumberTag = 'wrong-number'

/** A wrong number is spam with a tag that says why; what the change says of the two itself holds. */
function withWrongNumber({ wrongNumber, ...change }: CallChange, standing: readonly string[]): CallChange {
  if (wrongNumber === undefined) return change
  const others = (change.tags ?? standing).filter((tag) => tag !== wrongNumberTag)
  return { spam: wrongNumber, ...change, tags: wrongNumber ? [...others, wrongNumberTag] : others }
}

export function decideMarks(
  said: Said,
  given: CallChange,
  vault: { seal(text: string): string; open(sealed: string): string },
): ContactFact[] {
  const { tags, sealedNote, isSpam, handledAt } = foldContactFacts(said.facts)
  const change = withWrongNumber(given, tags)
  const standingNote = sealedNote === null ? '' : vault.open(sealedNote)
  const mark: Pick<MarkFact, 'spam' | 'tags' | 'sealedNote' | 'handled'> = {
    ...(change.spam !== undefined && change.spam !== isSpam && { spam: change.spam }),
    ...(change.handled !== undefined &&
      change.handled !== (handledAt !== null) && { handled: change.handled }),
    ...(change.tags !== undefined && String(change.tags) !== String(tags) && { tags: change.tags }),
    ...(change.note !== undefined &&
      (change.note ?? '') !== standingNote && { sealedNote: change.note ? vault.seal(change.note) : '' }),
  }
  const reported = change.heardFrom === undefined ? undefined : decideSelfReport(said, change.heardFrom).fact
  return [
    ...(Object.keys(mark).length > 0 ? [{ fact: 'mark' as const, ...base('mark', said), ...mark }] : []),
    ...(reported ? [reported] : []),
  ]
}
