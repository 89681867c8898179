import { type Enquiry, enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { isSold, type ReferralRecord, referralOf, rewardRefusalOf } from '../../../shared/domain/referral.ts'
import { takenBackReasonOf } from '../../../shared/domain/reward.ts'
import type { ChangedRow } from '../deps.ts'
import type { ReferralDeps } from './ports.ts'
import { reward, takeBackRewards } from './rewards.ts'
import { friendNodesOf, situationOf } from './situation.ts'

/** What may change of a recommendation that was rewarded. */
const rewardsIn = ({ valueMinorUnits, campaignId, referrerReward, friendReward, mails }: ReferralRecord) =>
  JSON.stringify([valueMinorUnits, campaignId, referrerReward, friendReward, mails?.referrer, mails?.friend])

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
  const { referrals, views, now } = deps
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
    const because = takenBackReasonOf(enquiry, found !== undefined)
    const rest = await takeBackRewards(deps, standing, because)
    await letGo(standing)
    await referrals.put({ ...rest, state: 'taken-back', takenBackBecause: because, valueMinorUnits })
    return
  }
  if (standing?.state === 'earned') {
    await keep(standing, await reward(deps, { ...standing, valueMinorUnits }, enquiry))
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
  // What was used of rewards that were taken back is not given once more.
  const { referrerReward, friendReward } = standing ?? {}
  const earned: ReferralRecord = {
    ...base(),
    state: 'earned',
    ...(referrerReward !== undefined && { referrerReward }),
    ...(friendReward !== undefined && { friendReward }),
    earnedAt: now(),
    claimedAs: given.id,
  }
  // Before the codes: whoever repeats this after a crash has to find that they are owed.
  await referrals.put(earned)
  await keep(earned, await reward(deps, earned, enquiry))

  async function keep(before: ReferralRecord, after: ReferralRecord): Promise<void> {
    if (rewardsIn(after) !== rewardsIn(before)) await referrals.put(after)
  }

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

  /** The friend may be rewarded for another purchase. */
  async function letGo({ claimedAs, enquiryId }: ReferralRecord): Promise<void> {
    const friend = enquiry ? await friendNodesOf(deps, account, enquiry) : []
    const visitors = (enquiry?.evidence ?? []).flatMap(({ visitorId }) =>
      visitorId ? [`visitor:${visitorId}`] : [],
    )
    await referrals.release(account, [...friend, ...visitors], claimedAs ?? enquiryId)
  }
}
