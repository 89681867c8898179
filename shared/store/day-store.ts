import type { AccountId } from '../domain/ids.ts'
import { itemAbsent } from './condition.ts'
import type { Table } from './table.ts'
import { viewKeys, viewPartitions } from './view-keys.ts'

export type DayStore = ReturnType<typeof createDayStore>

/** The days (UTC) on which an account has rows: what lists and rebuilds go through. */
export function createDayStore(views: Table) {
  // Days are only ever added, so remembering them saves the write for every later row of the day.
  const known = new Set<string>()
  return {
    async note(account: AccountId, day: string): Promise<void> {
      const name = `${account}#${day}`
      if (known.has(name)) return
      await views.putIf({ ...viewKeys.day(account, day), account }, itemAbsent)
      if (known.size > 10_000) known.clear()
      known.add(name)
    },
    /** From the first to the last, both included. */
    async list(account: AccountId, from = '0000-01-01', to = '9999-12-31'): Promise<string[]> {
      const items = await views.query({ pk: viewPartitions.days(account), between: [from, to] })
      return items.map(({ sk }) => sk)
    },
  }
}
