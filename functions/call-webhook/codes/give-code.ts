import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { Code } from '../../../shared/domain/coupon.ts'
import type { AccountId, CallSid, CampaignId } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { CouponPorts } from '../deps.ts'

export interface GivenCode {
  readonly code: Code
  readonly campaign: Campaign
}
/** None can be had: the campaign is over, or its live codes would become too easy to guess. */
export interface NotGiven {
  readonly refused: string
}

/**
 * The code that the call's flow gives its caller: a fresh one at first, the same one ever after.
 */
export async function giveCode(
  { campaigns, codes, given }: Pick<CouponPorts, 'campaigns' | 'codes' | 'given'>,
  call: { readonly account: AccountId; readonly callSid: CallSid },
  campaignId: CampaignId,
  now: Instant,
): Promise<GivenCode | NotGiven> {
  const { account, callSid } = call
  const [campaign, before] = await Promise.all([
    campaigns.get(account, campaignId),
    given.of(account, callSid, campaignId),
  ])
  if (!campaign) return { refused: 'there is no such campaign' }
  if (before !== undefined) return existing(codes, account, campaign, before)

  const minted = await codes.mint(account, campaign, { callSid }, now)
  if (minted.kind === 'refused') return { refused: minted.detail }
  const fresh = minted.code
  const kept = await given.claim(account, callSid, campaignId, fresh.code, now)
  if (kept === fresh.code) return { code: fresh, campaign }
  await codes.voidCode(account, fresh.code, 'call-webhook', 'A webhook that came twice minted it.', now)
  return existing(codes, account, campaign, kept)
}

async function existing(
  codes: CouponPorts['codes'],
  account: AccountId,
  campaign: Campaign,
  digits: string,
): Promise<GivenCode | NotGiven> {
  const code = await codes.get(account, digits)
  return code ? { code, campaign } : { refused: 'the code that was given is gone' }
}
