import { randomBytes } from 'node:crypto'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Code, CodeRecipient } from '../../shared/domain/coupon.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import type { CodeUse } from '../../shared/store/code-redeem.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { exampleCampaign } from '../domain/coupon-examples.ts'

/** In the future: an engine may delete at once what expired before today. */
export const start: Instant = '2099-11-22T12:00:00.000Z'
export const inMinutes = (minutes: number): Instant => addMinutes(start, minutes)

/** Somebody online; the owner is their session. */
export const online = (owner: string, more: Partial<CodeUse> = {}): CodeUse => ({
  owner,
  how: 'online',
  session: owner,
  ...more,
})

let accounts = 0
/** Campaigns and codes of an account of their own. */
export function openCoupons(ledger: Table) {
  const account = `acc_coupons${++accounts}`
  const campaigns = createCampaignStore(ledger)
  const codes = createCodeStore(ledger, { randomBytes })
  let campaignsMade = 0
  return {
    account,
    campaigns,
    codes,
    async campaign(change: Partial<Campaign> = {}): Promise<Campaign> {
      const campaign = exampleCampaign({ id: `cmp_${++campaignsMade}`, ...change })
      await campaigns.create(account, campaign)
      return campaign
    },
    async mint(campaign: Campaign, to: CodeRecipient = {}, now = start): Promise<Code> {
      const minted = await codes.mint(account, campaign, to, now)
      if (minted.kind === 'refused') throw new Error(minted.detail)
      return minted.code
    },
  }
}
