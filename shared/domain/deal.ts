import type { Outcome } from './contact-story.ts'
import type { AccountId } from './ids.ts'
import { isRefund } from './outcome-worth.ts'
import type { Instant } from './time.ts'

/**
 * What another system (a CRM, a shop, a spreadsheet) told of a deal. It knows nothing of contacts, but a phone, an e-mail
 * or a click: whose the deal is follows from the facts, and so may be found long after it was told.
 */
export interface DealFact {
  readonly fact: 'deal'
  readonly account: AccountId
  /**
   * `deal_…`, made of the other system's own id of it: what is told of one id, at whatever time, is one deal. Without such
   * an id `said_…`, made of all that is said: one outcome and no more.
   */
  readonly deal: string
  /**
   * Where whoever made it is met, the surest first; keyed hashes stand for phones and e-mails. None: what was told of the
   * deal before says it.
   */
  readonly about: readonly DealNode[]
  /** When it came to that, as far as the other system knows. */
  readonly at: Instant
  /** When we were told: of two tellings for one instant the later holds. */
  readonly heardAt: Instant
  /** Who says so: `api`, `import`, an inbound webhook's id. */
  readonly by: string
  readonly stage: string
  /** Minor units of the account's currency; below zero it is paid back. */
  readonly valueMinorUnits?: number | undefined
  /** The other system's id, encrypted, to be shown to whoever asks which deal this is. */
  readonly sealedName?: string | undefined
}

export type DealNode = `contact:${string}` | `click:${string}` | `phone:${string}` | `email:${string}`
const surest = ['contact', 'click', 'phone', 'email'] as const
/** The surest first, each once. */
export const inOrderOfTrust = (nodes: readonly DealNode[]): DealNode[] =>
  surest.flatMap((kind) => [...new Set(nodes)].filter((node) => node.startsWith(`${kind}:`)).sort())

/** A deal as its tellings come to. */
export interface Deal {
  readonly id: string
  readonly about: readonly DealNode[]
  /** In time order, one for each stage: the stage told last for it. */
  readonly outcomes: readonly Outcome[]
  /** When the deal begins: a later stage does not move it to another contact. */
  readonly at: Instant
  /** Nothing is known of it but that money was paid back. */
  readonly isRefundOnly: boolean
}

/** What makes two tellings the same. */
export const tellingOf = ({ about, at, stage, valueMinorUnits }: DealFact): string =>
  JSON.stringify([about, at, stage, valueMinorUnits ?? null])

/** The last of equals holds: in time, then in the order in which we heard of it, then by content. */
const byTelling = (a: DealFact, b: DealFact): number => {
  const [left, right] = [a, b].map((fact) => `${fact.at} ${fact.heardAt} ${tellingOf(fact)}`)
  return String(left) < String(right) ? -1 : left === right ? 0 : 1
}

/** The same in any order and with any telling doubled. @param facts of one deal, at least one */
export function foldDeal(facts: readonly DealFact[]): Deal {
  const told = [...facts].sort(byTelling)
  const last = told.at(-1) as DealFact
  const ofStage = new Map(told.map((fact) => [fact.stage, fact]))
  const outcomes = [...ofStage.values()].sort(byTelling).map(
    ({ at, stage, valueMinorUnits }): Outcome => ({
      at,
      stage,
      ...(valueMinorUnits !== undefined && { valueMinorUnits }),
      deal: last.deal,
    }),
  )
  return {
    id: last.deal,
    about: told.findLast(({ about }) => about.length > 0)?.about ?? [],
    outcomes,
    at: outcomes[0]?.at as Instant,
    isRefundOnly: outcomes.every(isRefund),
  }
}

/** Of whom a deal may be. */
export interface DealCandidate {
  readonly id: string
  readonly at: Instant
  /** Spam and test callers buy nothing, unless there is nobody else. */
  readonly isExcluded: boolean
  /** Where it is met. */
  readonly nodes: ReadonlySet<string>
}

const earlier = (a: DealCandidate, b: DealCandidate) =>
  a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1

/** The likeliest first: the latest at or before that time, back to the first, then those after it. */
export function likeliestAt<Candidate extends Pick<DealCandidate, 'id' | 'at'>>(
  candidates: readonly Candidate[],
  at: Instant,
): Candidate[] {
  const inOrder = [...candidates].sort((a, b) => earlier(a as never, b as never))
  return [...inOrder.filter((each) => each.at <= at).reverse(), ...inOrder.filter((each) => each.at > at)]
}

function pick(deal: Deal, candidates: readonly DealCandidate[]): DealCandidate | undefined {
  for (const node of deal.about) {
    const there = candidates.filter(({ nodes }) => nodes.has(node))
    const counted = there.filter(({ isExcluded }) => !isExcluded)
    const [found] = likeliestAt(counted.length > 0 ? counted : there, deal.at)
    if (found) return found
  }
  return undefined
}

/**
 * Whose each deal is: of those who are met where the deal's surest trace leads, the latest at or before it, else the
 * first after it. Money that is paid back goes to whoever paid it, if that is known.
 * @param worthOf what a contact is worth with these deals
 * @returns by contact, its deals; a deal that leads to nobody yet is nobody's
 */
export function assignDeals(
  deals: readonly Deal[],
  candidates: readonly DealCandidate[],
  worthOf: (contact: string, deals: readonly Deal[]) => number,
): Map<string, Deal[]> {
  const held = new Map<string, Deal[]>()
  const give = (deal: Deal, among: readonly DealCandidate[]) => {
    const found = pick(deal, among)
    if (found) held.set(found.id, [...(held.get(found.id) ?? []), deal])
    return found !== undefined
  }
  const inOrder = [...deals].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const deal of inOrder) if (!deal.isRefundOnly) give(deal, candidates)
  const paying = candidates.filter(({ id }) => worthOf(id, held.get(id) ?? []) > 0)
  for (const deal of inOrder) if (deal.isRefundOnly) give(deal, paying) || give(deal, candidates)
  return held
}
