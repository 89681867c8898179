import type { Campaign } from '../domain/campaign.ts'
import type { Code, Redemption } from '../domain/coupon.ts'
import type { AccountId, CampaignId } from '../domain/ids.ts'
import { campaignOf } from './campaign-store.ts'
import { type CountedUnder, codeKey, codeOf, redemptionOf, useIdOf, useKey, voidKey } from './code-item.ts'
import { ledgerKeys } from './keys.ts'
import type { Item, Table } from './table.ts'

/** A code as it stands, its campaign, and what its owner did with it. */
export interface CodeReading {
  readonly code: Code | undefined
  readonly campaign: Campaign | undefined
  /** The owner's use that stands. */
  readonly use: (Redemption & CountedUnder) | undefined
  /** The id of the owner's present or next use. */
  readonly useId: string
}

const mostRemembered = 1000

/**
 * Reads a code and its campaign. The campaign is known only by the code; but mostly it is that of the account's code
 * before, so that both are had in one round trip. Known and unknown codes cost the same.
 */
export function createCodeReader(ledger: Table) {
  const likelyCampaigns = new Map<AccountId, CampaignId>()

  async function campaignOfCode(account: AccountId, code: Code | undefined, likely: Item | undefined) {
    if (!code) return undefined
    if (likely?.id === code.campaignId) return campaignOf(likely)
    const item = await ledger.get(ledgerKeys.campaign(account, code.campaignId))
    if (likelyCampaigns.size >= mostRemembered) likelyCampaigns.clear()
    likelyCampaigns.set(account, code.campaignId)
    return item && campaignOf(item)
  }

  /** After each void the owner's next use has an id of its own: goes on to the first that was not voided. */
  async function openUse(
    account: AccountId,
    code: string,
    owner: string,
    first: readonly (Item | undefined)[],
  ) {
    let [use, isVoided] = first
    for (let generation = 0; ; ) {
      const useId = useIdOf(account, code, owner, generation)
      if (!isVoided) return { useId, use: use && redemptionOf(use) }
      generation += 1
      const next = useIdOf(account, code, owner, generation)
      ;[use, isVoided] = await ledger.getAll([useKey(account, code, next), voidKey(account, code, next)])
    }
  }

  return {
    /** Without an owner nothing is looked up of uses. */
    async read(account: AccountId, code: string, owner: string): Promise<CodeReading> {
      const firstId = useIdOf(account, code, owner, 0)
      const likelyId = likelyCampaigns.get(account) ?? 'cmp_'
      const [codeFound, use, isVoided, likely] = await ledger.getAll([
        codeKey(account, code),
        useKey(account, code, firstId),
        voidKey(account, code, firstId),
        ledgerKeys.campaign(account, likelyId),
      ])
      const read = codeFound && codeOf(codeFound)
      const [campaign, open] = await Promise.all([
        campaignOfCode(account, read, likely),
        openUse(account, code, owner, [use, isVoided]),
      ])
      return { code: read, campaign, ...open }
    },

    /** Without what anybody did with it. */
    async readCode(account: AccountId, code: string): Promise<Pick<CodeReading, 'code' | 'campaign'>> {
      const [found, likely] = await ledger.getAll([
        codeKey(account, code),
        ledgerKeys.campaign(account, likelyCampaigns.get(account) ?? 'cmp_'),
      ])
      const read = found && codeOf(found)
      return { code: read, campaign: await campaignOfCode(account, read, likely) }
    },
  }
}
export type CodeReader = ReturnType<typeof createCodeReader>
