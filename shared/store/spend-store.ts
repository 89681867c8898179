import { createHash } from 'node:crypto'
import type { SpendFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import { itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface SpendStore {
  /** Writes the fact once: it is known by its content. */
  record(fact: SpendFact): Promise<'recorded' | 'duplicate'>
  /** All that was ever said of the day's spend; `latestSpend` tells what holds. */
  factsOf(account: AccountId, day: string): Promise<SpendFact[]>
}

/** Names can be longer than a sort key may be; quoted, so that none can run into its neighbour. */
function spendKey({ source, medium, campaign, at, amountMinorUnits }: SpendFact): string {
  const print = createHash('sha256')
    .update(JSON.stringify([source, medium, campaign]))
    .digest('base64url')
  return `spend#${print.slice(0, 22)}#${at}#${amountMinorUnits}`
}

export const spendItem = (fact: SpendFact): Item => ({
  ...fact,
  ...ledgerKeys.spend(fact.account, fact.day, spendKey(fact)),
})

export const createSpendStore = (ledger: Table): SpendStore => ({
  async record(fact) {
    const { won } = await ledger.putIf(spendItem(fact), itemAbsent)
    return won ? 'recorded' : 'duplicate'
  },

  async factsOf(account, day) {
    const items = await ledger.query({ pk: ledgerPartitions.spend(account, day) })
    return items.map(({ pk: _pk, sk: _sk, ...fact }) => fact as unknown as SpendFact)
  },
})
