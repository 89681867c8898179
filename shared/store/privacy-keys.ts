import type { AccountId, VisitorId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'

/** Where the ledger keeps what became of people's own data; each partition begins with its account, as in `keys.ts`. */
export const privacyKeys = {
  /** What was erased, and when? */
  erasure: (account: AccountId, id: string) => ({ pk: privacyPartitions.erasures(account), sk: id }),
  /** Which erasures are to be looked at once more? A registry of bare pointers. */
  openErasure: (account: AccountId, id: string) => ({ pk: openErasures, sk: `${account}#${id}` }),
  /** Was this contact's person erased? Beside what else was said of the contact. */
  erasedContact: (account: AccountId, contact: string) => ({
    pk: `${account}#contact#${contact}`,
    sk: 'erased',
  }),
  /** Is this browser to get another name at its next visit? */
  erasedVisitor: (account: AccountId, visitor: VisitorId) => ({
    pk: `${account}#visitor#${visitor}`,
    sk: 'erased',
  }),
  /** Who saw or changed what is delicate? In time order, a month in each partition. */
  auditEntry: (account: AccountId, at: Instant, name: string) => ({
    pk: privacyPartitions.audit(account, at.slice(0, 7)),
    sk: `${at}#${name}`,
  }),
  /** In which months was anything of the kind done? */
  auditMonth: (account: AccountId, month: string) => ({
    pk: privacyPartitions.auditMonths(account),
    sk: month,
  }),
  /** Which accounts keep people's data for a time only? */
  retainingAccount: (account: AccountId) => ({ pk: retainingAccounts, sk: account as string }),
}

export const openErasures = 'open-erasures'
export const retainingAccounts = 'retaining-accounts'

export const privacyPartitions = {
  erasures: (account: AccountId) => `${account}#erasures`,
  /** @param month `YYYY-MM` */
  audit: (account: AccountId, month: string) => `${account}#audit#${month}`,
  auditMonths: (account: AccountId) => `${account}#audit-months`,
}
