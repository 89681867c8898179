import type { AccountId } from '../domain/ids.ts'
import type { Pool, StaticSwap } from '../domain/tracking-number.ts'
import { ledgerPartitions } from './keys.ts'
import { poolOf } from './number-item.ts'
import type { Item, Table } from './table.ts'

/** What pages show instead of their own numbers. */
export interface SiteStore {
  /**
   * The account's pools and the source numbers that pages show, each in the order of its creation.
   * @param limit of both together; pools come first
   */
  read(
    account: AccountId,
    limit: number,
  ): Promise<{ readonly pools: readonly Pool[]; readonly statics: readonly StaticSwap[] }>
}

function staticSwapOf({ pk: _pk, sk: _sk, ...swap }: Item): StaticSwap {
  return swap as unknown as StaticSwap
}

export const createSiteStore = (ledger: Table): SiteStore => ({
  async read(account, limit) {
    const items = await ledger.query({
      pk: ledgerPartitions.account(account),
      // Nothing else of an account sorts between its pools and its swaps: one read, whatever it has of both.
      between: ['pool#', 'swap#~'],
      limit,
    })
    const of = (prefix: string) => items.filter(({ sk }) => sk.startsWith(prefix))
    return {
      pools: of('pool#').map((item) => poolOf(item).entity),
      statics: of('swap#').map(staticSwapOf),
    }
  },
})
