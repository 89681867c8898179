import type { CampaignId } from './ids.ts'
import type { DeclaredSource } from './number.ts'
import type { Instant } from './time.ts'

/** Which way a campaign's codes go: shown online and quoted by phone, or given by phone and entered online. */
export type Direction = 'web-to-phone' | 'phone-to-web' | 'both'

/** Money in minor units. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

export type Benefit =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'amount'; readonly amount: number; readonly currency: string }
  | { readonly kind: 'gift'; readonly description: string }
  | { readonly kind: 'none' }

/** What becomes of a recommendation. */
export interface ReferralTerms {
  /** The business's page that a customer's link leads to. */
  readonly page?: string | undefined
  /** The campaigns of which both sides are given a code once the friend has bought. */
  readonly rewards?:
    | { readonly referrer?: CampaignId | undefined; readonly friend?: CampaignId | undefined }
    | undefined
}

/** What the codes of a campaign are worth, and how far they go. */
export interface Campaign {
  readonly id: CampaignId
  readonly name: string
  /** `referral`: a code's holder is the referrer. `source`: one code for many, which stands for where it is printed. */
  readonly kind: 'coupon' | 'referral' | 'source'
  readonly direction: Direction
  readonly benefit: Benefit
  /** Random digits of a code; the check digit comes on top. */
  readonly digits: number
  /** ISO 8601 duration from a code's issue. */
  readonly validFor: string
  /** Uses of each code. */
  readonly maxUses: number
  readonly campaignMaxUses?: number | undefined
  readonly perPerson?: number | undefined
  readonly minimumOrder?: Money | undefined
  readonly startsAt?: Instant | undefined
  readonly endsAt?: Instant | undefined
  readonly active: boolean
  /** What the codes of a `source` campaign stand for. */
  readonly source?: DeclaredSource | undefined
  /** Of a `referral` campaign. */
  readonly referral?: ReferralTerms | undefined
  /** Whether a use that is voided may be made again. */
  readonly voidPolicy: 'return-use' | 'keep-use'
  /** The likelihood of a hit in 100 guesses above which no further code is minted. */
  readonly acceptableRisk: number
  readonly createdAt: Instant
}

/** Six digits are keyed and said in a breath; what a web page takes can be tried by a script and needs nine. */
export const usualDigits: Record<Direction, number> = { 'web-to-phone': 6, 'phone-to-web': 9, both: 9 }
/**
 * A hundred guesses by phone are fifty calls, so about 1,000 live codes of six digits are borne; of nine, half a million
 * (100 guesses in 10 minutes are also what the attempt limits of several addresses together let through).
 */
export const usualRisk: Record<Direction, number> = { 'web-to-phone': 0.1, 'phone-to-web': 0.05, both: 0.05 }

const limits = ['campaignMaxUses', 'perPerson'] as const

/**
 * The limit that a change would bring to a campaign without one, if any: uses are counted from the first on or not at
 * all, so that a limit may be moved or lifted later, but not come.
 */
export const addedLimit = (before: Campaign, after: Campaign): (typeof limits)[number] | undefined =>
  limits.find((limit) => before[limit] === undefined && after[limit] !== undefined)
