import type { AccountId, VisitorId } from '../domain/ids.ts'
import type { Visit } from '../domain/source.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { anyOf, attributeBelow, itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import type { Table } from './table.ts'

/** Where each visitor came from last, other than directly: so that they see the number of that source again. */
export interface ArrivalStore {
  /** It may be of long ago. */
  last(
    account: AccountId,
    visitor: VisitorId,
  ): Promise<{ readonly visit: Visit; readonly at: Instant } | undefined>
  /** A later one that stands already stays. @param days after which it may be forgotten */
  keep(account: AccountId, visitor: VisitorId, visit: Visit, at: Instant, days: number): Promise<void>
}

export const createArrivalStore = (ledger: Table): ArrivalStore => ({
  async last(account, visitor) {
    const item = await ledger.get(ledgerKeys.arrival(account, visitor))
    return item && { visit: item.visit as Visit, at: item.at as Instant }
  },
  async keep(account, visitor, visit, at, days) {
    const expiresAtEpochSeconds = expiryOf(at, days)
    await ledger.putIf(
      { ...ledgerKeys.arrival(account, visitor), visit, at, expiresAtEpochSeconds },
      anyOf(itemAbsent, attributeBelow('at', at)),
    )
  },
})
