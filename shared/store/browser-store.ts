import { type BrowserIds, browserIdNames, type KnownBrowser } from '../domain/conversion/browser-ids.ts'
import type { AccountId, VisitorId } from '../domain/ids.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { attributeAbsent } from './condition.ts'
import { conversionKeys } from './conversion-keys.ts'
import type { Item, Table } from './table.ts'

/** No platform counts what came later. */
const keptDays = 100

/** What pages told of the platforms' own cookies in a visitor's browser; it goes with the visitor. */
export interface BrowserStore {
  /**
   * What is told later holds, and what is not told stays; but of clicks the first holds: a later one is known by the page
   * to which it led, and must not become that of an earlier conversion.
   */
  note(account: AccountId, visitor: VisitorId, ids: BrowserIds, now: Instant): Promise<void>
  get(account: AccountId, visitor: VisitorId): Promise<KnownBrowser | undefined>
}

const only = (of: BrowserIds | Item, names: readonly string[]) =>
  Object.fromEntries(Object.entries(of).filter(([name, value]) => names.includes(name) && value))

export const createBrowserStore = (ledger: Table): BrowserStore => ({
  async note(account, visitor, { msclkid, ...ids }, now) {
    const key = conversionKeys.browser(account, visitor)
    const told = only(ids, browserIdNames)
    const expiresAtEpochSeconds = expiryOf(now, keptDays)
    if (Object.keys(told).length > 0) await ledger.update(key, { set: { ...told, expiresAtEpochSeconds } })
    if (!msclkid) return
    const set = { msclkid, msclkidAt: now, expiresAtEpochSeconds }
    await ledger.update(key, { set }, attributeAbsent('msclkid'))
  },
  async get(account, visitor) {
    const item = await ledger.get(conversionKeys.browser(account, visitor))
    return item && only(item, [...browserIdNames, 'msclkidAt'])
  },
})
