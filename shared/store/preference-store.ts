import type { AccountId } from '../domain/ids.ts'
import type { NotificationPreferences } from '../domain/notification.ts'
import { outreachKeys } from './outreach-keys.ts'
import type { Table } from './table.ts'

/** What people asked to be told; whoever asked for nothing is told as usual for their role. */
export interface PreferenceStore {
  get(account: AccountId, member: string): Promise<Partial<NotificationPreferences>>
  /** Sets the given fields alone, so that two changes of different fields both hold; `null` takes a filter away. */
  set(account: AccountId, member: string, change: PreferenceChange): Promise<void>
}
export type PreferenceChange = {
  readonly [Field in keyof NotificationPreferences]?: NotificationPreferences[Field] | null | undefined
}

const fields = ['enquiries', 'digest', 'alerts', 'channels', 'numbers'] as const

export const createPreferenceStore = (ledger: Table): PreferenceStore => ({
  async get(account, member) {
    const item = await ledger.get(outreachKeys.preferences(account, member))
    if (!item) return {}
    return Object.fromEntries(
      fields.flatMap((field) => (item[field] === undefined ? [] : [[field, item[field]]])),
    )
  },
  async set(account, member, change) {
    const set = Object.fromEntries(
      fields.flatMap((field) => (change[field] === undefined ? [] : [[field, change[field] ?? undefined]])),
    )
    if (Object.keys(set).length > 0) await ledger.update(outreachKeys.preferences(account, member), { set })
  },
})
