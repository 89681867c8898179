import type { AccountId, NumberId, PoolId } from '../domain/ids.ts'
import type { Pool, TrackingNumber } from '../domain/tracking-number.ts'
import { attributeEquals, type Condition, itemAbsent, itemPresent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import { createLeaseStore } from './lease-store.ts'
import {
  numberItem,
  numberOf,
  poolOf,
  revisionIs,
  routeWrite,
  staticSwapWrites,
  type Versioned,
} from './number-item.ts'
import type { Table, TransactOutcome, Write } from './table.ts'

export type NumberSaved =
  | { readonly saved: true; readonly number: TrackingNumber }
  | { readonly saved: false; readonly because: 'pool-unknown' | 'absent' | 'refused' }
  /** `id` is told if it is the account's own number. */
  | { readonly saved: false; readonly because: 'taken'; readonly id?: NumberId | undefined }

export interface NumberStore {
  create(account: AccountId, number: TrackingNumber): Promise<NumberSaved>
  get(account: AccountId, id: NumberId): Promise<TrackingNumber | undefined>
  /** In the order of the ids, which is that of creation: at most `limit` after the id `after`. */
  list(account: AccountId, limit: number, after?: string): Promise<TrackingNumber[]>
  /**
   * @param change gives the number as it shall be, or `undefined` to refuse; may be called several times: once for each
   * state that a racing change leaves
   */
  update(
    account: AccountId,
    id: NumberId,
    change: (current: TrackingNumber) => TrackingNumber | undefined,
  ): Promise<NumberSaved>
  /** The number may be registered anew by anybody; what happened on it stays. */
  delete(account: AccountId, id: NumberId): Promise<'deleted' | 'absent'>
}

const leaseIsAsRead = (until: unknown): Condition =>
  until === undefined
    ? { expression: 'attribute_not_exists(#until)', names: { '#until': 'until' }, values: {} }
    : attributeEquals('until', until)

export function createNumberStore(ledger: Table): NumberStore {
  const leases = createLeaseStore(ledger)

  async function load(account: AccountId, id: NumberId): Promise<Versioned<TrackingNumber> | undefined> {
    const item = await ledger.get(ledgerKeys.number(account, id))
    return item && numberOf(item)
  }

  const joinSlot = (account: AccountId, poolId: PoolId, { number, rest }: TrackingNumber): Write => ({
    update: ledgerKeys.slot(account, poolId, number),
    change: { set: { account, poolId, number, restingUntil: rest?.until } },
  })
  const restSlot = (account: AccountId, poolId: PoolId, { number, rest }: TrackingNumber): Write => ({
    update: ledgerKeys.slot(account, poolId, number),
    change: { set: { restingUntil: rest?.until } },
    condition: itemPresent,
  })

  /** The present lease goes to the history first; one that begins or is extended meanwhile makes the write lose. */
  async function leaveSlot(account: AccountId, poolId: PoolId, { number }: TrackingNumber): Promise<Write> {
    const key = ledgerKeys.slot(account, poolId, number)
    const slot = await ledger.get(key)
    if (slot) await leases.archive(account, poolId, number)
    return { delete: key, condition: leaseIsAsRead(slot?.until) }
  }

  const countIn = (account: AccountId, poolId: PoolId, condition: Condition): Write => ({
    update: ledgerKeys.pool(account, poolId),
    change: { add: { memberships: 1 } },
    condition,
  })

  type Attempt = { pool: 'unknown' } | { pool: 'known'; outcome: TransactOutcome }

  /** One transaction: the number, its route, its slots, and its pools' counts. Its first two are number and route. */
  async function attempt(
    account: AccountId,
    before: Versioned<TrackingNumber> | undefined,
    after: TrackingNumber,
  ): Promise<Attempt> {
    const left = before?.entity.poolId
    const joined = after.poolId
    let pool: Pool | undefined
    const writes: Write[] = []
    if (joined !== undefined) {
      const item = await ledger.get(ledgerKeys.pool(account, joined))
      if (!item) return { pool: 'unknown' }
      const versioned = poolOf(item)
      pool = versioned.entity
      writes.push(countIn(account, joined, revisionIs(versioned.revision)))
      if (joined !== left) writes.push(joinSlot(account, joined, after))
      else if (before?.entity.rest?.until !== after.rest?.until) writes.push(restSlot(account, joined, after))
    }
    if (left !== undefined && left !== joined) {
      writes.push(countIn(account, left, itemPresent), await leaveSlot(account, left, after))
    }
    writes.push(...staticSwapWrites(account, before?.entity, after))
    const own: Write = {
      put: numberItem(account, after, (before?.revision ?? 0) + 1),
      condition: before ? revisionIs(before.revision) : itemAbsent,
    }
    const outcome = await ledger.transact([own, routeWrite(account, after, pool), ...writes])
    return { pool: 'known', outcome }
  }

  return {
    async create(account, number) {
      for (;;) {
        const tried = await attempt(account, undefined, number)
        if (tried.pool === 'unknown') return { saved: false, because: 'pool-unknown' }
        if (tried.outcome.won) return { saved: true, number }
        const [ownLost, routeLost] = tried.outcome.lost
        if (ownLost) throw new Error(`the number id ${number.id} exists`)
        if (routeLost) {
          const { current } = routeLost
          const id = current?.account === account ? (current.numberId as NumberId) : undefined
          return { saved: false, because: 'taken', id }
        }
      }
    },

    get: async (account, id) => (await load(account, id))?.entity,

    async list(account, limit, after) {
      const items = await ledger.query({
        pk: ledgerPartitions.account(account),
        prefix: 'number#',
        limit,
        ...(after !== undefined && { after: `number#${after}` }),
      })
      return items.map((item) => numberOf(item).entity)
    },

    async update(account, id, change) {
      for (;;) {
        const before = await load(account, id)
        if (!before) return { saved: false, because: 'absent' }
        const number = change(before.entity)
        if (!number) return { saved: false, because: 'refused' }
        const tried = await attempt(account, before, number)
        if (tried.pool === 'unknown') return { saved: false, because: 'pool-unknown' }
        if (tried.outcome.won) return { saved: true, number }
        if (tried.outcome.lost[1]) throw new Error(`the route of ${id} leads elsewhere`)
      }
    },

    async delete(account, id) {
      for (;;) {
        const before = await load(account, id)
        if (!before) return 'absent'
        const { entity, revision } = before
        const writes: Write[] = [
          { delete: ledgerKeys.number(account, id), condition: revisionIs(revision) },
          { delete: ledgerKeys.route(entity.number), condition: attributeEquals('numberId', id) },
          { delete: ledgerKeys.staticSwap(account, id) },
        ]
        if (entity.poolId !== undefined) {
          writes.push(
            countIn(account, entity.poolId, itemPresent),
            await leaveSlot(account, entity.poolId, entity),
          )
        }
        const { won } = await ledger.transact(writes)
        if (won) return 'deleted'
      }
    },
  }
}
