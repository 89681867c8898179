import type { Account } from '../../../shared/domain/account.ts'
import { identifies } from '../../../shared/domain/evidence.ts'
import type { AccountId, SessionId, VisitorId } from '../../../shared/domain/ids.ts'
import type { Touch } from '../../../shared/domain/journey.ts'
import {
  type ContactLink,
  type ContactRef,
  isSwitchboard,
  type SessionRef,
} from '../../../shared/domain/link.ts'
import { personEvidenceAmong } from '../../../shared/domain/person-evidence.ts'
import type { KnownPerson } from '../../../shared/domain/progress-fold.ts'
import { foldSession } from '../../../shared/domain/session.ts'
import { addDays, type Instant } from '../../../shared/domain/time.ts'
import type { AttributionPorts, Members } from '../deps.ts'
import { movesAt, visitorNode, visitorOf, visitsAt } from './align-visitor.ts'
import { createDeals } from './deals.ts'
import { convertedVisitors } from './finish-contact.ts'
import { inParallel } from './in-parallel.ts'
import { type LoadedContact, loadContact } from './load.ts'
import { withoutOwnLinks, withoutSelfReferrals } from './own-referrals.ts'
import type { Standing } from './standing.ts'

/** Somebody: contacts that share a phone, an e-mail or a visitor, directly or by way of each other. */
export interface FoundPerson {
  readonly contacts: readonly LoadedContact[]
  readonly touches: readonly Touch[]
  /** Of every visitor that one of the contacts is from, for certain. */
  readonly visits: KnownPerson['visits']
  readonly moves: KnownPerson['moves']
}

/** What was found on the way, for what has to be brought in line when the persons are settled. */
export interface Found {
  readonly persons: readonly FoundPerson[]
  /** Phones that have become a switchboard, or are none any more. */
  readonly turned: readonly { readonly node: string; readonly isSwitchboard: boolean }[]
  readonly visitors: readonly { readonly node: string; readonly members: Members }[]
}

const isPhone = (node: string) => node.startsWith('phone:')

/** The visitors who made the contact, for certain; spam and tests are nobody's. */
function ownVisitors({ contact }: LoadedContact): Set<VisitorId> {
  if (contact.excluded) return new Set()
  const standing = contact.evidence.filter((each) => identifies(each) && !contact.revoked?.includes(each.id))
  return new Set(standing.flatMap(({ visitorId }) => visitorId ?? []))
}

/** The contact as it stands where it meets others. */
function linkAt(node: string, found: LoadedContact): ContactLink {
  const { ref, nodes } = found
  if (isPhone(node)) return { ...ref, seenWith: nodes.filter((each) => /^(visitor|email):/.test(each)) }
  if (node.startsWith('visitor:')) {
    const visitor = visitorOf(node)
    return {
      ...ref,
      converts: convertedVisitors(found).has(visitor),
      owns: ownVisitors(found).has(visitor),
    }
  }
  return ref
}

const isSame = (a: ContactLink, b: ContactLink) =>
  a.at === b.at && a.converts === b.converts && a.owns === b.owns && String(a.seenWith) === String(b.seenWith)

/** Reads wait for the engine most of the time. */
const contactsAtOnce = 16

/**
 * Finds the persons to whom some contacts belong, with all their other contacts and the visits that the evidence leads
 * to. At each place where facts meet it writes the contact's link first and then reads, so that of two facts that
 * arrive together the later one finds the earlier.
 * @param standing of each contact that is found, what stands is read before its facts
 */
export async function explore(
  ports: AttributionPorts,
  settings: Account,
  seeds: readonly ContactRef[],
  standing: Standing,
): Promise<Found> {
  const { links } = ports.views
  const { id: account, lookbackDays } = settings
  const loaded = new Map<string, LoadedContact>()
  const nodes = new Map<string, Members>()
  const deals = createDeals(ports, account)

  /** One after the other at each place: whoever comes later knows of those before. */
  const turns = new Map<string, Promise<unknown>>()
  function meet(node: string, found: LoadedContact): Promise<Members> {
    const turn = (turns.get(node) ?? Promise.resolve()).then(() => meetInTurn(node, found))
    turns.set(node, turn)
    return turn
  }

  async function meetInTurn(node: string, found: LoadedContact): Promise<Members> {
    const link = linkAt(node, found)
    let members =
      nodes.get(node) ?? (standing.isNew(link.id) ? undefined : await links.membersOf(account, node))
    const present = members?.contacts.find(({ id }) => id === link.id)
    if (!members || !present || !isSame(present, link)) {
      await links.linkContact(account, node, link)
      members = await links.membersOf(account, node)
    }
    nodes.set(node, members)
    return members
  }

  /** @returns whom it leads to */
  async function visit(ref: ContactRef): Promise<ContactRef[]> {
    const found = await loadContact(ports, settings, ref, standing.isNew(ref.id))
    if (!found) return []
    loaded.set(ref.id, found)
    const named = new Set(found.deals)
    const met = await Promise.all(
      found.nodes.map(async (node) => {
        const members = await meet(node, found)
        for (const deal of members.deals) named.add(deal)
        // Whoever calls by way of a switchboard is a stranger to the others, once they have been told apart.
        const isApart = isPhone(node) && members.settledAsSwitchboard && isSwitchboard(members.contacts)
        return isApart ? [] : members.contacts
      }),
    )
    // Visitors that are only likely: they do not say who it is, but their visits must find this contact. Those to whom it
    // led before must learn that it does no longer.
    const visitors = found.contact.evidence.map(({ visitorId }) => visitorId)
    for (const visitor of new Set([...visitors, ...standing.visitorsOf(ref.id)])) {
      if (visitor === undefined) continue
      for (const deal of (await meet(visitorNode(visitor), found)).deals) named.add(deal)
    }
    return [...met.flat(), ...(await deals.meet([...named]))]
  }

  const known = new Set<string>()
  // By kind, too: of what is only known by its id, the kind is a guess.
  const isUnknown = ({ kind, id }: ContactRef) => !known.has(`${kind} ${id}`) && known.add(`${kind} ${id}`)
  const unknown = (refs: readonly ContactRef[]) => refs.filter(isUnknown)
  for (let found = seeds; found.length > 0; ) {
    const stood = await standing.read(found.map(({ id }) => id))
    found = (await inParallel(unknown([...found, ...stood]), contactsAtOnce, visit)).flat()
  }

  const phones = [...nodes].filter(([node]) => isPhone(node))
  const switchboards = new Set(
    phones.filter(([, { contacts }]) => isSwitchboard(contacts)).map(([node]) => node),
  )
  const told = await deals.handOut([...loaded.values()])
  const persons = groupByIdentity(told.map((each) => withoutSwitchboards(each, switchboards))).map(
    withoutSelfReferrals,
  )
  // Visits of the person's other devices must find every contact to whose journey they may belong.
  for (const contacts of persons) {
    const evidenceOf = personEvidenceAmong(contacts.map(({ contact }) => contact))
    for (const found of contacts) {
      for (const { visitorId } of evidenceOf(found.contact)) {
        if (visitorId !== undefined) await meet(visitorNode(visitorId), found)
      }
    }
  }
  return {
    persons: await Promise.all(
      persons.map(async (contacts) => ({
        contacts,
        touches: await withoutOwnLinks(
          ports,
          account,
          contacts,
          await touchesOf(ports, account, contacts, nodes, lookbackDays),
        ),
        ...doneBy(contacts, nodes),
      })),
    ),
    turned: phones
      .filter(([node, { settledAsSwitchboard }]) => switchboards.has(node) !== settledAsSwitchboard)
      .map(([node]) => ({ node, isSwitchboard: switchboards.has(node) })),
    visitors: [...nodes].flatMap(([node, members]) =>
      node.startsWith('visitor:') ? [{ node, members }] : [],
    ),
  }
}

/** What the visitors did who made the contacts. */
function doneBy(
  contacts: readonly LoadedContact[],
  nodes: ReadonlyMap<string, Members>,
): Pick<FoundPerson, 'visits' | 'moves'> {
  const visitors = [...new Set(contacts.flatMap((each) => [...ownVisitors(each)]))].sort().map(visitorNode)
  const places = visitors.flatMap((node) => {
    const members = nodes.get(node)
    return members ? [{ node, members }] : []
  })
  return {
    visits: places.flatMap(({ node, members }) => visitsAt(node, members)),
    moves: places.flatMap(({ node, members }) => movesAt(node, members)),
  }
}

function withoutSwitchboards(found: LoadedContact, switchboards: ReadonlySet<string>): LoadedContact {
  const identity = found.contact.identity.filter((node) => !switchboards.has(node.replace(/@.*$/, '')))
  return { ...found, contact: { ...found.contact, identity } }
}

/** A link may be out of date; that two contacts belong together is decided by what both claim now. */
function groupByIdentity(contacts: readonly LoadedContact[]): LoadedContact[][] {
  const groups: { nodes: Set<string>; contacts: LoadedContact[] }[] = []
  for (const each of contacts) {
    const touching = groups.filter(({ nodes }) => each.contact.identity.some((node) => nodes.has(node)))
    const merged = {
      nodes: new Set([...each.contact.identity, ...touching.flatMap(({ nodes }) => [...nodes])]),
      contacts: [each, ...touching.flatMap((group) => group.contacts)],
    }
    for (const group of touching) groups.splice(groups.indexOf(group), 1)
    groups.push(merged)
  }
  return groups.map((group) => group.contacts)
}

/** The touches of every visitor that the evidence names, as far as any of the person's journeys can reach. */
async function touchesOf(
  { ledger }: AttributionPorts,
  account: AccountId,
  contacts: readonly LoadedContact[],
  nodes: ReadonlyMap<string, Members>,
  lookbackDays: number,
): Promise<Touch[]> {
  const instants = contacts.map(({ contact }) => contact.at).sort()
  const latest = instants.at(-1) as Instant
  const earliest = addDays(instants[0] as Instant, -lookbackDays)
  const sessions = new Set<SessionId>()
  // A session that began before the lookback may have a touch within it: a day is more than any session lasts.
  const isWithinReach = ({ startedAt }: SessionRef) =>
    startedAt <= latest && startedAt >= addDays(earliest, -1)
  for (const { contact } of contacts) {
    for (const { sessionId, visitorId } of contact.evidence) {
      if (sessionId !== undefined) sessions.add(sessionId)
      if (visitorId === undefined) continue
      for (const ref of nodes.get(visitorNode(visitorId))?.sessions ?? []) {
        if (isWithinReach(ref)) sessions.add(ref.session)
      }
    }
  }
  const folded = await inParallel([...sessions], contactsAtOnce, async (session) => {
    const facts = await ledger.sessions.factsOf(account, session)
    return facts.length > 0 ? foldSession(facts) : undefined
  })
  return folded.flatMap((session) =>
    session
      ? session.touches.map(({ at, source }) => ({
          at,
          source,
          sessionId: session.session,
          visitorId: session.visitor,
        }))
      : [],
  )
}
