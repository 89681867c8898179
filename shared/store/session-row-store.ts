import type { AccountId, SessionId } from '../domain/ids.ts'
import { type Instant, utcDayOf } from '../domain/time.ts'
import type { DayRange, SessionRow } from '../domain/view.ts'
import type { DayStore } from './day-store.ts'
import { rangeOf } from './enquiry-store.ts'
import { pack, unpack } from './packed.ts'
import type { Table } from './table.ts'
import { viewKeys } from './view-keys.ts'

export type SessionRowStore = ReturnType<typeof createSessionRowStore>

export function createSessionRowStore(views: Table, days: DayStore) {
  const itemOf = (account: AccountId, row: SessionRow) => ({
    ...viewKeys.sessionRow(account, row.startedAt, row.session),
    account,
    body: pack(row),
  })

  return {
    async put(account: AccountId, row: SessionRow): Promise<void> {
      await days.note(account, utcDayOf(row.startedAt))
      await views.put(itemOf(account, row))
    },
    async remove(account: AccountId, startedAt: Instant, session: SessionId): Promise<void> {
      await views.delete(viewKeys.sessionRow(account, startedAt, session))
    },
    async get(account: AccountId, startedAt: Instant, session: SessionId): Promise<SessionRow | undefined> {
      const item = await views.get(viewKeys.sessionRow(account, startedAt, session))
      return item && unpack<SessionRow>(item.body)
    },
    async listOf(account: AccountId, day: string, range: DayRange = {}): Promise<SessionRow[]> {
      return (await views.query(rangeOf(account, day, 'session', range))).map(({ body }) => unpack(body))
    },
  }
}
