import type { AccountId, CampaignId, PersonalHash } from '../domain/ids.ts'
import type { ReferralRecord, Referrer } from '../domain/referral.ts'
import type { Instant } from '../domain/time.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

const plain = <Kept>({ pk: _pk, sk: _sk, revision: _revision, ...kept }: Item) => kept as unknown as Kept

/** Customers who recommend the business, and what became of it. */
export function createReferralStore(ledger: Table) {
  const referrer = async (account: AccountId, holder: PersonalHash, campaign: CampaignId) => {
    const item = await ledger.get(ledgerKeys.referrer(account, holder, campaign))
    return item && plain<Referrer>(item)
  }
  return {
    referrer,
    /** One code for each customer and campaign. @param before the one that ran out, if any did @returns the one that stands */
    async keepReferrer(kept: Referrer, before?: string): Promise<Referrer> {
      const { account, holder, campaignId, code } = kept
      const { won } = await ledger.transact([
        {
          put: { ...ledgerKeys.referrer(account, holder, campaignId), ...kept },
          condition: before === undefined ? itemAbsent : attributeEquals('code', before),
        },
        { put: { ...ledgerKeys.referrerOfCode(account, code), account, holder, campaignId } },
      ])
      return won ? kept : ((await referrer(account, holder, campaignId)) ?? kept)
    },
    async referrerOf(account: AccountId, code: string): Promise<Referrer | undefined> {
      const item = await ledger.get(ledgerKeys.referrerOfCode(account, code))
      return item && referrer(account, item.holder as PersonalHash, item.campaignId as CampaignId)
    },
    async referrers(account: AccountId): Promise<Referrer[]> {
      const items = await ledger.query({ pk: ledgerPartitions.referrers(account) })
      return items.map((item) => plain<Referrer>(item))
    },

    async recordOf(
      account: AccountId,
      enquiry: { readonly id: string; readonly openedAt: Instant },
    ): Promise<ReferralRecord | undefined> {
      const item = await ledger.get(ledgerKeys.referral(account, enquiry.openedAt, enquiry.id))
      return item && plain<ReferralRecord>(item)
    },
    async put(record: ReferralRecord): Promise<void> {
      const { account, openedAt, enquiryId } = record
      await ledger.put({ ...ledgerKeys.referral(account, openedAt, enquiryId), ...record })
    },
    async remove({ account, openedAt, enquiryId }: ReferralRecord): Promise<void> {
      await ledger.delete(ledgerKeys.referral(account, openedAt, enquiryId))
    },
    /** Those of enquiries that were opened from one instant to before another. */
    async records(account: AccountId, from: Instant, until: Instant): Promise<ReferralRecord[]> {
      const pk = ledgerPartitions.referrals(account)
      const items = await ledger.query({ pk, between: [from, until] })
      return items.map((item) => plain<ReferralRecord>(item))
    },

    /** Rewards somebody once, by whatever they are known. @returns whether it was this enquiry that did, now or before */
    async claim(account: AccountId, friend: readonly string[], enquiry: string): Promise<boolean> {
      const keys = friend.map((node) => ledgerKeys.rewardedFriend(account, node))
      if (keys.length === 0) return true
      const standing = (await ledger.getAll(keys)).filter((item) => item !== undefined)
      if (standing.some((item) => item.enquiry !== enquiry)) return false
      const outcome = await ledger.transact(
        keys.slice(0, 90).map((key) => ({
          put: { ...key, account, enquiry },
          condition: standing.some(({ sk, pk }) => sk === key.sk && pk === key.pk)
            ? attributeEquals('enquiry', enquiry)
            : itemAbsent,
        })),
      )
      return outcome.won
    },
    async release(account: AccountId, friend: readonly string[], enquiry: string): Promise<void> {
      for (const node of friend) {
        await ledger.delete(ledgerKeys.rewardedFriend(account, node), attributeEquals('enquiry', enquiry))
      }
    },
  }
}
export type ReferralStore = ReturnType<typeof createReferralStore>
