import { type Enquiry, enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId, CampaignId } from '../../../shared/domain/ids.ts'
import { isSold, type ReferralRecord, referralOf, rewardRefusalOf } from '../../../shared/domain/referral.ts'
import type { ChangedRow } from '../deps.ts'
import type { ReferralDeps } from './ports.ts'
import { friendNodesOf, situationOf } from './situation.ts'

const by = 'referral'

/** The enquiries among the rows that changed, each once. */
export async function settleReferrals(deps: ReferralDeps, rows: readonly ChangedRow[]): Promise<void> {
  const enquiries = new Map<string, { readonly account: AccountId; readonly enquiry: Enquiry }>()
  for (const row of rows) {
    if ('enquiry' in row)
      enquiries.set(`${row.account} ${row.enquiry.enquiry.id}`, {
        account: row.account,
        enquiry: row.enquiry.enquiry,
      })
  }
  for (const { account, enquiry } of enquiries.values()) await settleReferral(deps, account, enquiry)
}

/**
 * Follows an enquiry that came by a recommendation: rewards both sides once it is sold, once for each friend, and takes
 * the rewards back with the sale. Looks at what is true now, so that it may be repeated, and come in any order.
 */
export async function settleReferral(deps: ReferralDeps, account: AccountId, given: Enquiry): Promise<void> {
  const { referrals, codes, views, now } = deps
  // A row that was changed again since: the newest tells.
  const enquiry = (await views.enquiries.find(account, given.id))?.enquiry
  const known = await referrals.recordOf(account, given)
  const found = enquiry && enquiry.id === given.id && !enquiry.excluded ? referralOf(enquiry) : undefined
  if (!found && !known) return
  const standing = known?.state === 'earned' ? known : ((await adopt()) ?? known)
  const valueMinorUnits = enquiry?.valueMinorUnits ?? 0

  if (!enquiry || !found || !isSold(enquiry)) {
    if (standing?.state !== 'earned') {
      if (!found || standing?.state === 'taken-back') return
      const next = base()
      if (JSON.stringify(next) !== JSON.stringify(standing)) await referrals.put(next)
      return
    }
    await takeBack(standing)
    return
  }
  if (standing?.state === 'earned') {
    await reward(standing)
    if (standing.valueMinorUnits !== valueMinorUnits) await referrals.put({ ...standing, valueMinorUnits })
    return
  }

  const friend = await friendNodesOf(deps, account, enquiry)
  const situation = await situationOf(deps, account, enquiry, found.code, friend)
  const visitors = situation.friend.visitors.map((visitor) => `visitor:${visitor}`)
  const refusal = rewardRefusalOf({ ...situation, wasRewarded: false })
  const isFirst =
    refusal === undefined && (await referrals.claim(account, [...friend, ...visitors], given.id))
  if (!isFirst) {
    const refused = { ...base(), state: 'refused' as const, refusal: refusal ?? ('rewarded-before' as const) }
    if (JSON.stringify(refused) !== JSON.stringify(standing)) await referrals.put(refused)
    return
  }
  const earned: ReferralRecord = { ...base(), state: 'earned', earnedAt: now(), claimedAs: given.id }
  // Before the codes: whoever repeats this after a crash has to find that they are owed.
  await referrals.put(earned)
  await reward(earned)

  function base(): ReferralRecord {
    const { code, by: how } = found ?? { code: standing?.code ?? '', by: standing?.by ?? 'code' }
    return {
      account,
      enquiryId: given.id,
      openedAt: given.openedAt,
      code,
      by: how,
      state: 'open',
      valueMinorUnits,
    }
  }

  /** What was earned by an enquiry that has become part of this one is this one's. */
  async function adopt(): Promise<ReferralRecord | undefined> {
    for (const { id, at } of enquiry?.contacts.slice(1) ?? []) {
      const other = await referrals.recordOf(account, { id: enquiryIdOf(id), openedAt: at })
      if (other?.state !== 'earned') continue
      const own = { ...other, enquiryId: given.id, openedAt: given.openedAt }
      await referrals.put(own)
      await referrals.remove(other)
      return own
    }
    return undefined
  }

  /** Mints what is owed and not there yet. */
  async function reward(record: ReferralRecord): Promise<void> {
    const recommending = await codes.get(account, record.code)
    const campaign = recommending && (await deps.ledger.campaigns.get(account, recommending.campaignId))
    const rewards = campaign?.referral?.rewards
    const owed = {
      referrerReward: record.referrerReward ?? (await mint(rewards?.referrer, recommending?.holder)),
      friendReward: record.friendReward ?? (await mint(rewards?.friend, undefined)),
    }
    if (owed.referrerReward !== record.referrerReward || owed.friendReward !== record.friendReward) {
      await referrals.put({ ...record, ...owed, campaignId: recommending?.campaignId, valueMinorUnits })
    }
  }

  /** Of one campaign; none where the campaign is gone, paused or full: the business is told by the report. */
  async function mint(id: CampaignId | undefined, holder: string | undefined): Promise<string | undefined> {
    const campaign = id === undefined ? undefined : await deps.ledger.campaigns.get(account, id)
    if (!campaign) return undefined
    // A reward of a referral campaign would be a further recommendation's.
    const to = campaign.kind === 'referral' && holder !== undefined ? { holder } : {}
    const minted = await codes.mint(account, campaign, to, now())
    return minted.kind === 'minted' ? minted.code.code : undefined
  }

  async function takeBack(record: ReferralRecord): Promise<void> {
    const reason = found ? 'The sale was taken back.' : 'It proved to be nobody’s recommendation.'
    for (const code of [record.referrerReward, record.friendReward]) {
      if (code === undefined) continue
      // What was used already is gone: the report says so.
      if ((await codes.get(account, code))?.used === 0) await codes.voidCode(account, code, by, reason, now())
    }
    const friend = enquiry ? await friendNodesOf(deps, account, enquiry) : []
    const visitors = (enquiry?.evidence ?? []).flatMap(({ visitorId }) =>
      visitorId ? [`visitor:${visitorId}`] : [],
    )
    await referrals.release(account, [...friend, ...visitors], record.claimedAs ?? record.enquiryId)
    const { referrerReward: _referrer, friendReward: _friend, ...rest } = record
    await referrals.put({ ...rest, state: 'taken-back', valueMinorUnits })
  }
}
