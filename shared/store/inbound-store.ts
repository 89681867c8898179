import type { AccountId } from '../domain/ids.ts'
import type { Inbound, InboundResult } from '../domain/inbound.ts'
import { attributeEquals, itemAbsent, itemPresent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface InboundStore {
  create(inbound: Inbound): Promise<void>
  /** By its id alone: who sends knows no account. */
  find(id: string): Promise<Inbound | undefined>
  list(account: AccountId): Promise<Inbound[]>
  /** @returns it as it is now; undefined if the account has none of this id */
  change(
    account: AccountId,
    id: string,
    change: { readonly [Field in 'name' | 'map' | 'isActive']?: Inbound[Field] | undefined },
  ): Promise<Inbound | undefined>
  remove(account: AccountId, id: string): Promise<boolean>
  note(id: string, last: InboundResult): Promise<void>
}

const inboundOf = ({ pk: _pk, sk: _sk, ...inbound }: Item) => inbound as unknown as Inbound

/** The addresses at which other systems tell outcomes. */
export function createInboundStore(ledger: Table): InboundStore {
  const find = async (id: string) => {
    const item = await ledger.get(ledgerKeys.inbound(id))
    return item && inboundOf(item)
  }
  return {
    async create(inbound) {
      const { account, id } = inbound
      await ledger.transact([
        { put: { ...ledgerKeys.inbound(id), ...inbound }, condition: itemAbsent },
        { put: { ...ledgerKeys.inboundListing(account, id), account, id } },
      ])
    },
    find,
    async list(account) {
      const { pk, sk } = ledgerKeys.inboundListing(account, '')
      const listed = await ledger.query({ pk, prefix: sk })
      const items = await ledger.getAll(listed.map(({ id }) => ledgerKeys.inbound(id as string)))
      return items.flatMap((item) => (item ? [inboundOf(item)] : []))
    },
    async change(account, id, change) {
      const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      if (Object.keys(set).length > 0) {
        await ledger.update(ledgerKeys.inbound(id), { set }, attributeEquals('account', account))
      }
      const inbound = await find(id)
      return inbound?.account === account ? inbound : undefined
    },
    async remove(account, id) {
      const { won } = await ledger.transact([
        { delete: ledgerKeys.inbound(id), condition: attributeEquals('account', account) },
        { delete: ledgerKeys.inboundListing(account, id) },
      ])
      return won
    },
    async note(id, last) {
      await ledger.update(ledgerKeys.inbound(id), { set: { last } }, itemPresent)
    },
  }
}
