import type { AccountId } from '../domain/ids.ts'
import type { Rollup } from '../domain/rollup.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { pack, unpackText } from './packed.ts'
import type { Item, Key, Table } from './table.ts'
import { viewKeys, viewPartitions } from './view-keys.ts'

export type RollupStore = ReturnType<typeof createRollupStore>

/**
 * Rollups are absolute: each is the sum of what stands below it, read consistently and written only if nobody wrote
 * the row in between. However often and in whatever order that is done, the last to do it wrote the truth.
 */
export function createRollupStore(views: Table, newStamp: () => string) {
  const rollupOf = (item: Item) => JSON.parse(unpackText(item.body)) as Rollup

  /** @param sum reads what stands below and adds it up; called again if another writer was faster */
  async function fold(account: AccountId, key: Key, sum: () => Promise<Rollup>): Promise<void> {
    for (;;) {
      const before = await views.get(key)
      const rollup = await sum()
      if (before && unpackText(before.body) === JSON.stringify(rollup)) return
      const { won } = await views.putIf(
        { ...key, account, body: pack(rollup), stamp: newStamp() },
        before ? attributeEquals('stamp', before.stamp) : itemAbsent,
      )
      if (won) return
    }
  }

  return {
    foldQuarter: (account: AccountId, day: string, quarter: string, sum: () => Promise<Rollup>) =>
      fold(account, viewKeys.quarter(account, day, quarter), sum),
    foldZonedDay: (account: AccountId, timeZone: string, day: string, sum: () => Promise<Rollup>) =>
      fold(account, viewKeys.zonedDay(account, timeZone, day), sum),

    /** Quarters from `from` (`HH:MM`) on and before `until`. */
    async quarters(account: AccountId, day: string, from: string, until: string): Promise<Rollup[]> {
      const pk = viewPartitions.quarters(account, day)
      const items = await views.query({ pk, between: [from, until] })
      return items.filter(({ sk }) => sk < until).map(rollupOf)
    },
    /** From the first to the last day, both included. */
    async zonedDays(account: AccountId, timeZone: string, from: string, to: string): Promise<Rollup[]> {
      const pk = viewPartitions.zonedDays(account, timeZone)
      return (await views.query({ pk, between: [from, to] })).map(rollupOf)
    },
  }
}
