import type { Erasure } from '../domain/erasure.ts'
import type { AccountId } from '../domain/ids.ts'
import { openErasures, privacyKeys, privacyPartitions } from './privacy-keys.ts'
import type { Item, Table } from './table.ts'

const erasureOf = ({ pk: _pk, sk: _sk, ...erasure }: Item) => erasure as unknown as Erasure

/** Which people were erased, without a word of who they were, and which erasures are not done with. */
export const createErasureStore = (ledger: Table) => ({
  /** As it stands now; one that is under way is among `open`. */
  async put(account: AccountId, erasure: Erasure): Promise<void> {
    const pointer = privacyKeys.openErasure(account, erasure.id)
    await ledger.transact([
      { put: { ...privacyKeys.erasure(account, erasure.id), ...erasure } },
      erasure.state === 'erased' ? { delete: pointer } : { put: { ...pointer, account, id: erasure.id } },
    ])
  },

  async get(account: AccountId, id: string): Promise<Erasure | undefined> {
    const item = await ledger.get(privacyKeys.erasure(account, id))
    return item && erasureOf(item)
  },

  /** In the order of their ids, the latest first. */
  async list(account: AccountId, limit: number, after?: string): Promise<Erasure[]> {
    const pk = privacyPartitions.erasures(account)
    return (await ledger.query({ pk, descending: true, limit, after })).map(erasureOf)
  },

  async open(limit: number): Promise<{ readonly account: AccountId; readonly erasure: Erasure }[]> {
    const pointers = await ledger.query({ pk: openErasures, limit })
    const items = await ledger.getAll(
      pointers.map(({ account, id }) => privacyKeys.erasure(account as AccountId, id as string)),
    )
    return items.flatMap((item, index) =>
      item ? [{ account: pointers[index]?.account as AccountId, erasure: erasureOf(item) }] : [],
    )
  },
})
export type ErasureStore = ReturnType<typeof createErasureStore>
