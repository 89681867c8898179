import type { BrowserIds } from '../domain/conversion/wanted.ts'
import type { AccountId, VisitorId } from '../domain/ids.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { conversionKeys } from './conversion-keys.ts'
import type { Table } from './table.ts'

/** No platform counts what came later. */
const keptDays = 100

/** What pages told of the platforms' own cookies in a visitor's browser; it goes with the visitor. */
export interface BrowserStore {
  /** What is told later holds; what is not told stays. */
  note(account: AccountId, visitor: VisitorId, ids: BrowserIds, now: Instant): Promise<void>
  get(account: AccountId, visitor: VisitorId): Promise<BrowserIds | undefined>
}

const names = ['gaClientId', 'gaSessionId', 'fbp', 'fbc'] as const

export const createBrowserStore = (ledger: Table): BrowserStore => ({
  async note(account, visitor, ids, now) {
    const told = Object.fromEntries(names.flatMap((name) => (ids[name] ? [[name, ids[name]]] : [])))
    if (Object.keys(told).length === 0) return
    const set = { ...told, expiresAtEpochSeconds: expiryOf(now, keptDays) }
    await ledger.update(conversionKeys.browser(account, visitor), { set })
  },
  async get(account, visitor) {
    const item = await ledger.get(conversionKeys.browser(account, visitor))
    if (!item) return undefined
    return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : []))) as BrowserIds
  },
})
