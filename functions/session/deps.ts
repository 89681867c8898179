import type { Account } from '../../shared/domain/account.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { BrowserIds } from '../../shared/domain/conversion/browser-ids.ts'
import type { Code, CodeRecipient } from '../../shared/domain/coupon.ts'
import type { EventFact, FormFact, PageFact, PhoneClickFact, SeenFact } from '../../shared/domain/fact.ts'
import type { AccountId, E164, PersonalHash, PoolId, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import type { HeldLease, LeaseTerms } from '../../shared/domain/lease.ts'
import type { Visit } from '../../shared/domain/source.ts'
import type { Clock, Instant } from '../../shared/domain/time.ts'
import type { StaticSwap } from '../../shared/domain/tracking-number.ts'
import type { Once } from '../../shared/http/operation.ts'
import type { Observer } from '../../shared/observe/observer.ts'

/** What a page needs to know of a pool. */
export interface SitePool extends LeaseTerms {
  readonly id: PoolId
  readonly swapTargets: readonly E164[]
  readonly fallbackNumber?: E164 | undefined
  /** A layout: `###.###.####`. */
  readonly display?: string | undefined
}

/** What the next beacon of a session needs to know of it. */
export interface KnownSession {
  readonly visitor: VisitorId
  readonly lastSign: Instant
  readonly lastPage: string | undefined
  readonly seenLeases: readonly HeldLease[]
  readonly held: readonly HeldLease[]
  /** The page with which the present touch began. */
  readonly arrival: Visit | undefined
  /** Numbers that its pages showed without a lease. */
  readonly shown: readonly E164[]
}

export interface SessionDeps {
  readonly keys: {
    find(digest: string): Promise<{ account: AccountId; kind: 'secret' | 'site' } | undefined>
  }
  readonly accounts: { get(account: AccountId): Promise<Account | undefined> }
  readonly site: {
    read(
      account: AccountId,
      limit: number,
    ): Promise<{ readonly pools: readonly SitePool[]; readonly statics: readonly StaticSwap[] }>
  }
  readonly sessions: {
    tail(account: AccountId, session: SessionId): Promise<KnownSession | undefined>
    recordPage(key: string, fact: PageFact, leases: readonly HeldLease[], arrival?: Visit): Promise<void>
    record(key: string, fact: PhoneClickFact | FormFact | EventFact): Promise<void>
    recordSeen(fact: SeenFact, leases: readonly HeldLease[]): Promise<void>
  }
  /** Where each visitor came from last, other than directly. */
  readonly arrivals: {
    last(
      account: AccountId,
      visitor: VisitorId,
    ): Promise<{ readonly visit: Visit; readonly at: Instant } | undefined>
    keep(account: AccountId, visitor: VisitorId, visit: Visit, at: Instant, days: number): Promise<void>
  }
  /** Browsers whose users were erased: at their next visit they are somebody new. */
  readonly erasedVisitors: { isErased(account: AccountId, visitor: VisitorId): Promise<boolean> }
  readonly leases: {
    acquire(request: {
      account: AccountId
      pool: SitePool
      session: SessionId
      visitor: VisitorId
      now: Instant
      held?: HeldLease | undefined
    }): Promise<HeldLease | undefined>
  }
  /** What pages told of the ad platforms' own cookies. */
  readonly browsers: {
    note(account: AccountId, visitor: VisitorId, ids: BrowserIds, now: Instant): Promise<void>
  }
  readonly campaigns: { list(account: AccountId, limit: number): Promise<readonly Campaign[]> }
  readonly codes: {
    get(account: AccountId, code: string): Promise<Code | undefined>
    mint(
      account: AccountId,
      campaign: Campaign,
      to: CodeRecipient,
      now: Instant,
    ): Promise<
      | { readonly kind: 'minted'; readonly code: Code }
      | { readonly kind: 'refused'; readonly because: string; readonly detail: string }
    >
    voidCode(account: AccountId, code: string, by: string, reason: string, now: Instant): Promise<unknown>
  }
  /** Which code the pages show to each visitor. */
  readonly shownCodes: {
    of(account: AccountId, visitor: VisitorId): Promise<string | undefined>
    /** @returns the code that the visitor has then: this one, or what another beacon put there first */
    replace(account: AccountId, visitor: VisitorId, before: string | undefined, code: Code): Promise<string>
  }
  readonly vault: {
    hash(account: AccountId, kind: 'phone' | 'email', value: string): PersonalHash
    seal(account: AccountId, value: string): string
  }
  readonly once: Once
  /** The text of `t.js`. */
  readonly snippet: () => Promise<string>
  /** The text of `consent.js`. */
  readonly consentScript: () => Promise<string>
  /** The text of `ids.js`. */
  readonly idsScript: () => Promise<string>
  /** The text of `check.js`. */
  readonly checkScript: () => Promise<string>
  readonly now: Clock
  readonly randomBytes: (length: number) => Uint8Array
  /** Told of each request and of each failure, where somebody watches. */
  readonly observer?: Observer | undefined
}
