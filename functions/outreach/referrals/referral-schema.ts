import * as z from 'zod/mini'
import { rewardRefusals } from '../../../shared/domain/referral.ts'
import { rewardMails, type TakenBackReason, takenBackReasons } from '../../../shared/domain/reward.ts'
import { instant } from '../../../shared/http/field.ts'
import { operation } from '../../../shared/http/operation.ts'

const note = (description: string) => z.meta({ description })
const day = z.optional(z.iso.date({ error: 'Must be a day, YYYY-MM-DD.' }))
const reward = z
  .nullable(z.string())
  .check(note('Its code; where rewards were taken back, only one that had been used before.'))
const rewardMail = z.nullable(z.enum(rewardMails))
const takenBackBecause = z.enum(Object.keys(takenBackReasons) as [TakenBackReason, ...TakenBackReason[]])
const counts = {
  visits: z.int().check(note('Sessions that came by the link.')),
  enquiries: z.int(),
  sold: z.int().check(note('Of them those that were rewarded, or would be: sold, and not taken back.')),
  value: z.int().check(note('Minor units of the account’s currency, of all their enquiries.')),
  earned: z.int().check(note('Sales that both sides were rewarded for.')),
  takenBack: z.int(),
  refused: z.int(),
}
export const referralsReport = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    currency: z.string(),
    rows: z.array(
      z.object({
        code: z.string(),
        display: z.string(),
        campaignId: z.nullable(z.string()),
        campaign: z.nullable(z.string()),
        referrer: z
          .nullable(z.string())
          .check(note('Their phone or e-mail; masked for roles that see none, null where they were erased.')),
        ...counts,
      }),
    ),
    friends: z
      .array(
        z.object({
          enquiryId: z.string(),
          openedAt: instant,
          code: z.string(),
          by: z.enum(['code', 'link']),
          state: z.enum(['open', 'earned', 'refused', 'taken-back']),
          refusal: z.nullable(z.enum(rewardRefusals)),
          value: z.int(),
          takenBackBecause: z.nullable(takenBackBecause),
          referrerReward: reward,
          friendReward: reward,
          mails: z
            .object({ referrer: rewardMail, friend: rewardMail })
            .check(note('Whether each side is told of their code by mail; null: there is none to tell of.')),
          earnedAt: z.nullable(instant),
        }),
      )
      .check(note('The enquiries behind the figures, the latest first, 500 at most.')),
    totals: z.object(counts),
  })
  .check(z.meta({ id: 'ReferralsReport' }))

export const reportReferrals = operation({
  id: 'reportReferrals',
  tag: 'Reports',
  summary: 'Who recommends the business, and what came of it',
  description:
    'By the customer’s code, whether it was said, entered or followed as a link. A sale is rewarded once for each friend: nobody recommends the business to themselves (`self`: by phone, e-mail or browser), and not to whoever recommended it to them, directly or through others (`loop`). Whoever agreed to mails is told of their code by one. With the sale (`lost`, `refunded`, worth nothing) or the use of the code the rewards are taken back: codes that were not used yet are voided, with the reason in their log.',
  method: 'get',
  path: '/v1/reports/referrals',
  auth: 'secret',
  query: z
    .object({ from: day, to: day })
    .check(z.meta({ description: 'Days of the account’s zone, both included; the last 30 unless given.' })),
  replies: { 200: referralsReport },
})
export const referralReportOperations = [reportReferrals] as const
