import type { AccountId } from '../domain/ids.ts'
import { anyOf, attributeAbsent, attributeBelow, itemAbsent } from './condition.ts'
import type { Table } from './table.ts'
import { viewKeys, viewPartitions } from './view-keys.ts'

export type DayStore = ReturnType<typeof createDayStore>

const mostRemembered = 10_000

/** The days (UTC) on which an account has rows, and in how many partitions: what lists and rebuilds go through. */
export function createDayStore(views: Table) {
  // Days and shards are only ever added, so remembering them saves the write for every later row of the day.
  const known = new Map<string, number>()
  return {
    async note(account: AccountId, day: string, shard = 0): Promise<void> {
      const name = `${account}#${day}`
      const shards = shard + 1
      if ((known.get(name) ?? 0) >= shards) return
      const key = viewKeys.day(account, day)
      if (shards === 1) await views.putIf({ ...key, account }, itemAbsent)
      else {
        const isMore = anyOf(attributeAbsent('shards'), attributeBelow('shards', shards))
        await views.update(key, { set: { account, shards } }, isMore)
      }
      if (known.size > mostRemembered) known.clear()
      known.set(name, shards)
    },
    /** From the first to the last, both included. */
    async list(account: AccountId, from = '0000-01-01', to = '9999-12-31'): Promise<string[]> {
      const items = await views.query({ pk: viewPartitions.days(account), between: [from, to] })
      return items.map(({ sk }) => sk)
    },
    /** In how many partitions the day's rows stand. */
    async shardsOf(account: AccountId, day: string): Promise<number> {
      const item = await views.get(viewKeys.day(account, day))
      return (item?.shards as number | undefined) ?? 1
    },
  }
}
