import type { LeaseFact } from '../domain/fact.ts'
import type { AccountId, E164, PoolId, SessionId, VisitorId } from '../domain/ids.ts'
import { type HeldLease, isOutlived, type LeaseTerms, leaseEnd } from '../domain/lease.ts'
import { claimOrder, formerlyOf, type Slot, slotToShare, windowOf, windowStarts } from '../domain/slot.ts'
import type { Instant } from '../domain/time.ts'
import {
  allOf,
  anyOf,
  attributeAbsent,
  attributeAtMost,
  attributeBelow,
  attributeEquals,
  type Condition,
  itemPresent,
} from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import { createLeaseHistory, isLeaseOf, leaseOf } from './lease-history.ts'
import type { Item, Table } from './table.ts'

/**
 * The leases of pool numbers. A slot of the pool holds the number's present lease; before another session claims the
 * slot, the lease is copied to the number's history. Only when no slot is free a lease stands in the history alone, as
 * `shared`. Where the two hold the same lease (`session`, `from`), the slot's is the newer.
 */
export interface LeaseStore {
  /**
   * The session's number of the pool: the one it holds, its end moved forward, otherwise one that is free, otherwise
   * one to share. `undefined` if the pool has no number at all, or none that does not rest.
   */
  acquire(request: LeaseRequest): Promise<HeldLease | undefined>
  /**
   * The leases that cover the instant, in no order; those in their cooldown are among them.
   * @param pool the number's pool: without it the lease that the number is under at present is not found
   */
  leasesCovering(account: AccountId, number: E164, at: Instant, pool?: PoolId): Promise<LeaseFact[]>
  /**
   * The leases that cover any instant from `from` to `until` (exclusive), in no order, each once.
   * @param pool as above
   */
  leasesBetween(
    account: AccountId,
    number: E164,
    from: Instant,
    until: Instant,
    pool?: PoolId,
  ): Promise<LeaseFact[]>
  /** All leases the session ever had, the earliest first. */
  leasesOfSession(account: AccountId, session: SessionId): Promise<LeaseFact[]>
  /** Copies the present lease to the history: to be called before a slot is taken out of its pool. */
  archive(account: AccountId, pool: PoolId, number: E164): Promise<void>
}

export interface LeaseRequest {
  readonly account: AccountId
  readonly pool: LeaseTerms & { readonly id: PoolId }
  readonly session: SessionId
  readonly visitor: VisitorId
  readonly now: Instant
  /** What the session remembers to hold of this pool: spares the look at the whole pool. */
  readonly held?: HeldLease | undefined
}

type SlotItem = Slot & Item

const neverLeased: Condition = attributeAbsent('freeAt')
const cooledDown = (now: Instant) => attributeAtMost('freeAt', now)
const isAwake = (now: Instant) => anyOf(attributeAbsent('restingUntil'), attributeAtMost('restingUntil', now))
const slotIsFree = (now: Instant) => allOf(itemPresent, anyOf(neverLeased, cooledDown(now)), isAwake(now))
const leaseIs = (session: SessionId, from: Instant) =>
  allOf(attributeEquals('session', session), attributeEquals('from', from))
const endsBefore = (until: Instant) => attributeBelow('until', until)

const heldOf = ({ number, from, shared }: LeaseFact, poolId: PoolId): HeldLease => ({
  poolId,
  number,
  from,
  shared,
})

/** Read within a few milliseconds, and in a pool that is nine tenths full at least one of them mostly free. */
const usualSlotsAtATime = 24
const mostPoolsRemembered = 1000

/** @param slotsAtATime a pool of several times as many is not read as a whole while some of so many are free */
export function createLeaseStore(ledger: Table, slotsAtATime = usualSlotsAtATime): LeaseStore {
  const history = createLeaseHistory(ledger)
  /** Where the windows of each pool begin, as it was when it was last read as a whole: all of them together are the pool. */
  const windows = new Map<string, readonly E164[]>()

  async function slotsOf(account: AccountId, pool: PoolId): Promise<SlotItem[]> {
    const pk = ledgerPartitions.pool(account, pool)
    const slots = (await ledger.query({ pk, prefix: 'slot#' })) as SlotItem[]
    if (windows.size >= mostPoolsRemembered) windows.clear()
    const numbers = slots.map(({ number }) => number)
    windows.set(pk, windowStarts(numbers, slotsAtATime))
    return slots
  }

  /** Those among which the visitor looks first. @returns undefined where that is the whole pool, or not known */
  async function slotsInSight({ account, pool, visitor }: LeaseRequest): Promise<SlotItem[] | undefined> {
    const pk = ledgerPartitions.pool(account, pool.id)
    const starts = windows.get(pk) ?? []
    if (starts.length < 2) return undefined
    const { from = '', until = '~' } = windowOf(visitor, starts)
    return (await ledger.query({ pk, between: [`slot#${from}`, `slot#${until}`] })) as SlotItem[]
  }

  const newLease = ({ account, pool, session, visitor, now }: LeaseRequest, number: E164, shared: boolean) =>
    ({
      fact: 'lease',
      account,
      number,
      poolId: pool.id,
      session,
      visitor,
      from: now,
      ...leaseEnd(pool, now),
      shared,
    }) satisfies LeaseFact

  /** Puts a new lease into the slot; if the very session won it in another request, that lease stands. */
  async function take(request: LeaseRequest, slot: SlotItem, condition: Condition) {
    await history.copy(slot)
    const lease = newLease(request, slot.number, false)
    const formerly = formerlyOf(slot, request.visitor)
    const set = { ...lease, ...(formerly.length > 0 && { formerly }) }
    const outcome = await ledger.update({ pk: slot.pk, sk: slot.sk }, { set }, condition)
    if (outcome.won) return heldOf(lease, request.pool.id)
    const current = leaseOf(outcome.current)
    return current?.session === request.session ? heldOf(current, request.pool.id) : undefined
  }

  async function extend(request: LeaseRequest, held: HeldLease): Promise<HeldLease | undefined> {
    const { account, pool, session, now } = request
    const slotKey = ledgerKeys.slot(account, pool.id, held.number)
    const end = leaseEnd(pool, now)
    const isProlonged = async (key: typeof slotKey) => {
      const outcome = await ledger.update(
        key,
        { set: end },
        allOf(leaseIs(session, held.from), endsBefore(end.until)),
      )
      // A lease that ends later already is as good.
      return outcome.won || isLeaseOf(outcome.current, session, held.from)
    }

    if (held.shared) {
      // The number may have left the pool meanwhile; a lease of one's own notices by its slot, a shared one does not.
      if (!(await ledger.get(slotKey))) return undefined
      if (isOutlived(held.from, now)) {
        const lease = newLease(request, held.number, true)
        await history.add(lease)
        return heldOf(lease, pool.id)
      }
      const isKept = await isProlonged(ledgerKeys.lease(account, held.number, held.from, session))
      return isKept ? held : undefined
    }
    if (isOutlived(held.from, now)) {
      const slot = (await ledger.get(slotKey)) as SlotItem | undefined
      return slot && isLeaseOf(slot, session, held.from)
        ? take(request, slot, leaseIs(session, held.from))
        : undefined
    }
    return (await isProlonged(slotKey)) ? held : undefined
  }

  async function share(request: LeaseRequest, slots: readonly SlotItem[]) {
    const slot = slotToShare(slots, request.session, request.now)
    if (!slot) return undefined
    const lease = newLease(request, slot.number, true)
    await history.add(lease)
    return heldOf(lease, request.pool.id)
  }

  return {
    async acquire(request) {
      const { account, pool, session, visitor, now } = request
      const kept = request.held && (await extend(request, request.held))
      if (kept) return kept

      const inSight = await slotsInSight(request)
      let isWhole = inSight === undefined
      let slots = inSight ?? (await slotsOf(account, pool.id))
      // Each round in which all is lost is a round in which others won: there are no more rounds than slots.
      for (let round = 0; round <= slots.length; round++) {
        const own = slots.find((slot) => slot.session === session)
        const ownLease = leaseOf(own)
        const extended = ownLease && (await extend(request, heldOf(ownLease, pool.id)))
        if (extended) return extended

        const free = claimOrder(slots, session, visitor, now)
        if (free.length === 0 && isWhole) return share(request, slots)
        // A few attempts, then a fresh look: under contention a read is cheaper than further lost writes.
        for (const slot of free.slice(0, 3)) {
          const won = await take(request, slot, slotIsFree(now))
          if (won) return won
        }
        slots = await slotsOf(account, pool.id)
        isWhole = true
      }
      return share(request, slots)
    },

    leasesCovering: history.covering,
    leasesBetween: history.between,
    leasesOfSession: history.ofSession,

    async archive(account, pool, number) {
      await history.copy(await ledger.get(ledgerKeys.slot(account, pool, number)))
    },
  }
}
