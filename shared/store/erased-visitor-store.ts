import type { AccountId, VisitorId } from '../domain/ids.ts'
import { privacyKeys } from './privacy-keys.ts'
import type { Table } from './table.ts'

/** Browsers that are somebody new at their next visit, since who used them was erased. */
export const createErasedVisitorStore = (ledger: Table) => ({
  isErased: async (account: AccountId, visitor: VisitorId): Promise<boolean> =>
    (await ledger.get(privacyKeys.erasedVisitor(account, visitor))) !== undefined,
})
