import type { CodeFact, CodeIssuedFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import { ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

const kinds: ReadonlySet<unknown> = new Set<CodeFact['fact']>(['code-issued', 'code-used', 'code-use-voided'])

function codeFactOf(item: Item): CodeFact[] {
  if (!kinds.has(item.fact)) return []
  const { pk: _pk, sk: _sk, importedAs: _print, ...fact } = item
  return [fact as unknown as CodeFact]
}

/**
 * An imported use names its code alone: of which campaign it is says the code's issue, before or after it. The code of a
 * campaign that nobody knows is single-use.
 */
function withTerms(facts: readonly CodeFact[]): CodeFact[] {
  const issued = facts.find(({ fact }) => fact === 'code-issued') as CodeIssuedFact | undefined
  const { campaignId = '(unknown)', singleUse = true } = issued ?? {}
  return facts.map((fact) =>
    fact.fact === 'code-used' && fact.campaignId === undefined ? { ...fact, campaignId, singleUse } : fact,
  )
}

/** What happened to a code, as attribution reads it. */
export const createCodeFactStore = (ledger: Table) => ({
  async factsOf(account: AccountId, code: string): Promise<CodeFact[]> {
    const items = await ledger.query({ pk: ledgerPartitions.code(account, code) })
    return withTerms(items.flatMap(codeFactOf))
  },
})
