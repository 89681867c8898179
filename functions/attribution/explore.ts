import type { Touch } from '../../shared/domain/enquiry.ts'
import type { AccountId, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import type { ContactRef, SessionRef } from '../../shared/domain/link.ts'
import { foldSession } from '../../shared/domain/session.ts'
import { addDays, type Instant } from '../../shared/domain/time.ts'
import type { AttributionPorts } from './deps.ts'
import { type LoadedContact, loadContact } from './load.ts'

type Members = Awaited<ReturnType<AttributionPorts['views']['links']['membersOf']>>

/** Somebody: contacts that share a phone, an e-mail or a visitor, directly or by way of each other. */
export interface FoundPerson {
  readonly contacts: readonly LoadedContact[]
  readonly touches: readonly Touch[]
}

const visitorNode = (visitor: VisitorId) => `visitor:${visitor}`

/**
 * Finds the persons to whom some contacts belong, with all their other contacts and the visits that the evidence leads
 * to. At each place where facts meet it writes the contact's link first and then reads, so that of two facts that
 * arrive together the later one finds the earlier.
 */
export async function explore(
  ports: AttributionPorts,
  account: AccountId,
  seeds: readonly ContactRef[],
  lookbackDays: number,
): Promise<FoundPerson[]> {
  const { links } = ports.views
  const loaded = new Map<string, LoadedContact>()
  const gone = new Set<string>()
  const nodes = new Map<string, Members>()

  async function meet(node: string, ref: ContactRef): Promise<Members> {
    let members = nodes.get(node) ?? (await links.membersOf(account, node))
    if (!members.contacts.some(({ id }) => id === ref.id)) {
      await links.linkContact(account, node, ref)
      members = await links.membersOf(account, node)
    }
    nodes.set(node, members)
    return members
  }

  const queue = [...seeds]
  for (let ref = queue.pop(); ref; ref = queue.pop()) {
    if (loaded.has(ref.id) || gone.has(ref.id)) continue
    const found = await loadContact(ports, account, ref)
    if (!found) {
      gone.add(ref.id)
      continue
    }
    loaded.set(ref.id, found)
    const { identity, evidence } = found.contact
    for (const node of identity) queue.push(...(await meet(node, found.ref)).contacts)
    // Visitors that are only likely: they do not say who it is, but their visits must find this contact.
    for (const { visitorId } of evidence) {
      if (visitorId !== undefined) await meet(visitorNode(visitorId), found.ref)
    }
  }

  const persons = groupByIdentity([...loaded.values()])
  return Promise.all(
    persons.map(async (contacts) => ({
      contacts,
      touches: await touchesOf(ports, account, contacts, nodes, lookbackDays),
    })),
  )
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
  const folded = await Promise.all(
    [...sessions].map(async (session) => {
      const facts = await ledger.sessions.factsOf(account, session)
      return facts.length > 0 ? foldSession(facts) : undefined
    }),
  )
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
