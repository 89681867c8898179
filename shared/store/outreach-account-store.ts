import type { AccountId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { itemAbsent } from './condition.ts'
import { outreachAccounts, outreachKeys } from './outreach-keys.ts'
import type { Table } from './table.ts'

/** The accounts that had an enquiry: those whose people are written a weekly report. */
export interface OutreachAccountStore {
  note(account: AccountId, now: Instant): Promise<void>
  list(): Promise<AccountId[]>
}

export function createOutreachAccountStore(ledger: Table): OutreachAccountStore {
  const noted = new Set<AccountId>()
  return {
    async note(account, now) {
      if (noted.has(account)) return
      await ledger.putIf({ ...outreachKeys.outreachAccount(account), account, at: now }, itemAbsent)
      noted.add(account)
    },
    async list() {
      return (await ledger.query({ pk: outreachAccounts })).map(({ sk }) => sk)
    },
  }
}
