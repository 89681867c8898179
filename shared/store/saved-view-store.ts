import type { AccountId, SavedViewId } from '../domain/ids.ts'
import type { SavedView } from '../domain/saved-view.ts'
import { itemAbsent, itemPresent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface SavedViewChange {
  readonly name?: string | undefined
  readonly path?: string | undefined
}

export interface SavedViewStore {
  /** In the order of their creation. */
  list(account: AccountId): Promise<SavedView[]>
  create(account: AccountId, view: SavedView): Promise<void>
  update(account: AccountId, id: SavedViewId, change: SavedViewChange): Promise<SavedView | undefined>
  remove(account: AccountId, id: SavedViewId): Promise<'removed' | 'absent'>
}

const prefix = 'saved-view#'
const viewOf = ({ pk: _pk, sk: _sk, ...view }: Item) => view as unknown as SavedView

export const createSavedViewStore = (ledger: Table): SavedViewStore => ({
  async list(account) {
    return (await ledger.query({ pk: ledgerPartitions.account(account), prefix })).map(viewOf)
  },

  async create(account, view) {
    const { won } = await ledger.putIf({ ...ledgerKeys.savedView(account, view.id), ...view }, itemAbsent)
    if (!won) throw new Error(`the saved view ${view.id} exists`)
  },

  async update(account, id, { name, path }) {
    const key = ledgerKeys.savedView(account, id)
    const set = { ...(name !== undefined && { name }), ...(path !== undefined && { path }) }
    if (Object.keys(set).length > 0 && !(await ledger.update(key, { set }, itemPresent)).won) return undefined
    const item = await ledger.get(key)
    return item && viewOf(item)
  },

  async remove(account, id) {
    const { won } = await ledger.delete(ledgerKeys.savedView(account, id), itemPresent)
    return won ? 'removed' : 'absent'
  },
})
