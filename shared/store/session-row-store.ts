import type { AccountId } from '../domain/ids.ts'
import type { SessionRef } from '../domain/link.ts'
import { utcDayOf } from '../domain/time.ts'
import type { DayRange, SessionRow, Stamped } from '../domain/view.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { DayStore } from './day-store.ts'
import { pack, unpack } from './packed.ts'
import { rowsOf } from './row-list.ts'
import type { Item, Table } from './table.ts'
import { viewKeys } from './view-keys.ts'

export type SessionRowStore = ReturnType<typeof createSessionRowStore>

export function createSessionRowStore(views: Table, days: DayStore, newStamp: () => string) {
  const stampedOf = (item: Item): Stamped<SessionRow> => ({
    ...unpack<SessionRow>(item.body),
    stamp: item.stamp as string,
  })

  return {
    /** @returns whether it was still the one with the stamp `before` (none: absent) that was replaced */
    async put(
      account: AccountId,
      row: SessionRow,
      shard: number,
      before: string | undefined,
    ): Promise<boolean> {
      await days.note(account, utcDayOf(row.startedAt), shard)
      const { won } = await views.putIf(
        {
          ...viewKeys.sessionRow(account, row.startedAt, row.session, shard),
          account,
          body: pack(row),
          stamp: newStamp(),
        },
        before === undefined ? itemAbsent : attributeEquals('stamp', before),
      )
      return won
    },
    async remove(account: AccountId, { startedAt, session, shard }: SessionRef): Promise<void> {
      await views.delete(viewKeys.sessionRow(account, startedAt, session, shard))
    },
    async get(
      account: AccountId,
      { startedAt, session, shard }: SessionRef,
    ): Promise<Stamped<SessionRow> | undefined> {
      const item = await views.get(viewKeys.sessionRow(account, startedAt, session, shard))
      return item && stampedOf(item)
    },
    async getAll(
      account: AccountId,
      refs: readonly SessionRef[],
    ): Promise<(Stamped<SessionRow> | undefined)[]> {
      const keys = refs.map(({ startedAt, session, shard }) =>
        viewKeys.sessionRow(account, startedAt, session, shard),
      )
      return (await views.getAll(keys)).map((item) => item && stampedOf(item))
    },
    /** Those of one partition, or of all that the day has; in time order. */
    listOf: (account: AccountId, day: string, range: DayRange = {}, shard?: number) =>
      rowsOf<SessionRow>(views, days, account, day, 'session', range, shard),
  }
}
