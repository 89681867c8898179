import type { Account } from '../../shared/domain/account.ts'
import type { CallFact, CodeFact, LeaseFact } from '../../shared/domain/fact.ts'
import type { AccountId, CallSid, E164, EnquiryId, PoolId, SessionId } from '../../shared/domain/ids.ts'
import type { ContactRef, SessionRef } from '../../shared/domain/link.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import type { Rollup } from '../../shared/domain/rollup.ts'
import type { SessionFact } from '../../shared/domain/session.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type {
  CallRow,
  DayRange,
  EnquiryRow,
  Head,
  SessionRow,
  StoredViews,
  ViewChange,
} from '../../shared/domain/view.ts'

/** The ledger, as far as attribution reads it. It never writes there. Every read is consistent. */
export interface LedgerPorts {
  accounts: { get(account: AccountId): Promise<Account | undefined> }
  calls: { factsOf(account: AccountId, call: CallSid): Promise<CallFact[]> }
  sessions: { factsOf(account: AccountId, session: SessionId): Promise<SessionFact[]> }
  codes: { factsOf(account: AccountId, code: string): Promise<CodeFact[]> }
  routes: { routeOf(number: E164): Promise<NumberRoute | undefined> }
  leases: {
    leasesCovering(
      account: AccountId,
      number: E164,
      at: Instant,
      pool?: PoolId | undefined,
    ): Promise<LeaseFact[]>
    leasesOfSession(account: AccountId, session: SessionId): Promise<LeaseFact[]>
  }
}

/** The views, which attribution alone writes. */
export interface ViewPorts {
  links: {
    membersOf(
      account: AccountId,
      node: string,
    ): Promise<{ readonly contacts: readonly ContactRef[]; readonly sessions: readonly SessionRef[] }>
    linkContact(account: AccountId, node: string, contact: ContactRef): Promise<void>
    linkCall(account: AccountId, number: E164, call: ContactRef): Promise<void>
    callsTo(account: AccountId, number: E164, from: Instant, until: Instant): Promise<ContactRef[]>
    linkCode(account: AccountId, contact: string, code: string): Promise<void>
    codesOf(account: AccountId, contact: string): Promise<string[]>
    linkSession(
      account: AccountId,
      node: string,
      link: SessionRef,
      before: string | undefined,
    ): Promise<boolean>
    sessionLink(account: AccountId, node: string, session: SessionId): Promise<SessionRef | undefined>
  }
  enquiries: {
    read(account: AccountId, contacts: readonly string[]): Promise<StoredViews>
    apply(account: AccountId, changes: readonly ViewChange[]): Promise<boolean>
    headOf(account: AccountId, id: EnquiryId): Promise<Head | undefined>
    enquiryAt(account: AccountId, openedAt: Instant, id: EnquiryId): Promise<EnquiryRow | undefined>
    revisions(account: AccountId, id: EnquiryId): Promise<EnquiryRow[]>
    enquiriesOf(account: AccountId, day: string, range?: DayRange): Promise<EnquiryRow[]>
    callsOf(account: AccountId, day: string, range?: DayRange): Promise<CallRow[]>
  }
  sessionRows: {
    put(account: AccountId, row: SessionRow): Promise<void>
    remove(account: AccountId, startedAt: Instant, session: SessionId): Promise<void>
    get(account: AccountId, startedAt: Instant, session: SessionId): Promise<SessionRow | undefined>
    listOf(account: AccountId, day: string, range?: DayRange): Promise<SessionRow[]>
  }
  days: { list(account: AccountId, from?: string, to?: string): Promise<string[]> }
  rollups: {
    foldQuarter(account: AccountId, day: string, quarter: string, sum: () => Promise<Rollup>): Promise<void>
    foldZonedDay(account: AccountId, timeZone: string, day: string, sum: () => Promise<Rollup>): Promise<void>
    quarters(account: AccountId, day: string, from: string, until: string): Promise<Rollup[]>
    zonedDays(account: AccountId, timeZone: string, from: string, to: string): Promise<Rollup[]>
  }
}

export interface AttributionPorts {
  readonly ledger: LedgerPorts
  readonly views: ViewPorts
  /** A new text that was never given before. */
  readonly newStamp: () => string
}
