import { displayCode } from './code-display.ts'
import { type Outcome, stages } from './contact-story.ts'
import type { Enquiry } from './enquiry.ts'
import { codeOfEvidence } from './evidence.ts'
import type { AccountId, CampaignId, PersonalHash } from './ids.ts'
import type { RewardMail, RewardSide, TakenBackReason } from './reward.ts'
import { codeOfLink } from './self-referral.ts'
import type { Instant } from './time.ts'

/** A customer who recommends the business: known by a phone or an e-mail, with a code of their own. */
export interface Referrer {
  readonly account: AccountId
  readonly campaignId: CampaignId
  readonly holder: PersonalHash
  readonly code: string
  /** Their phone or e-mail, encrypted: who a reward is for. */
  readonly sealedContact: string
  readonly createdAt: Instant
}

/** That somebody came by another's recommendation. */
export interface FoundReferral {
  readonly code: string
  /** The code was said or entered, or the link was followed. */
  readonly by: 'code' | 'link'
  readonly at: Instant
}

/** A code that the friend used tells more than a link that somebody followed; of several the first. */
export function referralOf({
  evidence,
  journey,
}: Pick<Enquiry, 'evidence' | 'journey'>): FoundReferral | undefined {
  const used = evidence
    .flatMap(({ id, kind, at }) => (kind === 'referral' ? [{ code: codeOfEvidence(id) ?? '', at }] : []))
    .sort((a, b) => (a.at < b.at || (a.at === b.at && a.code < b.code) ? -1 : 1))[0]
  if (used) return { ...used, by: 'code' }
  for (const touch of journey) {
    const code = codeOfLink(touch)
    if (code !== undefined) return { code, by: 'link', at: touch.at }
  }
  return undefined
}

const undone: ReadonlySet<string> = new Set([stages.lost, stages.refunded])

/** Whether something was sold and stays sold: of each deal its last stage counts. */
export function isSold({
  outcomes,
  valueMinorUnits,
}: Pick<Enquiry, 'outcomes' | 'valueMinorUnits'>): boolean {
  const last = new Map<string, readonly Outcome[]>()
  for (const outcome of outcomes) {
    const deal = outcome.deal?.startsWith('deal_') ? outcome.deal : ''
    last.set(deal, [...(last.get(deal) ?? []), outcome])
  }
  const isWon = [...last.values()].some(
    (own) => own.some(({ stage }) => stage === stages.won) && !undone.has(own.at(-1)?.stage ?? ''),
  )
  // What was paid back in full is none, however it was told.
  const isStated = outcomes.some(({ valueMinorUnits: value }) => value !== undefined && value !== 0)
  return isWon && (!isStated || valueMinorUnits > 0)
}

/** Why a sale is rewarded with nothing. */
export const rewardRefusals = ['unknown-code', 'self', 'loop', 'rewarded-before'] as const
export type RewardRefusal = (typeof rewardRefusals)[number]

/** What became of one enquiry that came by a recommendation. */
export interface ReferralRecord {
  readonly account: AccountId
  readonly enquiryId: string
  readonly openedAt: Instant
  readonly code: string
  readonly campaignId?: CampaignId | undefined
  readonly by: FoundReferral['by']
  /** `taken-back`: the sale was, or it proved to be nobody's recommendation. */
  readonly state: 'open' | 'earned' | 'refused' | 'taken-back'
  readonly refusal?: RewardRefusal | undefined
  readonly valueMinorUnits: number
  /** The codes that both sides were given; of what was taken back, those alone that had been used. */
  readonly referrerReward?: string | undefined
  readonly friendReward?: string | undefined
  /** Whether each side is told of it by mail. */
  readonly mails?: { readonly [Side in RewardSide]?: RewardMail } | undefined
  readonly takenBackBecause?: TakenBackReason | undefined
  readonly earnedAt?: Instant | undefined
  /** The enquiry by which the friend was rewarded; it may have merged into this one since. */
  readonly claimedAs?: string | undefined
}

/** Who the friend is, and who stands behind the code. */
export interface RewardSituation {
  readonly friend: {
    readonly person: string
    readonly hashes: readonly PersonalHash[]
    readonly visitors: readonly string[]
  }
  /** Of whoever the code belongs to; undefined if it is nobody's. */
  readonly referrer:
    | {
        readonly holder: PersonalHash
        readonly persons: readonly string[]
        readonly visitor?: string | undefined
      }
    | undefined
  /** Those who recommended the business to the referrer, and to them, and so on. */
  readonly before: readonly { readonly holder: PersonalHash; readonly persons: readonly string[] }[]
  readonly wasRewarded: boolean
}

/** The first thing that stands in the way of a reward, if any does. */
export function rewardRefusalOf({
  friend,
  referrer,
  before,
  wasRewarded,
}: RewardSituation): RewardRefusal | undefined {
  if (!referrer) return 'unknown-code'
  const isFriend = (who: { readonly holder: PersonalHash; readonly persons: readonly string[] }) =>
    friend.hashes.includes(who.holder) || who.persons.includes(friend.person)
  if (isFriend(referrer) || (referrer.visitor !== undefined && friend.visitors.includes(referrer.visitor))) {
    return 'self'
  }
  if (before.some(isFriend)) return 'loop'
  return wasRewarded ? 'rewarded-before' : undefined
}

/** The customer's link: what its tags say is what a code that is said on the phone says. */
export function referralLink(
  page: string,
  { code, campaignId }: Pick<Referrer, 'code' | 'campaignId'>,
): string {
  const url = new URL(page)
  url.searchParams.set('utm_source', 'referral')
  url.searchParams.set('utm_medium', 'referral')
  url.searchParams.set('utm_campaign', campaignId)
  url.searchParams.set('utm_content', code)
  url.searchParams.set('tl_ref', code)
  return url.href
}

/** What a customer may send to a friend. */
export const invitation = (business: string, code: string, worth: string | undefined, link: string): string =>
  `I recommend ${business}${worth ? `: ${worth} for you` : ''}. Code ${displayCode(code)}, or ${link}`
