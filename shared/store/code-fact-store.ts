import type { CodeFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import { ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

const kinds: ReadonlySet<unknown> = new Set<CodeFact['fact']>(['code-issued', 'code-used', 'code-use-voided'])

function codeFactOf(item: Item): CodeFact[] {
  if (!kinds.has(item.fact)) return []
  const { pk: _pk, sk: _sk, ...fact } = item
  return [fact as unknown as CodeFact]
}

/** What happened to a code, as attribution reads it. */
export const createCodeFactStore = (ledger: Table) => ({
  async factsOf(account: AccountId, code: string): Promise<CodeFact[]> {
    return (await ledger.query({ pk: ledgerPartitions.code(account, code) })).flatMap(codeFactOf)
  },
})
