import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { CampaignId } from '../../../shared/domain/ids.ts'
import type { ReferralRecord } from '../../../shared/domain/referral.ts'
import {
  type RewardMail,
  type RewardSide,
  rewardSides,
  type TakenBackReason,
  takenBackReasons,
} from '../../../shared/domain/reward.ts'
import type { ReferralDeps } from './ports.ts'
import { enquiriesOf } from './situation.ts'

const by = 'referral'
const fieldOf = { referrer: 'referrerReward', friend: 'friendReward' } as const

/** Of one campaign; none where the campaign is gone, paused or full: the business is told by the report. */
async function mint(
  { ledger, codes, now }: ReferralDeps,
  { account }: ReferralRecord,
  id: CampaignId | undefined,
  holder: string | undefined,
): Promise<string | undefined> {
  const campaign = id === undefined ? undefined : await ledger.campaigns.get(account, id)
  if (!campaign) return undefined
  // A reward of a referral campaign would be a further recommendation's.
  const to = campaign.kind === 'referral' && holder !== undefined ? { holder } : {}
  const minted = await codes.mint(account, campaign, to, now())
  return minted.kind === 'minted' ? minted.code.code : undefined
}

/** Contacts by which an address of that side may be known, the newest first. */
async function contactsOf(
  deps: ReferralDeps,
  { account }: ReferralRecord,
  side: RewardSide,
  enquiry: Enquiry,
  holder: string | undefined,
): Promise<string[]> {
  const theirs =
    side === 'friend' ? [enquiry] : holder === undefined ? [] : await enquiriesOf(deps, account, holder)
  return theirs
    .flatMap(({ contacts }) => contacts)
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ id }) => id)
}

/**
 * Mints what is owed and not there yet, and tells each side of it who may be written to; who may not is asked again
 * with the next change of the enquiry.
 * @returns the record as it is to be kept
 */
export async function reward(
  deps: ReferralDeps,
  record: ReferralRecord,
  enquiry: Enquiry,
): Promise<ReferralRecord> {
  const { account } = record
  const recommending = await deps.codes.get(account, record.code)
  const campaignId = recommending?.campaignId
  const campaign = campaignId && (await deps.ledger.campaigns.get(account, campaignId))
  const rewards = campaign ? campaign.referral?.rewards : undefined
  const holder = recommending?.holder
  let next: ReferralRecord = { ...record, ...(campaignId !== undefined && { campaignId }) }
  for (const side of rewardSides) {
    const field = fieldOf[side]
    next = {
      ...next,
      [field]:
        next[field] ?? (await mint(deps, record, rewards?.[side], side === 'referrer' ? holder : undefined)),
    }
  }
  // Kept before anybody is told: a code that is in somebody's hands has to be one that is known.
  if (rewardSides.some((side) => next[fieldOf[side]] !== record[fieldOf[side]]))
    await deps.referrals.put(next)
  for (const side of rewardSides) {
    const code = next[fieldOf[side]]
    if (code === undefined || next.mails?.[side] === 'on-its-way') continue
    const contacts = await contactsOf(deps, record, side, enquiry, holder)
    const mail: RewardMail | undefined = await deps.thank({ account, side, code, contacts, record: next })
    if (mail !== undefined) next = { ...next, mails: { ...next.mails, [side]: mail } }
  }
  return next
}

/**
 * Ends the codes of both sides. What was used before is gone, and stays in the record for the report to say so.
 * @returns the record without what was taken back
 */
export async function takeBackRewards(
  { codes, now }: ReferralDeps,
  { mails: _mails, ...record }: ReferralRecord,
  because: TakenBackReason,
): Promise<ReferralRecord> {
  const { account, enquiryId } = record
  const reason = `${takenBackReasons[because]} (${enquiryId})`
  let rest: ReferralRecord = record
  for (const side of rewardSides) {
    const code = record[fieldOf[side]]
    if (code === undefined) continue
    const known = await codes.get(account, code)
    const isUsedUp = known !== undefined && known.used >= known.maxUses
    const voided = isUsedUp ? undefined : await codes.voidCode(account, code, by, reason, now())
    // Somebody may have used it between the two.
    const used = voided?.kind === 'voided' ? voided.code.used : (known?.used ?? 0)
    if (used === 0) rest = { ...rest, [fieldOf[side]]: undefined }
  }
  return rest
}
