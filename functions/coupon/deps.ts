import type { Account } from '../../shared/domain/account.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Code, CodeRecipient, Order, Redemption, Refused } from '../../shared/domain/coupon.ts'
import type { CallFact, CodeFact, CodeUseMeans } from '../../shared/domain/fact.ts'
import type {
  AccountId,
  CallSid,
  CampaignId,
  JobId,
  PersonalHash,
  SessionId,
  VisitorId,
} from '../../shared/domain/ids.ts'
import type { MintJob } from '../../shared/domain/mint-job.ts'
import type { Referrer } from '../../shared/domain/referral.ts'
import type { Clock, Instant } from '../../shared/domain/time.ts'
import type { Guards } from '../../shared/http/operation.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import type { Texts } from '../../shared/twilio/texts.ts'

export interface CampaignPort {
  create(account: AccountId, campaign: Campaign): Promise<void>
  get(account: AccountId, id: CampaignId): Promise<Campaign | undefined>
  list(account: AccountId, limit: number, after?: string): Promise<Campaign[]>
  update(
    account: AccountId,
    id: CampaignId,
    change: (current: Campaign) => Campaign | undefined,
  ): Promise<Campaign | undefined>
}

/** Who uses a code, and how. */
export interface CodeUse {
  /** The same owner's use of the same code is one use. */
  readonly owner: string
  readonly how: CodeUseMeans
  readonly session?: SessionId | undefined
  readonly visitor?: VisitorId | undefined
  readonly callSid?: CallSid | undefined
  readonly person?: PersonalHash | undefined
  readonly order?: Order | undefined
  /** Whose hold this use consumes; the owner's own is consumed anyhow. */
  readonly heldBy?: string | undefined
}

export type Redeemed =
  | { readonly kind: 'redeemed'; readonly redemption: Redemption; readonly isReplay: boolean }
  | Refused

export type Minted =
  | { readonly kind: 'minted'; readonly code: Code }
  | { readonly kind: 'refused'; readonly detail: string }

/** What happened to a code and ties nobody to anybody. */
export interface CodeEvent {
  readonly event: 'code-held' | 'code-released' | 'code-voided'
  readonly at: Instant
  readonly by: string
  readonly until?: Instant | undefined
  readonly reason?: string | undefined
}

export interface CodePort {
  mint(account: AccountId, campaign: Campaign, to: CodeRecipient, now: Instant): Promise<Minted>
  get(account: AccountId, code: string): Promise<Code | undefined>
  history(account: AccountId, code: string): Promise<readonly (CodeFact | CodeEvent)[]>
  list(
    account: AccountId,
    campaign: CampaignId,
    limit: number,
    after?: string,
  ): Promise<{ readonly codes: readonly Code[]; readonly next?: string | undefined }>
  check(
    account: AccountId,
    code: string,
    use: CodeUse,
    now: Instant,
  ): Promise<{ readonly kind: 'redeemable'; readonly code: Code; readonly campaign: Campaign } | Redeemed>
  hold(
    account: AccountId,
    code: string,
    holder: string,
    minutes: number,
    now: Instant,
  ): Promise<{ readonly kind: 'held'; readonly code: Code } | Refused>
  release(
    account: AccountId,
    code: string,
    holder: string,
    now: Instant,
  ): Promise<{ readonly kind: 'released'; readonly code: Code } | Refused>
  redeem(account: AccountId, code: string, use: CodeUse, now: Instant): Promise<Redeemed>
  quote(
    account: AccountId,
    code: string,
    quoted: {
      readonly callSid: CallSid
      readonly how: CodeUseMeans
      readonly phone?: PersonalHash | undefined
    },
    now: Instant,
  ): Promise<Redeemed>
  voidCode(
    account: AccountId,
    code: string,
    by: string,
    reason: string | undefined,
    now: Instant,
  ): Promise<{ readonly kind: 'voided'; readonly code: Code } | Refused>
  voidUse(
    account: AccountId,
    code: string,
    redemptionId: string,
    by: string,
    reason: string | undefined,
    now: Instant,
  ): Promise<
    | { readonly kind: 'use-voided'; readonly useReturned: boolean }
    | { readonly kind: 'refused'; readonly code: 'redemption_unknown' }
  >
}

/** Whose failures are counted: each kind by itself. */
export interface AttemptOwners {
  readonly session?: string | undefined
  readonly visitor?: string | undefined
  readonly address?: string | undefined
}

export interface AttemptPort {
  /** Reserves a try before the code is looked at; `blocked`: none is heard for so long. */
  begin(
    account: AccountId,
    owners: AttemptOwners,
    now: Instant,
  ): Promise<
    | { readonly attempt: 'begun'; settle(outcome: 'good' | 'failed'): Promise<void> }
    | { readonly attempt: 'blocked'; readonly waitSeconds: number }
  >
}

/** Codes by the thousand. */
export interface MintJobPort {
  /** All of them or, where the campaign may not mint so many, none. */
  mintMany(
    account: AccountId,
    campaign: Campaign,
    count: number,
    now: Instant,
  ): Promise<
    | { readonly kind: 'minted'; readonly codes: readonly Code[] }
    | { readonly kind: 'refused'; readonly detail: string }
  >
  start(
    account: AccountId,
    campaign: Campaign,
    id: JobId,
    count: number,
    now: Instant,
  ): Promise<
    | { readonly kind: 'started'; readonly job: MintJob }
    | { readonly kind: 'refused'; readonly detail: string }
  >
  get(account: AccountId, id: JobId): Promise<MintJob | undefined>
  /** Takes the job a step further; any number of callers may at once. */
  advance(account: AccountId, id: JobId, now: Instant): Promise<MintJob | undefined>
}

export interface CouponDeps {
  readonly guards: Guards
  readonly keys: {
    find(digest: string): Promise<{ account: AccountId; kind: 'secret' | 'site' } | undefined>
  }
  readonly accounts: { get(account: AccountId): Promise<Account | undefined> }
  readonly sessions: {
    tail(account: AccountId, session: SessionId): Promise<{ readonly visitor: VisitorId } | undefined>
  }
  readonly calls: { factsOf(account: AccountId, callSid: CallSid): Promise<CallFact[]> }
  readonly campaigns: CampaignPort
  readonly codes: CodePort
  readonly jobs: MintJobPort
  /** Customers who recommend the business. */
  readonly referrals: {
    referrer(account: AccountId, holder: PersonalHash, campaign: CampaignId): Promise<Referrer | undefined>
    keepReferrer(kept: Referrer, before?: string): Promise<Referrer>
    referrerOf(account: AccountId, code: string): Promise<Referrer | undefined>
  }
  readonly attempts: AttemptPort
  readonly texts: Pick<Texts, 'send'>
  readonly vault: {
    hash(account: AccountId, kind: 'phone' | 'email', value: string): PersonalHash
    seal(account: AccountId, value: string): string
    open(account: AccountId, sealed: string): string
  }
  readonly now: Clock
  readonly randomBytes: (length: number) => Uint8Array
  /** Rows of one export; without a limit it is sent while it is read. */
  readonly exportRows?: number | undefined
  /** Takes a step again and again until it says `false`, though nobody asks: on one machine, where a process stays. */
  readonly keepGoing?: ((step: () => Promise<boolean>) => void) | undefined
  /** The publishable key of the redeem page where its address names none. */
  readonly usualSiteKey?: string | undefined
  /** Whose redeem page text messages link to. */
  readonly publicBaseUrl: string
  /** Told of each request and of each failed try, where somebody watches. */
  readonly observer?: Observer | undefined
}
