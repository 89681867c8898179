import type { RecordKey } from '../domain/conversion/record.ts'
import type { AccountId, VisitorId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'

/** Where the ledger keeps what is sent back to ad platforms; each partition begins with its account, as in `keys.ts`. */
export const conversionKeys = {
  /** Where do conversions go? */
  destination: (account: AccountId, id: string) => ({ pk: destinationsOf(account), sk: `destination#${id}` }),
  /** Its secrets, sealed. */
  credentials: (account: AccountId, id: string) => ({ pk: destinationsOf(account), sk: `credentials#${id}` }),
  /** What became of the conversions that rest on this contact? */
  record: ({ account, contact, destination, mode, rule }: RecordKey) => ({
    pk: recordsOf(account, contact),
    sk: `${destination}#${mode}#${rule}`,
  }),
  /** Was whoever made the contact erased? */
  erased: (account: AccountId, contact: string) => ({ pk: erasedOf(account, contact), sk: 'erased' }),
  /** By what do the platforms know the visitor's browser? */
  browser: (account: AccountId, visitor: VisitorId) => ({
    pk: `${account}#visitor#${visitor}`,
    sk: 'platform-ids',
  }),
  /** Bare pointers: what was looked at for this destination, in the order in which it happened, */
  listed: (account: AccountId, destination: string, at: Instant, name: string, mode: string) => ({
    pk: listedOf(account, destination),
    sk: `${at}#${name}#${mode}`,
  }),
  /** and what waits to be told. */
  waiting: (account: AccountId, destination: string, dueAt: Instant, name: string, mode: string) => ({
    pk: waitingOf(account, destination),
    sk: `${dueAt}#${name}#${mode}`,
  }),
}

export const destinationsOf = (account: AccountId) => `${account}#destinations`
export const recordsOf = (account: AccountId, contact: string) => `${account}#conversions-of#${contact}`
export const erasedOf = (account: AccountId, contact: string) => `${account}#conversions-erased#${contact}`
export const listedOf = (account: AccountId, destination: string) => `${account}#conversions#${destination}`
export const waitingOf = (account: AccountId, destination: string) =>
  `${account}#conversions-waiting#${destination}`
