import type { AccountId } from '../domain/ids.ts'
import type { DayRange } from '../domain/view.ts'
import type { DayStore } from './day-store.ts'
import { unpack } from './packed.ts'
import type { Item, Table } from './table.ts'
import { viewPartitions } from './view-keys.ts'

/** Where a row was, a mark may be left. */
export const standsIn = (item: Item | undefined): item is Item => item !== undefined && item.isGone !== true

/** The rows of one kind within a day, in time order. The sort keys: `~` follows every character of an instant. */
export async function rowsOf<Row>(
  views: Table,
  days: DayStore,
  account: AccountId,
  day: string,
  kind: string,
  { from, until }: DayRange,
  shard: number | undefined,
): Promise<Row[]> {
  const between = [`${kind}#${from ?? ''}`, `${kind}#${until ?? '~'}`] as const
  const read = async (each: number) =>
    (await views.query({ pk: viewPartitions.day(account, day, each), between })).filter(standsIn)
  if (shard !== undefined) return (await read(shard)).map(({ body }) => unpack<Row>(body))
  const shards = await days.shardsOf(account, day)
  const parts = await Promise.all(Array.from({ length: shards }, (_, each) => read(each)))
  const items = parts.flat()
  if (shards > 1) items.sort((a, b) => (a.sk < b.sk ? -1 : 1))
  return items.map(({ body }) => unpack<Row>(body))
}
