import type { PageFact, SeenFact } from '../domain/fact.ts'
import type { AccountId, E164, SessionId, VisitorId } from '../domain/ids.ts'
import type { HeldLease } from '../domain/lease.ts'
import type { SessionFact } from '../domain/session.ts'
import type { Visit } from '../domain/source.ts'
import type { Instant } from '../domain/time.ts'
import { anyOf, attributeBelow, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

/** The end of a session: all that the next beacon needs to know of it, whatever its length. */
export interface SessionTail {
  readonly visitor: VisitorId
  /** The last sign of life on record. */
  readonly lastSign: Instant
  /** The key of the last page, as `recordPage` was given it. */
  readonly lastPage: string | undefined
  /** Leases the session got otherwise than by a page view. */
  readonly seenLeases: readonly HeldLease[]
  /** The numbers that stand on its pages, one a pool. */
  readonly held: readonly HeldLease[]
  /** The page with which the present touch began: the last page itself, where it does not name another. */
  readonly arrival: Visit | undefined
  /** Numbers that the last page or the time since then showed without a lease. */
  readonly shown: readonly E164[]
}

export interface SessionStore {
  tail(account: AccountId, session: SessionId): Promise<SessionTail | undefined>
  /**
   * Writes the fact, once: what stands under the key already stays. `leases` are what the page showed; `arrival` is the
   * page with which its touch began, if that is another.
   */
  recordPage(key: string, fact: PageFact, leases: readonly HeldLease[], arrival?: Visit): Promise<void>
  record(key: string, fact: Exclude<SessionFact, PageFact | SeenFact>): Promise<void>
  /** Moves the session's last sign of life forward, never back. */
  recordSeen(fact: SeenFact, leases: readonly HeldLease[]): Promise<void>
  /** Everything that happened in the session; empty if there is none. */
  factsOf(account: AccountId, session: SessionId): Promise<SessionFact[]>
}

const factKinds: Record<SessionFact['fact'], true> = {
  page: true,
  seen: true,
  'phone-click': true,
  form: true,
  event: true,
}

const shownOn = (item: Item | undefined) => (item?.shown ?? []) as E164[]
const visitOf = ({ url, referrer }: Item) =>
  ({ url, ...(referrer !== undefined && { referrer }) }) as unknown as Visit
const leasesOf = (item: Item | undefined) => (item?.leases ?? []) as HeldLease[]

export function createSessionStore(ledger: Table): SessionStore {
  const put = async (
    key: string,
    { account, session, ...fact }: SessionFact,
    more: Record<string, unknown> = {},
  ) => {
    const item = { ...ledgerKeys.sessionFact(account, session, key), account, session, ...fact, ...more }
    await ledger.putIf(item, itemAbsent)
  }

  return {
    async tail(account, session) {
      // Pages are sorted by their instant, and `seen` comes behind them: two items tell it all.
      const items = await ledger.query({
        pk: ledgerPartitions.session(account, session),
        between: ['page#', 'seen'],
        descending: true,
        limit: 2,
      })
      const seen = items.find((item) => item.fact === 'seen')
      const page = items.find((item) => item.fact === 'page')
      const [last] = items
      if (!last) return undefined
      const seenLeases = leasesOf(seen)
      const held = new Map<string, HeldLease>()
      for (const lease of [...leasesOf(page), ...seenLeases]) {
        if (lease.poolId === undefined) continue
        const other = held.get(lease.poolId)
        if (!other || other.from < lease.from) held.set(lease.poolId, lease)
      }
      return {
        visitor: last.visitor as VisitorId,
        lastSign: items
          .map((item) => item.at as Instant)
          .sort()
          .at(-1) as Instant,
        lastPage: page?.sk,
        seenLeases,
        held: [...held.values()],
        arrival: page && ((page.arrival as Visit | undefined) ?? visitOf(page)),
        shown: [...new Set([...shownOn(page), ...shownOn(seen)])],
      }
    },

    recordPage: (key, fact, leases, arrival) =>
      put(key, fact, { ...(leases.length > 0 && { leases }), ...(arrival && { arrival }) }),
    record: (key, fact) => put(key, fact),

    async recordSeen({ account, session, ...fact }, leases) {
      await ledger.update(
        ledgerKeys.sessionFact(account, session, 'seen'),
        { set: { account, session, ...fact, ...(leases.length > 0 && { leases }) } },
        anyOf(itemAbsent, attributeBelow('at', fact.at)),
      )
    },

    async factsOf(account, session) {
      const items = await ledger.query({ pk: ledgerPartitions.session(account, session) })
      const facts = items
        .filter((item) => Object.hasOwn(factKinds, String(item.fact)))
        .map(({ pk: _pk, sk: _sk, leases: _leases, arrival: _arrival, importedAs: _print, ...fact }) => fact)
      // An imported form names its session alone: whose it is stands in the others.
      const visitor = facts.find((fact) => fact.visitor !== undefined)?.visitor
      return facts.map((fact) => ({ ...(visitor !== undefined && { visitor }), ...fact }) as SessionFact)
    },
  }
}
