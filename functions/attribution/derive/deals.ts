import { clicksOf } from '../../../shared/domain/click-node.ts'
import {
  assignDeals,
  type Deal,
  type DealCandidate,
  foldDeal,
  likeliestAt,
} from '../../../shared/domain/deal.ts'
import type { DealFact } from '../../../shared/domain/fact.ts'
import type { AccountId, VisitorId } from '../../../shared/domain/ids.ts'
import type { ContactLink, ContactRef } from '../../../shared/domain/link.ts'
import { worthOf } from '../../../shared/domain/outcome-worth.ts'
import type { Session } from '../../../shared/domain/session.ts'
import type { AttributionPorts } from '../deps.ts'
import { convertedVisitors, type LoadedContact } from './finish-contact.ts'

/** Of those who share a phone as many as this are looked at for a deal's: the likeliest. */
const mostCandidates = 50

type Places = Pick<AttributionPorts, 'ledger' | 'views'>

const visitorNode = (visitor: VisitorId) => `visitor:${visitor}`
const kindOf = (node: string) => node.slice(0, node.indexOf(':'))
const nameIn = (node: string) => node.slice(node.indexOf(':') + 1)

/** The contacts that the views know at one of a deal's places. */
async function metAt(
  { views: { links } }: Places,
  account: AccountId,
  node: string,
): Promise<readonly (ContactLink | ContactRef)[]> {
  switch (kindOf(node)) {
    case 'contact': {
      const id = nameIn(node)
      return [(await links.refOf(account, id)) ?? { id, kind: 'call', at: '' }]
    }
    case 'click': {
      const { visitors } = await links.visitorsAt(account, node)
      const met = await Promise.all(visitors.map((visitor) => links.membersOf(account, visitorNode(visitor))))
      return met.flatMap(({ contacts }) => contacts)
    }
    default:
      return (await links.membersOf(account, node)).contacts
  }
}

/** Everywhere it was ever looked for: who has it by an earlier telling has to give it up. */
const placesOf = (facts: readonly DealFact[]) => [...new Set(facts.flatMap(({ about }) => about))]

async function candidatesOf(
  ports: Places,
  account: AccountId,
  facts: readonly DealFact[],
): Promise<ContactRef[]> {
  const { at } = foldDeal(facts)
  const met = await Promise.all(placesOf(facts).map((node) => metAt(ports, account, node)))
  return met.flatMap((contacts) => likeliestAt(contacts, at).slice(0, mostCandidates))
}

/**
 * Notes a deal wherever its contact is met, or will be: first the note, then who is there already; a contact that comes
 * later reads the notes after it left its own.
 * @returns the contacts that may have to do with it
 */
export async function meetDeal(
  ports: Places,
  account: AccountId,
  deal: string,
): Promise<readonly ContactRef[]> {
  const { links } = ports.views
  const facts = await ports.ledger.deals.factsOf(account, deal)
  if (facts.length === 0) return []
  for (const node of placesOf(facts)) {
    await links.linkDeal(account, node, deal)
    if (kindOf(node) !== 'click') continue
    for (const visitor of (await links.visitorsAt(account, node)).visitors) {
      await links.linkDeal(account, visitorNode(visitor), deal)
    }
  }
  return candidatesOf(ports, account, facts)
}

/**
 * Joins the clicks that led to a session with its visitor: from there on deals of theirs find whoever it is.
 * @returns the contacts that deals told of before may belong to
 */
export async function meetClicks(
  ports: Places,
  account: AccountId,
  { session, visitor, touches }: Pick<Session, 'session' | 'visitor' | 'touches'>,
): Promise<readonly ContactRef[]> {
  const { links } = ports.views
  const waiting: ContactRef[] = []
  for (const node of clicksOf(touches.map(({ source }) => source))) {
    let there = await links.visitorsAt(account, node)
    if (!there.sessions.includes(session)) {
      await links.linkVisit(account, node, session, visitor)
      there = await links.visitorsAt(account, node)
    }
    for (const deal of there.deals) waiting.push(...(await meetDeal(ports, account, deal)))
  }
  return waiting
}

/** The deals that are met on the way through some contacts. */
export function createDeals(ports: Places, account: AccountId) {
  const told = new Map<string, Promise<readonly DealFact[]>>()
  const deals: Deal[] = []

  async function hear(id: string): Promise<ContactRef[]> {
    if (told.has(id)) return []
    const facts = ports.ledger.deals.factsOf(account, id)
    told.set(id, facts)
    const known = await facts
    if (known.length === 0) return []
    deals.push(foldDeal(known))
    return candidatesOf(ports, account, known)
  }

  return {
    /** @returns further contacts that the deals may belong to */
    async meet(ids: readonly string[]): Promise<ContactRef[]> {
      return (await Promise.all(ids.map(hear))).flat()
    },

    /** Gives each deal to one of these contacts: with its outcomes, and what it is worth. */
    async handOut(contacts: readonly LoadedContact[]): Promise<readonly LoadedContact[]> {
      if (deals.length === 0) return contacts
      const clicks = deals.flatMap(({ about }) => about.filter((node) => kindOf(node) === 'click'))
      const visitorsOf = new Map<string, readonly VisitorId[]>()
      for (const node of new Set(clicks)) {
        visitorsOf.set(node, (await ports.views.links.visitorsAt(account, node)).visitors)
      }
      const byId = new Map(contacts.map((each) => [each.ref.id, each]))
      const held = assignDeals(
        deals,
        contacts.map((each) => candidateOf(each, visitorsOf)),
        (id, own) => {
          const { story, ordered } = byId.get(id) as LoadedContact
          return worthOf(outcomesWith(story.outcomes, own), ordered)
        },
      )
      return contacts.map((each) => withDeals(each, held.get(each.ref.id)))
    },
  }
}

function candidateOf(
  found: LoadedContact,
  visitorsOf: ReadonlyMap<string, readonly VisitorId[]>,
): DealCandidate {
  const { ref, nodes, contact } = found
  const visitors = convertedVisitors(found)
  const clicks = [...visitorsOf].flatMap(([node, own]) =>
    own.some((each) => visitors.has(each)) ? [node] : [],
  )
  return {
    id: ref.id,
    at: contact.at,
    isExcluded: contact.excluded !== undefined,
    nodes: new Set<string>([`contact:${ref.id}`, ...nodes, ...clicks]),
  }
}

const outcomesWith = (own: LoadedContact['story']['outcomes'], deals: readonly Deal[]) =>
  [...own, ...deals.flatMap(({ outcomes }) => outcomes)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : (a.deal ?? '') < (b.deal ?? '') ? -1 : 1,
  )

function withDeals(found: LoadedContact, deals: readonly Deal[] | undefined): LoadedContact {
  if (!deals) return found
  const outcomes = outcomesWith(found.story.outcomes, deals)
  const valueMinorUnits = worthOf(outcomes, found.ordered)
  return { ...found, contact: { ...found.contact, outcomes, valueMinorUnits } }
}
