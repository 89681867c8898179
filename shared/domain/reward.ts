import type { NotAllowed } from './consent.ts'
import { stages } from './contact-story.ts'
import type { Enquiry, Exclusion } from './enquiry.ts'

/** Who is rewarded once a friend has bought. */
export const rewardSides = ['referrer', 'friend'] as const
export type RewardSide = (typeof rewardSides)[number]

/** What became of the mail by which somebody is told of their reward's code. */
export const rewardMails = ['on-its-way', 'no-address', 'suppressed', 'no-consent', 'unsubscribed'] as const
export type RewardMail = 'on-its-way' | 'no-address' | 'suppressed' | NotAllowed

/** Why rewards were taken back, and what the log of their codes says. */
export const takenBackReasons = {
  lost: 'The sale was lost after all.',
  refunded: 'The sale was paid back.',
  'worth-nothing': 'The sale is worth nothing any more.',
  'not-sold': 'That something was sold was taken back.',
  spam: 'The enquiry proved to be spam.',
  test: 'The enquiry proved to be a test.',
  'no-recommendation': 'The use of the code was undone: it was nobody’s recommendation.',
  gone: 'The enquiry is gone.',
} as const satisfies Record<Exclusion | string, string>
export type TakenBackReason = keyof typeof takenBackReasons

/**
 * Why what was earned is not any more; asked where it is so.
 * @param isRecommended whether the enquiry still came by somebody's recommendation
 */
export function takenBackReasonOf(
  enquiry: Pick<Enquiry, 'excluded' | 'outcomes'> | undefined,
  isRecommended: boolean,
): TakenBackReason {
  if (!enquiry) return 'gone'
  if (enquiry.excluded) return enquiry.excluded
  if (!isRecommended) return 'no-recommendation'
  const last = enquiry.outcomes.findLast(({ stage }) => stage === stages.lost || stage === stages.refunded)
  if (last) return last.stage === stages.lost ? 'lost' : 'refunded'
  return enquiry.outcomes.some(({ stage }) => stage === stages.won) ? 'worth-nothing' : 'not-sold'
}
