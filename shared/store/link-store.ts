import type { PhoneClickFact } from '../domain/fact.ts'
import type { AccountId, E164, SessionId, VisitorId } from '../domain/ids.ts'
import type { ContactLink, ContactRef, SessionRef } from '../domain/link.ts'
import type { GivenCode } from '../domain/signal.ts'
import type { Instant } from '../domain/time.ts'
import type { Move, VisitTrace } from '../domain/trace.ts'
import type { VisitorHead } from '../domain/view.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { pack, unpack } from './packed.ts'
import type { Item, Key, Table } from './table.ts'
import { viewKeys, viewPartitions } from './view-keys.ts'

export type LinkStore = ReturnType<typeof createLinkStore>

/** Where a visitor's own progress stands: see `progress-store.ts`. */
export const visitorHeadMember = 'progress'

const contactMember = (id: string) => `contact#${id}`
const sessionMember = (session: SessionId) => `session#${session}`
const callMember = (at: Instant, id: string) => `call#${at}#${id}`
const dealMember = (deal: string) => `deal#${deal}`
const visitMember = (session: SessionId) => `visit#${session}`
/** The ends of the names of those members that begin so. */
const named = (items: readonly Item[], prefix: string) =>
  items.flatMap(({ sk }) => (sk.startsWith(prefix) ? [sk.slice(prefix.length)] : []))

const clickMember = ({ at, session }: PhoneClickFact) => `click#${at}#${session}`

const contactOf = (item: Item): ContactLink => ({
  id: item.id as string,
  kind: item.kind as ContactRef['kind'],
  at: item.at as Instant,
  ...(item.session !== undefined && { session: item.session as SessionId }),
  ...(item.code !== undefined && { code: item.code as string }),
  ...(item.seenWith !== undefined && { seenWith: item.seenWith as string[] }),
  ...(item.converts !== undefined && { converts: item.converts as boolean }),
  ...(item.owns !== undefined && { owns: item.owns as boolean }),
})
const sessionOf = (item: Item): SessionRef => ({
  session: item.session as SessionId,
  startedAt: item.startedAt as Instant,
  ...(item.shard !== undefined && { shard: item.shard as number }),
  ...(item.trace !== undefined && { trace: unpack<VisitTrace>(item.trace) }),
  stamp: item.stamp as string,
})
const moveOf = ({ at, step, isReached, by }: Item): Move => ({ at, step, isReached, by }) as unknown as Move
const headOf = ({ at, shard, stamp }: Item): VisitorHead => ({
  ...(at !== undefined && { at: at as Instant }),
  ...(shard !== undefined && { shard: shard as number }),
  stamp: stamp as string,
})

/**
 * The rendezvous: partitions in which facts that belong together meet (this phone, this visitor, this number).
 * Who comes to one first writes its own link and then reads the partition, consistently: of two that come at the same
 * time at least one sees the other. Links only ever say "look here": whoever follows one checks that it still holds.
 */
export function createLinkStore(views: Table) {
  /** Every fact of a contact comes by here, only the first has to write: a read is cheaper, except where none is there. */
  async function putOnce(key: Key, isNew: boolean, item: Record<string, unknown>): Promise<void> {
    if (!isNew && (await views.get(key))) return
    await views.put({ ...key, ...item })
  }

  return {
    async membersOf(account: AccountId, node: string) {
      const items = await views.query({ pk: viewPartitions.node(account, node) })
      return {
        contacts: items.filter(({ sk }) => sk.startsWith('contact#')).map(contactOf),
        sessions: items.filter(({ sk }) => sk.startsWith('session#')).map(sessionOf),
        settledAsSwitchboard: items.some(({ sk }) => sk === 'switchboard'),
        moves: items.filter(({ sk }) => sk.startsWith('moved#')).map(moveOf),
        shown: items
          .filter(({ sk }) => sk.startsWith('shown#'))
          .map(({ at, campaign }): GivenCode => ({ at: at as Instant, campaign: campaign as string })),
        told: items.find(({ sk }) => sk === 'told')?.print as string | undefined,
        progress: items.filter(({ sk }) => sk === visitorHeadMember).map(headOf)[0],
        deals: named(items, 'deal#'),
      }
    },

    /** A deal that another system told of is to be looked for here. */
    async linkDeal(account: AccountId, node: string, deal: string): Promise<void> {
      await putOnce(viewKeys.link(account, node, dealMember(deal)), false, { account })
    },

    /** A click is met where the visitor is who made it. */
    async linkVisit(account: AccountId, node: string, session: SessionId, visitor: VisitorId): Promise<void> {
      await views.put({ ...viewKeys.link(account, node, visitMember(session)), account, visitor })
    },
    async visitorsAt(
      account: AccountId,
      node: string,
    ): Promise<{
      readonly visitors: readonly VisitorId[]
      readonly sessions: readonly SessionId[]
      readonly deals: readonly string[]
    }> {
      const items = await views.query({ pk: viewPartitions.node(account, node) })
      const visits = items.filter(({ sk }) => sk.startsWith('visit#'))
      return {
        visitors: [...new Set(visits.map(({ visitor }) => visitor as VisitorId))],
        sessions: named(items, 'visit#'),
        deals: named(items, 'deal#'),
      }
    },

    /** Some of the contacts that meet there, forms first: of a switchboard there may be thousands. */
    async someContactsAt(account: AccountId, node: string, limit: number): Promise<ContactLink[]> {
      const pk = viewPartitions.node(account, node)
      const items = await views.query({ pk, prefix: 'contact#', descending: true, limit })
      return items.map(contactOf)
    },

    /** A code that was shown in a session stands beside those who wait for the session. */
    async linkShown(account: AccountId, session: SessionId, code: string, given: GivenCode): Promise<void> {
      await views.put({
        ...viewKeys.link(account, `session:${session}`, `shown#${code}`),
        account,
        at: given.at,
        campaign: given.campaign,
      })
    },

    /** A visitor who was moved to a step by hand. */
    async linkMove(account: AccountId, visitor: VisitorId, move: Move): Promise<void> {
      const { at, step, isReached, by } = move
      const member = `moved#${at}#${step}#${isReached ? 'reached' : 'taken-back'}#${by}`
      await views.put({
        ...viewKeys.link(account, `visitor:${visitor}`, member),
        account,
        at,
        step,
        isReached,
        by,
      })
    },

    /** Which of the visitor's visits the rows of the persons who made them hold already. */
    async noteTold(account: AccountId, node: string, print: string): Promise<void> {
      await views.put({ ...viewKeys.link(account, node, 'told'), account, print })
    },

    async linkContact(account: AccountId, node: string, contact: ContactLink): Promise<void> {
      await views.put({ ...viewKeys.link(account, node, contactMember(contact.id)), account, ...contact })
    },

    /** What leads to the facts of a contact that is known by its id alone. */
    async linkSelf(account: AccountId, contact: ContactRef, isNew: boolean): Promise<void> {
      await putOnce(viewKeys.link(account, `contact:${contact.id}`, contactMember(contact.id)), isNew, {
        account,
        ...contact,
      })
    },
    async refOf(account: AccountId, id: string): Promise<ContactRef | undefined> {
      const item = await views.get(viewKeys.link(account, `contact:${id}`, contactMember(id)))
      return item && contactOf(item)
    },

    /** Remembers as what a phone's contacts were last settled. */
    async noteSwitchboard(account: AccountId, node: string, isOne: boolean): Promise<void> {
      const key = viewKeys.link(account, node, 'switchboard')
      if (isOne) await views.put({ ...key, account })
      else await views.delete(key)
    },

    /** Taps on a number stand beside the calls to it. */
    async linkClick(click: PhoneClickFact): Promise<void> {
      const { account, number, session, visitor, at } = click
      await views.put({
        ...viewKeys.link(account, `number:${number}`, clickMember(click)),
        account,
        number,
        session,
        visitor,
        at,
      })
    },
    async clicksOn(
      account: AccountId,
      number: E164,
      from: Instant,
      until: Instant,
    ): Promise<PhoneClickFact[]> {
      const pk = viewPartitions.node(account, `number:${number}`)
      const items = await views.query({ pk, between: [`click#${from}`, `click#${until}~`] })
      return items.map(({ session, visitor, at }) => ({
        fact: 'phone-click',
        account,
        number,
        session: session as SessionId,
        visitor: visitor as string,
        at: at as Instant,
      }))
    },

    /** Calls to a number stand in time order, so that a lease finds those of its own time. */
    async linkCall(account: AccountId, number: E164, call: ContactRef, isNew: boolean): Promise<void> {
      await putOnce(viewKeys.link(account, `number:${number}`, callMember(call.at, call.id)), isNew, {
        account,
        ...call,
      })
    },
    async callsTo(account: AccountId, number: E164, from: Instant, until: Instant): Promise<ContactRef[]> {
      const pk = viewPartitions.node(account, `number:${number}`)
      const items = await views.query({ pk, between: [`call#${from}`, `call#${until}~`] })
      return items.map(contactOf)
    },

    /** Which codes were given to this contact, or used in it? */
    async linkCode(account: AccountId, contact: string, code: string): Promise<void> {
      const key = viewKeys.link(account, `contact:${contact}`, `code#${code}`)
      if (await views.get(key)) return
      await views.put({ ...key, account })
    },
    async codesOf(account: AccountId, contact: string): Promise<string[]> {
      const items = await views.query({
        pk: viewPartitions.node(account, `contact:${contact}`),
        prefix: 'code#',
      })
      return named(items, 'code#')
    },
    /** Likewise, and which deals name it. */
    async leadingFrom(
      account: AccountId,
      contact: string,
    ): Promise<{ readonly codes: readonly string[]; readonly deals: readonly string[] }> {
      const pk = viewPartitions.node(account, `contact:${contact}`)
      const items = await views.query({ pk })
      return { codes: named(items, 'code#'), deals: named(items, 'deal#') }
    },

    /** @returns whether it was still the one with the stamp `before` (none: absent) that was replaced */
    async linkSession(
      account: AccountId,
      node: string,
      { trace, ...link }: SessionRef,
      before: string | undefined,
    ): Promise<boolean> {
      const outcome = await views.putIf(
        {
          ...viewKeys.link(account, node, sessionMember(link.session)),
          account,
          ...link,
          ...(trace && { trace: pack(trace) }),
        },
        before === undefined ? itemAbsent : attributeEquals('stamp', before),
      )
      return outcome.won
    },
    async sessionLink(account: AccountId, node: string, session: SessionId): Promise<SessionRef | undefined> {
      const item = await views.get(viewKeys.link(account, node, sessionMember(session)))
      return item && sessionOf(item)
    },
  }
}
