import { Temporal } from 'temporal-polyfill'
import type { Campaign } from './campaign.ts'
import type { Code, CodeRecipient } from './coupon.ts'
import type { AccountId } from './ids.ts'
import { type Instant, instantOf } from './time.ts'

/** Campaign and validity end at whatever comes first; calendar units count in UTC. */
export function codeEnd(
  { validFor, endsAt }: Pick<Campaign, 'validFor' | 'endsAt'>,
  issuedAt: Instant,
): Instant {
  const end = Temporal.Instant.from(issuedAt).toZonedDateTimeISO('UTC').add(Temporal.Duration.from(validFor))
  const validUntil = instantOf(end.epochMilliseconds)
  return endsAt !== undefined && endsAt < validUntil ? endsAt : validUntil
}

/** A referrer's code is passed on, a printed one is for many: only a coupon of one use tells who uses it. */
export const isPersonalCampaign = ({ kind, maxUses }: Campaign) => kind === 'coupon' && maxUses === 1

/** A code as it is issued: the campaign's terms of this moment. */
export const issuedCode = (
  account: AccountId,
  campaign: Campaign,
  code: string,
  to: CodeRecipient,
  issuedAt: Instant,
  /** Spares the calendar where many codes are issued at once. */
  expiresAt = codeEnd(campaign, issuedAt),
): Code => ({
  account,
  code,
  campaignId: campaign.id,
  direction: campaign.direction,
  singleUse: isPersonalCampaign(campaign),
  maxUses: campaign.maxUses,
  used: 0,
  state: 'live',
  issuedAt,
  startsAt: campaign.startsAt,
  expiresAt,
  holds: [],
  holdsRevision: 0,
  session: to.session,
  visitor: to.visitor,
  callSid: to.callSid,
  holder: to.holder,
  source: campaign.kind === 'source' ? campaign.source : undefined,
})

export type MintHindrance = 'campaign-inactive' | 'campaign-ended'

/** Why the campaign issues nothing now, whatever the number of its codes. */
export function mintHindranceOf(campaign: Campaign, now: Instant): MintHindrance | undefined {
  if (!campaign.active) return 'campaign-inactive'
  if (campaign.endsAt !== undefined && campaign.endsAt <= now) return 'campaign-ended'
  return undefined
}
