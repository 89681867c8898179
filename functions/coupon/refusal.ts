import { moneyText } from '../../shared/domain/benefit.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { RefusalCode, Refused } from '../../shared/domain/coupon.ts'
import { type Refusal, refuse } from '../../shared/http/problem.ts'

/** What to tell whoever asked, program or person: nothing of whom the code belongs to. */
const details: Readonly<Record<RefusalCode, (campaign: Campaign | undefined) => string>> = {
  code_unknown: () => 'There is no such code. Compare it with what was shown or told.',
  code_voided: () => 'The code was withdrawn by the business.',
  campaign_inactive: () => 'The campaign of the code is paused at the moment.',
  code_not_started: (campaign) =>
    campaign?.startsAt ? `The code is valid from ${campaign.startsAt} on.` : 'The code is not valid yet.',
  code_expired: () => 'The code is no longer valid.',
  code_used: () => 'The code has been used as often as it may be.',
  code_held: () =>
    'The code is reserved by a checkout or a call that is under way: try again in some minutes.',
  limit_reached: () => 'The campaign allows no further use, altogether or of this person.',
  order_too_small: (campaign) =>
    campaign?.minimumOrder
      ? `The code needs an order of at least ${moneyText(campaign.minimumOrder)}: name it as \`order.value\`.`
      : 'The order is too small for the code.',
}

export const refusalOf = ({ code, campaign }: Pick<Refused, 'code' | 'campaign'>): Refusal =>
  refuse(code, details[code](campaign))
