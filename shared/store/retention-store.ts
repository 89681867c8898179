import type { AccountId, EnquiryId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import type { EnquiryRow } from '../domain/view.ts'
import { createDayStore } from './day-store.ts'
import { privacyKeys, retainingAccounts } from './privacy-keys.ts'
import { rowsOf } from './row-list.ts'
import type { Table } from './table.ts'

/** How far a contact was erased: short of the hashes that tie it to newer ones, or wholly. */
export type ErasedMark = 'sealed' | 'whole'

/** Which accounts keep people's data for a time only, and how far each is with it. */
export function createRetentionStore(ledger: Table, views: Table) {
  const days = createDayStore(views)
  return {
    async add(account: AccountId): Promise<void> {
      await ledger.put({ ...privacyKeys.retainingAccount(account), account })
    },
    async accounts(): Promise<
      { readonly account: AccountId; readonly doneUntil?: string; readonly dealsUntil?: Instant }[]
    > {
      return (await ledger.query({ pk: retainingAccounts })).map(({ sk, doneUntil, dealsUntil }) => ({
        account: sk,
        ...(doneUntil !== undefined && { doneUntil: doneUntil as string }),
        ...(dealsUntil !== undefined && { dealsUntil: dealsUntil as Instant }),
      }))
    },
    /** What was told of deals until then is done with. */
    async noteDeals(account: AccountId, dealsUntil: Instant): Promise<void> {
      await ledger.update(privacyKeys.retainingAccount(account), { set: { account, dealsUntil } })
    },
    /** Everything that began before that day is done with. */
    async note(account: AccountId, doneUntil: string): Promise<void> {
      await ledger.update(privacyKeys.retainingAccount(account), { set: { account, doneUntil } })
    },
    days: (account: AccountId): Promise<string[]> => days.list(account),
    async enquiriesOf(
      account: AccountId,
      day: string,
    ): Promise<{ readonly id: EnquiryId; readonly contacts: readonly { id: string; at: Instant }[] }[]> {
      const rows = await rowsOf<EnquiryRow>(views, days, account, day, 'enquiry', {}, undefined)
      return rows.map(({ enquiry: { id, contacts } }) => ({ id, contacts }))
    },
    async marks(account: AccountId, contacts: readonly string[]): Promise<(ErasedMark | undefined)[]> {
      const items = await ledger.getAll(contacts.map((id) => privacyKeys.erasedContact(account, id)))
      return items.map((item) => item?.mark as ErasedMark | undefined)
    },
  }
}
export type RetentionStore = ReturnType<typeof createRetentionStore>
