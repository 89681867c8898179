import type { CodeFact, CodeIssuedFact } from '../domain/fact.ts'
import type { AccountId, CampaignId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { codeKey } from './code-item.ts'
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

  /** When and for which campaign a code was minted, if that was in bulk: such a code has no fact of its issue. */
  async batchOf(
    account: AccountId,
    code: string,
  ): Promise<{ readonly at: Instant; readonly campaignId: CampaignId } | undefined> {
    const item = await ledger.get(codeKey(account, code))
    return item?.batch === undefined
      ? undefined
      : { at: item.issuedAt as Instant, campaignId: item.campaignId as CampaignId }
  },
})
