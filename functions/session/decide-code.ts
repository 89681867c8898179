import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Code, codeStatus } from '../../shared/domain/coupon.ts'
import type { VisitorId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Beacon } from './schema.ts'

/** Who does not say that no code is wanted gets one, as the API's answer has a place for it. */
export const wantsCode = (beacon: Pick<Beacon, 'wantsCode'>): boolean => beacon.wantsCode !== false

const isShowing = ({ kind, direction, active, startsAt, endsAt }: Campaign, now: Instant): boolean =>
  kind === 'coupon' &&
  direction !== 'phone-to-web' &&
  active &&
  (startsAt === undefined || startsAt <= now) &&
  (endsAt === undefined || now < endsAt)

const inOrderOfCreation = (one: Campaign, other: Campaign): number =>
  one.createdAt + one.id < other.createdAt + other.id ? -1 : 1

/** The campaigns whose codes pages may show now. A page has one place: the first of these gives its codes. */
export const showingCampaigns = (campaigns: readonly Campaign[], now: Instant): Campaign[] =>
  campaigns.filter((campaign) => isShowing(campaign, now)).sort(inOrderOfCreation)

/**
 * Whether a code that was shown to the visitor is shown again: it is worth as much as then, and no other's by now. One
 * that is held is being used, perhaps by the visitor on the phone, and may come back.
 */
export function isShownAgain(
  code: Code | undefined,
  visitor: VisitorId,
  showing: readonly Campaign[],
  now: Instant,
): code is Code {
  if (code?.visitor !== visitor || !showing.some(({ id }) => id === code.campaignId)) return false
  const status = codeStatus(code, now)
  return status === 'live' || status === 'held'
}
