import type { Account } from '../../shared/domain/account.ts'
import type { EventFact, FormFact, PageFact, PhoneClickFact, SeenFact } from '../../shared/domain/fact.ts'
import type { AccountId, E164, PersonalHash, PoolId, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import type { HeldLease, LeaseTerms } from '../../shared/domain/lease.ts'
import type { Clock, Instant } from '../../shared/domain/time.ts'

/** What a page needs to know of a pool. */
export interface SitePool extends LeaseTerms {
  readonly id: PoolId
  readonly swapTargets: readonly E164[]
  readonly fallbackNumber?: E164 | undefined
}

/** What the next beacon of a session needs to know of it. */
export interface KnownSession {
  readonly visitor: VisitorId
  readonly lastSign: Instant
  readonly lastPage: string | undefined
  readonly seenLeases: readonly HeldLease[]
  readonly held: readonly HeldLease[]
}

export interface SessionDeps {
  readonly keys: {
    find(digest: string): Promise<{ account: AccountId; kind: 'secret' | 'site' } | undefined>
  }
  readonly accounts: { get(account: AccountId): Promise<Account | undefined> }
  readonly pools: { list(account: AccountId, limit: number): Promise<readonly SitePool[]> }
  readonly sessions: {
    tail(account: AccountId, session: SessionId): Promise<KnownSession | undefined>
    recordPage(key: string, fact: PageFact, leases: readonly HeldLease[]): Promise<void>
    record(key: string, fact: PhoneClickFact | FormFact | EventFact): Promise<void>
    recordSeen(fact: SeenFact, leases: readonly HeldLease[]): Promise<void>
  }
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
  readonly vault: {
    hash(account: AccountId, kind: 'phone' | 'email', value: string): PersonalHash
    seal(account: AccountId, value: string): string
  }
  /** The text of `t.js`. */
  readonly snippet: () => Promise<string>
  readonly now: Clock
  readonly randomBytes: (length: number) => Uint8Array
  /** Takes one line for each failure. */
  readonly log?: (line: string) => void
}
