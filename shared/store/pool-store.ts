import type { AccountId, PoolId } from '../domain/ids.ts'
import type { Pool, TrackingNumber } from '../domain/tracking-number.ts'
import { allOf, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import {
  membershipsAre,
  numberOf,
  poolItem,
  poolOf,
  revisionIs,
  routeWrite,
  type VersionedPool,
} from './number-item.ts'
import type { Table, Write } from './table.ts'

export interface PoolStore {
  create(account: AccountId, pool: Pool): Promise<void>
  get(account: AccountId, id: PoolId): Promise<Pool | undefined>
  /** In the order of the ids, which is that of creation: at most `limit` after the id `after`. */
  list(account: AccountId, limit: number, after?: string): Promise<Pool[]>
  /**
   * Changes the pool and the routes of its numbers with it.
   * @param change may be called several times: once for each state that a racing change leaves
   */
  update(account: AccountId, id: PoolId, change: (current: Pool) => Pool): Promise<Pool | undefined>
}

/** A transaction takes 100 writes, one of which is the pool's own. */
const routesPerTransaction = 99

export function createPoolStore(ledger: Table): PoolStore {
  async function load(account: AccountId, id: PoolId): Promise<VersionedPool | undefined> {
    const item = await ledger.get(ledgerKeys.pool(account, id))
    return item && poolOf(item)
  }

  async function routeWrites(account: AccountId, pool: Pool): Promise<Write[]> {
    const items = await ledger.query({ pk: ledgerPartitions.account(account), prefix: 'number#' })
    const numbers: TrackingNumber[] = items.map((item) => numberOf(item).entity)
    return numbers
      .filter((number) => number.poolId === pool.id)
      .map((number) => routeWrite(account, number, pool))
  }

  /** Writes all routes of the pool as it stands; what changes it meanwhile makes this begin anew. */
  async function spread(account: AccountId, id: PoolId): Promise<void> {
    for (;;) {
      const pool = await load(account, id)
      if (!pool) return
      const unchanged: Write = {
        check: ledgerKeys.pool(account, id),
        condition: allOf(revisionIs(pool.revision), membershipsAre(pool.memberships)),
      }
      const routes = await routeWrites(account, pool.entity)
      let isCurrent = true
      for (let start = 0; isCurrent && start < routes.length; start += routesPerTransaction) {
        const some = routes.slice(start, start + routesPerTransaction)
        isCurrent = (await ledger.transact([unchanged, ...some])).won
      }
      if (isCurrent) return
    }
  }

  return {
    async create(account, pool) {
      const item = poolItem(account, { entity: pool, revision: 1, memberships: 0 })
      const { won } = await ledger.putIf(item, itemAbsent)
      if (!won) throw new Error(`the pool ${pool.id} exists`)
    },

    get: async (account, id) => (await load(account, id))?.entity,

    async list(account, limit, after) {
      const items = await ledger.query({
        pk: ledgerPartitions.account(account),
        prefix: 'pool#',
        limit,
        ...(after !== undefined && { after: `pool#${after}` }),
      })
      return items.map((item) => poolOf(item).entity)
    },

    async update(account, id, change) {
      for (;;) {
        const current = await load(account, id)
        if (!current) return undefined
        const { revision, memberships } = current
        const entity = change(current.entity)
        const poolWrite: Write = {
          put: poolItem(account, { entity, revision: revision + 1, memberships }),
          condition: allOf(revisionIs(revision), membershipsAre(memberships)),
        }
        const routes = await routeWrites(account, entity)
        const isOneTransaction = routes.length <= routesPerTransaction
        const { won } = await ledger.transact(isOneTransaction ? [poolWrite, ...routes] : [poolWrite])
        if (!won) continue
        if (!isOneTransaction) await spread(account, id)
        return entity
      }
    },
  }
}
