import type { LeaseFact } from '../domain/fact.ts'
import type { AccountId, E164, PoolId, SessionId } from '../domain/ids.ts'
import { covers, type HeldLease, leaseReachBackDays } from '../domain/lease.ts'
import { addDays, type Instant } from '../domain/time.ts'
import { anyOf, attributeBelow, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

/** The lease that an item of a slot or of the history holds, if any. */
export function leaseOf(item: Item | undefined): LeaseFact | undefined {
  if (item?.fact !== 'lease') return undefined
  const { pk: _pk, sk: _sk, formerly: _formerly, restingUntil: _restingUntil, ...lease } = item
  return lease as unknown as LeaseFact
}

export const isLeaseOf = (item: Item | undefined, session: SessionId, from: Instant) =>
  item?.session === session && item.from === from

const historyItem = (lease: LeaseFact): Item => ({
  ...ledgerKeys.lease(lease.account, lease.number, lease.from, lease.session),
  ...lease,
})

/** The past leases of each number, and the readers who look at past and present: see `lease-store.ts`. */
export function createLeaseHistory(ledger: Table) {
  /** Each lease once that began up to `until` and may have lasted until `from`. */
  async function begunBy(account: AccountId, number: E164, from: Instant, until: Instant, pool?: PoolId) {
    // First the slot: a lease that leaves it meanwhile is in the history already when that is read.
    const present = pool && leaseOf(await ledger.get(ledgerKeys.slot(account, pool, number)))
    const past = await ledger.query({
      pk: ledgerPartitions.number(account, number),
      between: [`lease#${addDays(from, -leaseReachBackDays)}`, `lease#${until}#~`],
    })
    const latest = new Map<string, LeaseFact>()
    for (const lease of [...(present ? [present] : []), ...past.flatMap((item) => leaseOf(item) ?? [])]) {
      const name = `${lease.from} ${lease.session}`
      const other = latest.get(name)
      if (!other || other.until < lease.until) latest.set(name, lease)
    }
    return [...latest.values()]
  }

  return {
    add: (lease: LeaseFact): Promise<void> => ledger.put(historyItem(lease)),

    /** Never replaces a copy by an earlier one: who was delayed between reading the slot and writing does no harm. */
    async copy(slot: Item | undefined): Promise<void> {
      const lease = leaseOf(slot)
      if (lease)
        await ledger.putIf(historyItem(lease), anyOf(itemAbsent, attributeBelow('until', lease.until)))
    },

    async covering(account: AccountId, number: E164, at: Instant, pool?: PoolId): Promise<LeaseFact[]> {
      return (await begunBy(account, number, at, at, pool)).filter((lease) => covers(lease, at))
    },

    async between(account: AccountId, number: E164, from: Instant, until: Instant, pool?: PoolId) {
      const begun = await begunBy(account, number, from, until, pool)
      return begun.filter((lease) => lease.freeAt > from && lease.from < until)
    },

    async ofSession(account: AccountId, session: SessionId): Promise<LeaseFact[]> {
      const facts = await ledger.query({ pk: ledgerPartitions.session(account, session) })
      const held = new Map<string, HeldLease>()
      for (const { leases } of facts) {
        for (const lease of (leases ?? []) as HeldLease[]) {
          held.set(`${lease.from} ${lease.number} ${lease.until ?? ''}`, lease)
        }
      }
      const sorted = [...held.keys()].sort().flatMap((key) => held.get(key) ?? [])
      const slots = await ledger.getAll(
        sorted.map(({ poolId, number }) => ledgerKeys.slot(account, poolId ?? '', number)),
      )
      const past = await ledger.getAll(
        sorted.map(({ number, from, until }) => ledgerKeys.lease(account, number, from, session, until)),
      )
      return sorted.flatMap(({ from }, index) => {
        const slot = slots[index]
        return leaseOf(isLeaseOf(slot, session, from) ? slot : past[index]) ?? []
      })
    },
  }
}
