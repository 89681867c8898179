import { addedLimit, type Campaign } from '../domain/campaign.ts'
import type { AccountId, CampaignId } from '../domain/ids.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface CampaignStore {
  create(account: AccountId, campaign: Campaign): Promise<void>
  get(account: AccountId, id: CampaignId): Promise<Campaign | undefined>
  /** In the order of the ids, which is that of creation: at most `limit` after the id `after`. */
  list(account: AccountId, limit: number, after?: string): Promise<Campaign[]>
  /**
   * Codes keep the terms under which they were issued; a campaign that is paused, begins later or ends earlier stops them
   * nevertheless.
   * @param change gives the campaign as it shall be, or `undefined` to refuse; may be called several times: once for each
   * state that a racing change leaves
   * @throws if a limit is added (`addedLimit`)
   */
  update(
    account: AccountId,
    id: CampaignId,
    change: (current: Campaign) => Campaign | undefined,
  ): Promise<Campaign | undefined>
}

export function campaignOf(item: Item): Campaign {
  const { pk: _pk, sk: _sk, revision: _revision, ...campaign } = item
  return campaign as unknown as Campaign
}

const campaignItem = (account: AccountId, campaign: Campaign, revision: number): Item => ({
  ...ledgerKeys.campaign(account, campaign.id),
  ...campaign,
  revision,
})

export function createCampaignStore(ledger: Table): CampaignStore {
  async function get(account: AccountId, id: CampaignId): Promise<Campaign | undefined> {
    const item = await ledger.get(ledgerKeys.campaign(account, id))
    return item && campaignOf(item)
  }

  return {
    async create(account, campaign) {
      const { won } = await ledger.putIf(campaignItem(account, campaign, 1), itemAbsent)
      if (!won) throw new Error(`the campaign ${campaign.id} exists`)
    },

    get,

    async list(account, limit, after) {
      const items = await ledger.query({
        pk: ledgerPartitions.account(account),
        prefix: 'campaign#',
        limit,
        ...(after !== undefined && { after: `campaign#${after}` }),
      })
      return items.map(campaignOf)
    },

    async update(account, id, change) {
      for (;;) {
        const item = await ledger.get(ledgerKeys.campaign(account, id))
        if (!item) return undefined
        const before = campaignOf(item)
        const campaign = change(before)
        if (!campaign) return undefined
        const limit = addedLimit(before, campaign)
        if (limit) throw new Error(`${limit} can’t be added to the campaign ${id}: its uses were not counted`)
        const revision = item.revision as number
        const { won } = await ledger.putIf(
          campaignItem(account, campaign, revision + 1),
          attributeEquals('revision', revision),
        )
        if (won) return campaign
      }
    },
  }
}
