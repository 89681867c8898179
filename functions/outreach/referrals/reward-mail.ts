import { benefitText } from '../../../shared/domain/benefit.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { displayCode } from '../../../shared/domain/code-display.ts'
import { type Code, codeStatus } from '../../../shared/domain/coupon.ts'
import type { AccountId, SequenceId } from '../../../shared/domain/ids.ts'
import type { ReferralRecord } from '../../../shared/domain/referral.ts'
import type { RewardMail, RewardSide } from '../../../shared/domain/reward.ts'
import type { Sequence } from '../../../shared/domain/sequence.ts'
import { type Enrolled, enrol } from '../sequences/enrol.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'

/**
 * Who is rewarded is told by a mail of a sequence of its own, one for each code: so it goes by the same consent, quiet
 * hours and frequency as every other, is sent at most once, and not at all once its code is good for nothing any more.
 */
const idPattern = /^seq_reward-(referrer|friend)-(\d+)$/
const sequenceIdOf = (side: RewardSide, code: string): SequenceId => `seq_reward-${side}-${code}`

const openings: Readonly<Record<RewardSide, { readonly subject: string; readonly text: string }>> = {
  referrer: {
    subject: 'Thank you for recommending {{business|us}}',
    text: 'Somebody to whom you recommended us has become a customer: thank you.',
  },
  friend: {
    subject: 'Your thank-you from {{business|us}}',
    text: 'You came to us by a recommendation: thank you for your trust in it.',
  },
}

function rewardSequence(side: RewardSide, { code, issuedAt }: Code, campaign: Campaign): Sequence {
  const worth = benefitText(campaign.benefit)
  const { subject, text } = openings[side]
  return {
    id: sequenceIdOf(side, code),
    name: 'Referral reward',
    kind: 'follow-up',
    active: true,
    mails: [
      {
        id: 'reward',
        delayWorkingHours: 0,
        subject,
        text: [
          'Hello {{name|there}},',
          text,
          `${worth ? `Here is ${worth} for you. ` : ''}Your code is ${displayCode(code)}. Say it when you call us, or enter it where you order.`,
        ].join('\n\n'),
        value: 'Has the code that they earned.',
      },
    ],
    // They have moved already: it is what the mail thanks them for.
    stopOn: [],
    createdAt: issuedAt,
    changedAt: issuedAt,
  }
}

type Deps = Pick<FollowUpDeps, 'sequences' | 'codes' | 'ledger' | 'now'>

/** The account's sequences, and those of rewards whose codes are still good; they are found by their id and listed nowhere. */
export function withRewardMails({ sequences, codes, ledger, now }: Deps): FollowUpDeps['sequences'] {
  return {
    ...sequences,
    async get(account, id) {
      const [, side, digits] = idPattern.exec(id) ?? []
      if (side === undefined || digits === undefined) return sequences.get(account, id)
      const code = await codes.get(account, digits)
      const campaign = code && (await ledger.campaigns.get(account, code.campaignId))
      const isGood = code?.used === 0 && !['voided', 'expired'].includes(codeStatus(code, now()))
      return isGood && campaign ? rewardSequence(side as RewardSide, code, campaign) : undefined
    },
  }
}

/** Of those that are not here something is wrong with the code, not with the mail. */
const told: Readonly<Partial<Record<Enrolled, RewardMail>>> = {
  enrolled: 'on-its-way',
  same: 'on-its-way',
  'under-way': 'on-its-way',
  'too-soon': 'on-its-way',
  'no-address': 'no-address',
  suppressed: 'suppressed',
  'no-consent': 'no-consent',
  unsubscribed: 'unsubscribed',
}

/** Whom to tell of which code, and by which of their contacts an address may be known: the likeliest first. */
export interface Thanks {
  readonly account: AccountId
  readonly side: RewardSide
  readonly code: string
  readonly contacts: readonly string[]
  readonly record: Pick<ReferralRecord, 'earnedAt' | 'openedAt'>
}

/** However often it is asked, each code is told of once. */
export const createThank =
  (deps: FollowUpDeps) =>
  async ({ account, side, code, contacts, record }: Thanks): Promise<RewardMail | undefined> => {
    const sequence = sequenceIdOf(side, code)
    const eventAt = record.earnedAt ?? record.openedAt
    return told[await enrol(deps, { account, contacts, sequence, event: sequence, eventAt })]
  }
