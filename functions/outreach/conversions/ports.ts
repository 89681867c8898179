import type { Account } from '../../../shared/domain/account.ts'
import type { KnownBrowser } from '../../../shared/domain/conversion/browser-ids.ts'
import type { Destination } from '../../../shared/domain/conversion/destination.ts'
import type { ConversionRecord, RecordKey } from '../../../shared/domain/conversion/record.ts'
import type { CallFact, TextFact } from '../../../shared/domain/fact.ts'
import type { AccountId, CallSid, EnquiryId, SessionId, VisitorId } from '../../../shared/domain/ids.ts'
import type { SessionFact } from '../../../shared/domain/session.ts'
import type { Clock, Instant } from '../../../shared/domain/time.ts'
import type { EnquiryRow, StoredViews } from '../../../shared/domain/view.ts'
import type { DeliveryPort, WorkPort } from '../webhooks/ports.ts'
import type { PlatformDeps } from './platforms/platform-port.ts'

export interface Trouble {
  readonly because: string
  readonly at: Instant
}
export type StoredDestination = Destination & {
  readonly trouble?: Trouble | undefined
  readonly hasCredentials: boolean
}
export type DestinationChange = Partial<Omit<Destination, 'id' | 'account' | 'platform' | 'createdAt'>>

/** Where conversions go, and by what secrets. */
export interface DestinationPort {
  list(account: AccountId): Promise<StoredDestination[]>
  get(account: AccountId, id: string): Promise<StoredDestination | undefined>
  create(destination: Destination, credentials: Readonly<Record<string, string>> | undefined): Promise<void>
  update(account: AccountId, id: string, change: DestinationChange): Promise<StoredDestination | undefined>
  remove(account: AccountId, id: string): Promise<'removed' | 'absent'>
  credentials(account: AccountId, id: string): Promise<Readonly<Record<string, string>> | undefined>
  putCredentials(account: AccountId, id: string, credentials: Readonly<Record<string, string>>): Promise<void>
  putTrouble(account: AccountId, id: string, trouble: Trouble | undefined): Promise<void>
}

/** What each has of each conversion. */
export interface ConversionPort {
  of(account: AccountId, contacts: readonly string[]): Promise<ConversionRecord[]>
  get(key: RecordKey): Promise<ConversionRecord | undefined>
  put(before: ConversionRecord | undefined, after: ConversionRecord): Promise<ConversionRecord | undefined>
  waiting(account: AccountId, destination: string, until: Instant, limit: number): Promise<ConversionRecord[]>
  erasedAmong(account: AccountId, contacts: readonly string[]): Promise<ReadonlySet<string>>
  list(
    account: AccountId,
    destination: string,
    page: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<ConversionRecord[]>
}

/** The facts and views that a conversion is made of. */
export interface ConversionSources {
  readonly account: (account: AccountId) => Promise<Account | undefined>
  readonly calls: { factsOf(account: AccountId, call: CallSid): Promise<CallFact[]> }
  readonly texts: { factsOf(account: AccountId, conversation: string): Promise<TextFact[]> }
  readonly sessions: { factsOf(account: AccountId, session: SessionId): Promise<SessionFact[]> }
  readonly browsers: { get(account: AccountId, visitor: VisitorId): Promise<KnownBrowser | undefined> }
  readonly enquiries: {
    read(account: AccountId, contacts: readonly string[]): Promise<StoredViews>
    find(account: AccountId, id: EnquiryId): Promise<EnquiryRow | undefined>
    enquiriesOf(account: AccountId, day: string): Promise<EnquiryRow[]>
  }
  readonly vault: { open(account: AccountId, sealed: string): string }
}

export interface ConversionDeps {
  readonly destinations: DestinationPort
  readonly conversions: ConversionPort
  readonly nameOf: (key: RecordKey) => string
  readonly sources: ConversionSources
  readonly deliveries: Pick<DeliveryPort, 'add' | 'get' | 'take' | 'settle' | 'again' | 'noteProcessing'>
  readonly works: Pick<WorkPort, 'add'>
  readonly telling: PlatformDeps
  readonly now: Clock
  /** 0 to 1, 1 excluded. */
  readonly chance: () => number
}
