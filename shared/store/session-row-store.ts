import type { AccountId, SessionId } from '../domain/ids.ts'
import type { SessionRef } from '../domain/link.ts'
import { type Instant, utcDayOf } from '../domain/time.ts'
import type { DayRange, SessionRow, Stamped } from '../domain/view.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { DayStore } from './day-store.ts'
import { rangeOf } from './enquiry-store.ts'
import { pack, unpack } from './packed.ts'
import type { Item, Table } from './table.ts'
import { viewKeys } from './view-keys.ts'

export type SessionRowStore = ReturnType<typeof createSessionRowStore>

export function createSessionRowStore(views: Table, days: DayStore, newStamp: () => string) {
  const rowOf = (item: Item) => unpack<SessionRow>(item.body)

  return {
    /** @returns whether it was still the one with the stamp `before` (none: absent) that was replaced */
    async put(account: AccountId, row: SessionRow, before: string | undefined): Promise<boolean> {
      await days.note(account, utcDayOf(row.startedAt))
      const { won } = await views.putIf(
        {
          ...viewKeys.sessionRow(account, row.startedAt, row.session),
          account,
          body: pack(row),
          stamp: newStamp(),
        },
        before === undefined ? itemAbsent : attributeEquals('stamp', before),
      )
      return won
    },
    async remove(account: AccountId, startedAt: Instant, session: SessionId): Promise<void> {
      await views.delete(viewKeys.sessionRow(account, startedAt, session))
    },
    async get(
      account: AccountId,
      startedAt: Instant,
      session: SessionId,
    ): Promise<Stamped<SessionRow> | undefined> {
      const item = await views.get(viewKeys.sessionRow(account, startedAt, session))
      return item && { ...rowOf(item), stamp: item.stamp as string }
    },
    async getAll(account: AccountId, refs: readonly SessionRef[]): Promise<(SessionRow | undefined)[]> {
      const keys = refs.map(({ startedAt, session }) => viewKeys.sessionRow(account, startedAt, session))
      return (await views.getAll(keys)).map((item) => item && rowOf(item))
    },
    async listOf(account: AccountId, day: string, range: DayRange = {}): Promise<SessionRow[]> {
      return (await views.query(rangeOf(account, day, 'session', range))).map(rowOf)
    },
  }
}
