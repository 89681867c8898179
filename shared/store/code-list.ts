import type { Code } from '../domain/coupon.ts'
import type { CodeIssuedFact } from '../domain/fact.ts'
import type { AccountId, CampaignId } from '../domain/ids.ts'
import { codesIn } from './code-batch.ts'
import { type CodeHappening, codeKey, codeOf } from './code-item.ts'
import { ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface CodePage {
  readonly codes: Code[]
  /** Where to go on; absent at the end. A page before it may be short, or empty. */
  readonly next?: string | undefined
}

interface Listed {
  readonly code: string
  readonly batch?: string | undefined
  /** The cursor behind it. */
  readonly position: string
}

/** Batches hold up to 1,000 codes each: two fill most pages, and their reading stays small. */
const batchesAtOnce = 2

/**
 * The codes of a campaign by keys: first the batches, each with its codes in one item, then those issued one by one, in
 * no order of time. A cursor is a sort key, and in a batch `#<n>` behind it: so
 * many of its codes were told.
 */
export function createCodeList(ledger: Table) {
  async function* listed(pk: string, after: string | undefined): AsyncGenerator<Listed> {
    if (!after?.startsWith('code#')) {
      const [, key, told] = /^(batch#.*)#(\d+)$/.exec(after ?? '') ?? []
      if (key !== undefined) yield* ofBatch(await ledger.get({ pk, sk: key }), Number(told))
      for (let from = key; ; ) {
        const batches = await ledger.query({ pk, prefix: 'batch#', limit: batchesAtOnce, after: from })
        for (const batch of batches) yield* ofBatch(batch, 0)
        from = batches.at(-1)?.sk
        if (from === undefined) break
      }
    }
    for (let from = after?.startsWith('code#') ? after : undefined; ; ) {
      const rows = await ledger.query({ pk, prefix: 'code#', limit: 100, after: from })
      for (const { sk, code } of rows) yield { code: code as string, position: sk }
      from = rows.at(-1)?.sk
      if (from === undefined) break
    }
  }

  function* ofBatch(batch: Item | undefined, told: number): Generator<Listed> {
    if (!batch) return
    for (const [index, code] of codesIn(batch).entries()) {
      if (index >= told) yield { code, batch: batch.sk, position: `${batch.sk}#${index + 1}` }
    }
  }

  return {
    async list(account: AccountId, campaign: CampaignId, limit: number, after?: string): Promise<CodePage> {
      const page: Listed[] = []
      let isMore = false
      for await (const each of listed(ledgerPartitions.campaign(account, campaign), after)) {
        isMore = page.length === limit
        if (isMore) break
        page.push(each)
      }
      const items = await ledger.getAll(page.map(({ code }) => codeKey(account, code)))
      const codes = items.flatMap((item, index) => {
        const code = item && codeOf(item)
        // Not written yet, or, after a long rest, issued anew elsewhere.
        return code && code.campaignId === campaign && code.batch === page[index]?.batch ? [code] : []
      })
      return { codes, ...(isMore && { next: page.at(-1)?.position }) }
    },

    /** What happened to the code, the earliest first. */
    async history(account: AccountId, code: string): Promise<CodeHappening[]> {
      const items = await ledger.query({ pk: ledgerPartitions.code(account, code) })
      const happenings = items
        .filter(({ fact, event }) => fact !== undefined || event !== undefined)
        .map(({ pk: _pk, sk: _sk, ...happening }) => happening as unknown as CodeHappening)
      const state = items.find(({ sk }) => sk === 'code')
      const isTold = happenings.some((each) => 'fact' in each && each.fact === 'code-issued')
      if (state && !isTold) happenings.unshift(issueOf(codeOf(state)))
      return happenings.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    },
  }
}

/** Codes minted in bulk were given to nobody in particular: their issue is told by their state, not by a fact. */
const issueOf = ({ account, code, campaignId, singleUse, issuedAt, source }: Code): CodeIssuedFact => ({
  fact: 'code-issued',
  account,
  code,
  campaignId,
  singleUse,
  at: issuedAt,
  source,
})
