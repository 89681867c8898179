import type { Code } from '../domain/coupon.ts'
import type { AccountId, VisitorId } from '../domain/ids.ts'
import { epochSecondsOf } from '../domain/time.ts'
import { anyOf, attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import type { Table } from './table.ts'

/** Which code the pages show to a visitor: one at a time, whatever session or campaign it is of. */
export interface ShownCodeStore {
  /** It may be used or over by now. */
  of(account: AccountId, visitor: VisitorId): Promise<string | undefined>
  /**
   * Puts the code in the place of the one that stood there before.
   * @returns the code that the visitor has: this one, or what another beacon put there first
   */
  replace(
    account: AccountId,
    visitor: VisitorId,
    before: string | undefined,
    code: Pick<Code, 'code' | 'expiresAt'>,
  ): Promise<string>
}

export function createShownCodeStore(ledger: Table): ShownCodeStore {
  return {
    async of(account, visitor) {
      const item = await ledger.get(ledgerKeys.shownCode(account, visitor))
      return item?.code as string | undefined
    },

    async replace(account, visitor, before, { code, expiresAt }) {
      const item = {
        ...ledgerKeys.shownCode(account, visitor),
        code,
        expiresAtEpochSeconds: epochSecondsOf(expiresAt),
      }
      const isAsBefore =
        before === undefined ? itemAbsent : anyOf(itemAbsent, attributeEquals('code', before))
      const outcome = await ledger.putIf(item, isAsBefore)
      return outcome.won ? code : ((outcome.current?.code as string | undefined) ?? code)
    },
  }
}
