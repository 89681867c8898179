import type { AccountId } from '../domain/ids.ts'
import type { Warmth } from '../domain/warmth.ts'
import type { Key, Table } from './table.ts'
import { viewPartitions } from './view-keys.ts'

export type WarmthStore = ReturnType<typeof createWarmthStore>

/** Between a person's warmth and where their row stands, in a key. */
const bar = '|'

/** The people whose score was over the first threshold, the highest first; each place names the row by its own key. */
export function createWarmthStore(views: Table) {
  const keyOf = (account: AccountId, shard: number, warmth: Warmth, row: Key): Key => ({
    pk: viewPartitions.warmth(account, shard),
    sk: `${warmth}${bar}${row.sk}`,
  })
  return {
    async put(account: AccountId, shard: number, warmth: Warmth, row: Key): Promise<void> {
      await views.put({ ...keyOf(account, shard, warmth, row), account, row: row.pk })
    },
    async remove(account: AccountId, shard: number, warmth: Warmth, row: Key): Promise<void> {
      await views.delete(keyOf(account, shard, warmth, row))
    },
    async placesOf(
      account: AccountId,
      shard: number,
      range: {
        readonly from?: Warmth | undefined
        readonly until?: Warmth | undefined
        readonly after?: string | undefined
        readonly limit: number
      },
    ): Promise<{ readonly position: string; readonly row: Key }[]> {
      const { from = '', until = '~', after, limit } = range
      const low = after !== undefined && after >= from ? after : from
      const items = await views.query({
        pk: viewPartitions.warmth(account, shard),
        // `~` follows the bar and every digit; a key holds no empty text.
        between: [low === '' ? '0' : low, `${until}~`],
        limit: limit + 1,
      })
      return items
        .filter(({ sk }) => sk !== after)
        .slice(0, limit)
        .map(({ sk, row }) => ({
          position: sk,
          row: { pk: row as string, sk: sk.slice(sk.indexOf(bar) + 1) },
        }))
    },
  }
}
