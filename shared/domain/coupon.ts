import type { Benefit, Campaign, Direction, Money } from './campaign.ts'
import type { CodeUsedFact } from './fact.ts'
import type { AccountId, CallSid, CampaignId, PersonalHash, SessionId, VisitorId } from './ids.ts'
import type { DeclaredSource } from './number.ts'
import type { Instant } from './time.ts'

/** A reserved use: a checkout or a live call keeps it for minutes. */
export interface Hold {
  readonly by: string
  readonly until: Instant
}

/** What stands of a code: its terms are its campaign's at the moment it was issued. */
export interface Code {
  readonly account: AccountId
  /** Digits, the check digit included. */
  readonly code: string
  readonly campaignId: CampaignId
  readonly direction: Direction
  /** Whoever uses it is whoever it was given to. */
  readonly singleUse: boolean
  readonly maxUses: number
  /** Uses that stand: those returned by a void are not among them. */
  readonly used: number
  readonly state: 'live' | 'voided'
  readonly issuedAt: Instant
  readonly startsAt?: Instant | undefined
  /** The first instant at which it is worth nothing any more. */
  readonly expiresAt: Instant
  readonly holds: readonly Hold[]
  /** Counts the changes of `holds`: who decides upon them writes on the condition that nobody else did. */
  readonly holdsRevision: number
  readonly session?: SessionId | undefined
  readonly visitor?: VisitorId | undefined
  readonly callSid?: CallSid | undefined
  /** Who recommends the business with it: the referrer of a referral campaign. */
  readonly holder?: PersonalHash | undefined
  readonly source?: DeclaredSource | undefined
  /** The bulk job and batch that minted it. */
  readonly batch?: string | undefined
}

/** To whom a code is given. */
export type CodeRecipient = Pick<Code, 'session' | 'visitor' | 'callSid' | 'holder'>

export interface Order {
  readonly reference?: string | undefined
  readonly value: Money
}

/** A use, with what it was worth when it was made. */
export interface Redemption extends CodeUsedFact {
  readonly benefit: Benefit
  readonly order?: Order | undefined
}

/** Why a code is not worth anything to somebody now. */
export const refusalCodes = [
  'code_unknown',
  'code_voided',
  'campaign_inactive',
  'code_not_started',
  'code_expired',
  'code_used',
  'code_held',
  'limit_reached',
  'order_too_small',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export interface Refused {
  readonly kind: 'refused'
  readonly code: RefusalCode
  /** The code's campaign, where there is one: to say what was missing. */
  readonly campaign?: Campaign | undefined
}

/** Derived, because time alone changes it. A code that was used stays `used` when it expires. */
export type CodeStatus = 'live' | 'not-started' | 'held' | 'used' | 'expired' | 'voided'

export const holdsOfOthers = ({ holds }: Code, holders: readonly string[], now: Instant): Hold[] =>
  holds.filter(({ by, until }) => until > now && !holders.includes(by))

/** The uses that somebody may still make: those that others hold are left out. */
export const usesOpenTo = (code: Code, holders: readonly string[], now: Instant): number =>
  code.maxUses - code.used - holdsOfOthers(code, holders, now).length

/** The code's status to somebody who holds nothing of it. */
export function codeStatus(code: Code, now: Instant): CodeStatus {
  if (code.state === 'voided') return 'voided'
  if (code.used >= code.maxUses) return 'used'
  if (code.expiresAt <= now) return 'expired'
  if (code.startsAt !== undefined && code.startsAt > now) return 'not-started'
  return usesOpenTo(code, [], now) < 1 ? 'held' : 'live'
}
