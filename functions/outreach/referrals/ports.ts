import type { Account } from '../../../shared/domain/account.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { Code, CodeRecipient } from '../../../shared/domain/coupon.ts'
import type { CallFact, TextFact } from '../../../shared/domain/fact.ts'
import type { AccountId, CampaignId, EnquiryId } from '../../../shared/domain/ids.ts'
import type { ReferralRecord, Referrer } from '../../../shared/domain/referral.ts'
import type { RewardMail } from '../../../shared/domain/reward.ts'
import type { Rollup } from '../../../shared/domain/rollup.ts'
import type { SessionFact } from '../../../shared/domain/session.ts'
import type { Clock, Instant } from '../../../shared/domain/time.ts'
import type { EnquiryRow, StoredViews } from '../../../shared/domain/view.ts'
import type { Guards } from '../../../shared/http/operation.ts'
import type { Thanks } from './reward-mail.ts'

export interface ReferralPort {
  referrerOf(account: AccountId, code: string): Promise<Referrer | undefined>
  referrers(account: AccountId): Promise<Referrer[]>
  recordOf(
    account: AccountId,
    enquiry: { readonly id: string; readonly openedAt: Instant },
  ): Promise<ReferralRecord | undefined>
  put(record: ReferralRecord): Promise<void>
  remove(record: ReferralRecord): Promise<void>
  records(account: AccountId, from: Instant, until: Instant): Promise<ReferralRecord[]>
  claim(account: AccountId, friend: readonly string[], enquiry: string): Promise<boolean>
  release(account: AccountId, friend: readonly string[], enquiry: string): Promise<void>
}

/** What a recommendation is followed up with. */
export interface ReferralDeps {
  readonly referrals: ReferralPort
  readonly codes: {
    get(account: AccountId, code: string): Promise<Code | undefined>
    mint(
      account: AccountId,
      campaign: Campaign,
      to: CodeRecipient,
      now: Instant,
    ): Promise<
      { readonly kind: 'minted'; readonly code: Code } | { readonly kind: 'refused'; readonly detail: string }
    >
    voidCode(
      account: AccountId,
      code: string,
      by: string,
      reason: string | undefined,
      now: Instant,
    ): Promise<{ readonly kind: 'voided'; readonly code: Code } | { readonly kind: 'refused' }>
  }
  readonly ledger: {
    readonly accounts: { get(account: AccountId): Promise<Account | undefined> }
    readonly campaigns: { get(account: AccountId, id: CampaignId): Promise<Campaign | undefined> }
    readonly calls: { factsOf(account: AccountId, call: string): Promise<CallFact[]> }
    readonly texts: { factsOf(account: AccountId, conversation: string): Promise<TextFact[]> }
    readonly sessions: { factsOf(account: AccountId, session: string): Promise<SessionFact[]> }
  }
  readonly views: {
    readonly enquiries: {
      read(account: AccountId, contacts: readonly string[]): Promise<StoredViews>
      find(account: AccountId, id: EnquiryId): Promise<EnquiryRow | undefined>
    }
    readonly links: {
      membersOf(
        account: AccountId,
        node: string,
      ): Promise<{ readonly contacts: readonly { readonly id: string }[] }>
    }
    readonly rollups: {
      read(
        account: AccountId,
        series: { readonly grain: 'day' | 'month'; readonly timeZone: string },
        from: string,
        to: string,
        sections?: readonly string[],
      ): Promise<{ readonly key: string; readonly rollup: Rollup }[]>
    }
  }
  /** Tells somebody of their reward by mail, where they may be written to. */
  readonly thank: (thanks: Thanks) => Promise<RewardMail | undefined>
  readonly vault: { open(account: AccountId, sealed: string): string }
  readonly now: Clock
}
export type ReferralAppDeps = ReferralDeps & { readonly guards: Guards }
