import type { Account } from '../../shared/domain/account.ts'
import type { ListedKey } from '../../shared/domain/api-key.ts'
import type { AuditEntry } from '../../shared/domain/audit.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { ConfirmedPhone } from '../../shared/domain/confirmed-phone.ts'
import type { Code, CodeRecipient } from '../../shared/domain/coupon.ts'
import type { CallFact, ContactFact, DealFact, VisitorMovedFact } from '../../shared/domain/fact.ts'
import type {
  AccountId,
  ApiKeyId,
  CallSid,
  CampaignId,
  EnquiryId,
  MemberId,
  NumberId,
  PersonalHash,
  PoolId,
  SavedViewId,
} from '../../shared/domain/ids.ts'
import type { ImportEntry, ImportVerdict } from '../../shared/domain/imported.ts'
import type { Inbound, InboundMap, InboundResult } from '../../shared/domain/inbound.ts'
import type { Member, Membership } from '../../shared/domain/member.ts'
import type { Process } from '../../shared/domain/process.ts'
import type { KeptRecording } from '../../shared/domain/recording-retention.ts'
import type { Role } from '../../shared/domain/role.ts'
import type { SavedView } from '../../shared/domain/saved-view.ts'
import type { Scoring } from '../../shared/domain/scoring.ts'
import type { SignIn } from '../../shared/domain/sign-in.ts'
import type { Clock, Instant } from '../../shared/domain/time.ts'
import type { Pool, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type { EnquiryRow, StoredViews } from '../../shared/domain/view.ts'
import type { Guards } from '../../shared/http/operation.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import type { TwilioRecordings } from '../../shared/twilio/recordings.ts'
import type { PrivacyPorts } from './erasures/ports.ts'
import type { ImportTerms } from './imports/import-decide.ts'
import type { FallbackKeeper } from './numbers/fallbacks.ts'
import type { Seal, SignInChecks } from './sign-in/begun.ts'
import type { Identity, SignInRefusal } from './sign-in/decide.ts'

/** What is `undefined` stays as it is. */
export type AccountChange = {
  readonly [Field in keyof Omit<Account, 'id' | 'createdAt'>]?: Account[Field] | undefined
}

export interface AccountPort {
  create(
    account: Account,
    keys: { readonly secretKey: string; readonly siteKey: string },
  ): Promise<'created' | 'taken'>
  get(account: AccountId): Promise<Account | undefined>
  update(account: AccountId, change: AccountChange): Promise<Account | undefined>
}

export interface KeyPort {
  create(account: AccountId, key: string, name: string, createdAt: Instant): Promise<ListedKey>
  list(account: AccountId): Promise<ListedKey[]>
  remove(account: AccountId, id: ApiKeyId): Promise<'removed' | 'absent'>
}

export type NumberSaved =
  | { readonly saved: true; readonly number: TrackingNumber }
  | { readonly saved: false; readonly because: 'pool-unknown' | 'absent' | 'refused' }
  | { readonly saved: false; readonly because: 'taken'; readonly id?: NumberId | undefined }

export interface NumberPort {
  create(account: AccountId, number: TrackingNumber): Promise<NumberSaved>
  get(account: AccountId, id: NumberId): Promise<TrackingNumber | undefined>
  list(account: AccountId, limit: number, after?: string): Promise<TrackingNumber[]>
  update(
    account: AccountId,
    id: NumberId,
    change: (current: TrackingNumber) => TrackingNumber | undefined,
  ): Promise<NumberSaved>
  delete(account: AccountId, id: NumberId): Promise<'deleted' | 'absent'>
}

export interface PoolPort {
  create(account: AccountId, pool: Pool): Promise<void>
  get(account: AccountId, id: PoolId): Promise<Pool | undefined>
  list(account: AccountId, limit: number, after?: string): Promise<Pool[]>
  update(account: AccountId, id: PoolId, change: (current: Pool) => Pool): Promise<Pool | undefined>
}

export interface ContactPort {
  /** Writes the fact once: it is known by its content. */
  record(fact: ContactFact): Promise<unknown>
  factsOf(account: AccountId, contact: string): Promise<ContactFact[]>
}

/** What holds, and which writing of it this is. */
export interface Revised<T> {
  readonly value: T
  readonly revision: number
  readonly changedAt: Instant | null
}

/** The sales process, and how people are scored. */
export interface ProcessPort {
  getProcess(account: AccountId): Promise<Revised<Process>>
  getScoring(account: AccountId): Promise<Revised<Scoring>>
  /** @returns undefined if it is not the revision `before` that would be replaced */
  putProcess(
    account: AccountId,
    process: Process,
    before: number,
    at: Instant,
  ): Promise<Revised<Process> | undefined>
  putScoring(
    account: AccountId,
    scoring: Scoring,
    before: number,
    at: Instant,
  ): Promise<Revised<Scoring> | undefined>
}

export interface DealPort {
  /** Writes what was told, unless it stands already. */
  record(fact: DealFact): Promise<'recorded' | 'duplicate'>
  factsOf(account: AccountId, deal: string): Promise<DealFact[]>
  /** What was told, the latest first; `place` leads on. */
  heard(
    account: AccountId,
    range: { readonly from: Instant; readonly until: Instant },
    limit: number,
    after?: string,
  ): Promise<{ readonly place: string; readonly deal: string; readonly heardAt: Instant }[]>
}

/** The addresses at which other systems tell outcomes. */
export interface InboundPort {
  create(inbound: Inbound): Promise<void>
  find(id: string): Promise<Inbound | undefined>
  list(account: AccountId): Promise<Inbound[]>
  change(
    account: AccountId,
    id: string,
    change: {
      readonly name?: string | undefined
      readonly map?: InboundMap | undefined
      readonly isActive?: boolean | undefined
    },
  ): Promise<Inbound | undefined>
  remove(account: AccountId, id: string): Promise<boolean>
  note(id: string, last: InboundResult): Promise<void>
}

/** The views, as far as what is said names what they show. */
export interface EnquiryPort {
  find(account: AccountId, id: EnquiryId): Promise<EnquiryRow | undefined>
  revisions(account: AccountId, id: EnquiryId): Promise<EnquiryRow[]>
  read(account: AccountId, contacts: readonly string[]): Promise<StoredViews>
}

export interface CallPort {
  factsOf(account: AccountId, callSid: CallSid): Promise<CallFact[]>
  /** Writes the fact once: it is known by its key. */
  record(fact: CallFact): Promise<unknown>
}

/** What a recording is fetched and deleted by. */
export interface RecordingPorts {
  readonly twilio: TwilioRecordings
  /** The list of those that are kept. */
  readonly kept: {
    accounts(): Promise<AccountId[]>
    due(account: AccountId, until: Instant, limit: number): Promise<KeptRecording[]>
    markUnwanted(account: AccountId, recording: KeptRecording): Promise<void>
    forget(account: AccountId, recording: KeptRecording): Promise<void>
  }
  /** Answers have at most so many bytes of sound; any number unless given. */
  readonly mostBytes?: number | undefined
  /** A failure that is made up for later: to be counted and alarmed on. */
  readonly report: (trouble: RecordingTrouble) => void
}
export interface RecordingTrouble {
  readonly trouble: 'recording-undeleted' | 'recording-unread'
  readonly callSid: CallSid
  readonly cause: string
}

export interface VaultPort {
  hash(account: AccountId, kind: 'phone' | 'email' | 'link' | 'text', value: string): PersonalHash
  seal(account: AccountId, value: string): string
  open(account: AccountId, sealed: string): string
}

export interface ImportPort {
  /** Writes each entry once; the verdicts stand in the order of the entries. */
  record(entries: readonly ImportEntry[]): Promise<ImportVerdict[]>
}

/** Issues a code that many may use. */
export interface CodeMint {
  mint(
    account: AccountId,
    campaign: Campaign,
    to: CodeRecipient,
    now: Instant,
  ): Promise<
    { readonly kind: 'minted'; readonly code: Code } | { readonly kind: 'refused'; readonly detail: string }
  >
}

/** The phones of the business that texts may be sent on to. */
export interface ConfirmedPhonePort {
  list(account: AccountId): Promise<ConfirmedPhone[]>
  /** @returns what stands then */
  request(account: AccountId, phone: ConfirmedPhone): Promise<ConfirmedPhone>
  remove(account: AccountId, phone: PersonalHash): Promise<'removed' | 'absent'>
}

export interface SavedViewPort {
  list(account: AccountId): Promise<SavedView[]>
  create(account: AccountId, view: SavedView): Promise<void>
  update(
    account: AccountId,
    id: SavedViewId,
    change: { readonly name?: string | undefined; readonly path?: string | undefined },
  ): Promise<SavedView | undefined>
  remove(account: AccountId, id: SavedViewId): Promise<'removed' | 'absent'>
}

export type MemberChanged =
  | { readonly changed: true; readonly member: Member }
  | { readonly changed: false; readonly because: 'absent' | 'last-owner' }

export interface MemberPort {
  list(account: AccountId): Promise<Member[]>
  get(account: AccountId, id: MemberId): Promise<Member | undefined>
  add(account: AccountId, member: Omit<Member, 'lastSeenAt'>): Promise<'added' | 'taken'>
  change(
    account: AccountId,
    id: MemberId,
    change: { readonly name?: string | null | undefined; readonly role?: Role | undefined },
  ): Promise<MemberChanged>
  remove(account: AccountId, id: MemberId): Promise<'removed' | 'absent' | 'last-owner'>
  byEmail(email: string): Promise<Membership[]>
  seen(account: AccountId, id: MemberId, at: Instant): Promise<void>
}

/** Sign-ins, each known by the digest of what the browser holds. */
export interface SignInPort {
  create(digest: string, signIn: SignIn): Promise<void>
  find(digest: string): Promise<SignIn | undefined>
  end(digest: string): Promise<void>
}

/** Who proves to us who somebody is. */
export interface IssuerPort {
  begin(redirectUri: string): Promise<(SignInChecks & { readonly url: string }) | undefined>
  finish(answered: URL, checks: SignInChecks): Promise<Identity | SignInRefusal>
  ending(returnTo: string): Promise<string | undefined>
}

export interface AdminDeps {
  readonly guards: Guards
  readonly members: MemberPort
  readonly signIns: SignInPort
  /** Without one nobody can sign in. */
  readonly issuer?: IssuerPort | undefined
  /** Keeps what only the browser and the bridge may know of a sign-in that is under way. */
  readonly signInSeal: Seal
  /** Whether pages of a host other than that of the public address are ours as well: on one machine. */
  readonly isOwnHost?: ((hostname: string) => boolean) | undefined
  readonly accounts: AccountPort
  readonly keys: KeyPort
  readonly confirmedPhones: ConfirmedPhonePort
  readonly numbers: NumberPort
  readonly pools: PoolPort
  readonly savedViews: SavedViewPort
  /** Absent where there is no file store for them. */
  readonly fallbacks?: FallbackKeeper | undefined
  readonly contacts: ContactPort
  /** What is said of visitors who made no contact yet. */
  readonly visitors: { record(fact: VisitorMovedFact): Promise<unknown> }
  readonly processes: ProcessPort
  readonly deals: DealPort
  readonly inbound: InboundPort
  readonly enquiries: EnquiryPort
  /** Sets a pool number aside that is dialled for somebody else. */
  readonly numberHealth: {
    marked(account: AccountId, callSid: CallSid, isWrong: boolean, now: Instant): Promise<void>
  }
  readonly calls: CallPort
  readonly recordings: RecordingPorts
  /** The origin the world uses: stands before the addresses of recordings. */
  readonly publicBaseUrl: string
  readonly campaigns: {
    get(account: AccountId, id: CampaignId): Promise<Campaign | undefined>
    create(account: AccountId, campaign: Campaign): Promise<void>
  }
  readonly codes: CodeMint
  readonly imports: ImportPort
  /** What finds a person's facts, and takes the person out of them. */
  readonly privacy: PrivacyPorts
  /** Who saw or changed what is delicate. */
  readonly audit: {
    note(account: AccountId, entry: AuditEntry): Promise<void>
    list(
      account: AccountId,
      limit: number,
      after?: string,
    ): Promise<(AuditEntry & { readonly position: string })[]>
  }
  readonly vault: VaultPort & ImportTerms['vault']
  readonly now: Clock
  readonly randomBytes: (length: number) => Uint8Array
  /** The page origins of an account that is created without any. */
  readonly newAccountOrigins: readonly string[]
  /** Ledger changes that the views do not show yet. */
  readonly pending: () => Promise<number>
  /** Told of each request and trouble, where somebody watches. */
  readonly observer?: Observer | undefined
  /** The OpenAPI document, as JSON text. */
  readonly openApiDocument: () => Promise<string>
}
