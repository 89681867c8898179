import type { ContactFact } from './fact.ts'
import type { MailEvent } from './step-rule.ts'
import type { Instant } from './time.ts'
import type { Move } from './trace.ts'

/** How far the business got with a contact, as somebody reported it. */
export interface Outcome {
  readonly at: Instant
  readonly stage: string
  /** Minor units; what is not stated stays as it was. */
  readonly valueMinorUnits?: number | undefined
  /** The deal that another system told of (`deal.ts`). */
  readonly deal?: string | undefined
}

/** What a contact's later facts come to. */
export interface ContactStory {
  /** In time order. */
  readonly outcomes: readonly Outcome[]
  readonly isSpam: boolean
  readonly tags: readonly string[]
  readonly sealedNote: string | null
  /** Since when nothing is left to be done about it. */
  readonly handledAt: Instant | null
  /** What the person answered when asked; the last answer holds. */
  readonly heard: { readonly text: string; readonly at: Instant } | null
  /** Ids of evidence that a marketer has taken away. */
  readonly revoked: readonly string[]
  /** Contacts with equal labels were taken apart from the others together. */
  readonly apart: string | null
  /** What became of mails that were sent to whoever made it, in time order. */
  readonly mails: readonly { readonly at: Instant; readonly event: MailEvent; readonly sequence: string }[]
  /** The steps that somebody moved the person to by hand, in time order. */
  readonly moves: readonly Move[]
  /** Whoever made the contact was erased. */
  readonly isErased: boolean
}

/** The stages that mean something to us; an account names the others as it likes. */
export const stages = { opportunity: 'opportunity', won: 'won', lost: 'lost', refunded: 'refunded' } as const

const contentOf = (fact: ContactFact) =>
  JSON.stringify(
    Object.entries(fact)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

/** In time order, each once; what was said at one instant is ordered by its content, never by arrival. */
function inTimeOrder(facts: readonly ContactFact[]): ContactFact[] {
  const distinct = new Map(facts.map((fact) => [`${fact.at} ${contentOf(fact)}`, fact]))
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact)
}

/** @param facts of one contact, in any order, each any number of times; there may be none */
export function foldContactFacts(facts: readonly ContactFact[]): ContactStory {
  const ordered = inTimeOrder(facts)
  const of = <Kind extends ContactFact['fact']>(kind: Kind) =>
    ordered.filter((fact): fact is Extract<ContactFact, { fact: Kind }> => fact.fact === kind)
  const lastMark = (field: 'spam' | 'tags' | 'sealedNote' | 'handled') =>
    of('mark').findLast((mark) => mark[field] !== undefined)
  const handled = lastMark('handled')
  const verdicts = new Map(of('verdict').map(({ evidenceId, verdict }) => [evidenceId, verdict]))
  const report = of('self-report').at(-1)
  return {
    outcomes: of('outcome').map(({ at, stage, valueMinorUnits }) => ({
      at,
      stage,
      ...(valueMinorUnits !== undefined && { valueMinorUnits }),
    })),
    isSpam: lastMark('spam')?.spam ?? false,
    tags: lastMark('tags')?.tags ?? [],
    sealedNote: lastMark('sealedNote')?.sealedNote || null,
    handledAt: handled?.handled ? handled.at : null,
    heard: report ? { text: report.heard, at: report.at } : null,
    revoked: [...verdicts].flatMap(([id, verdict]) => (verdict === 'revoked' ? [id] : [])).sort(),
    apart: of('split').at(-1)?.apart ?? null,
    mails: of('mail-event').map(({ at, event, sequence }) => ({ at, event, sequence })),
    moves: of('step-moved').map(({ at, step, isReached, by }) => ({ at, step, isReached, by })),
    isErased: of('erased').length > 0,
  }
}
