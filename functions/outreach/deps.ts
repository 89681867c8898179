import type { Account } from '../../shared/domain/account.ts'
import type { AuditEntry } from '../../shared/domain/audit.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { CallFact, TextFact } from '../../shared/domain/fact.ts'
import type {
  AccountId,
  CallSid,
  CampaignId,
  E164,
  EnquiryId,
  MemberId,
  NumberId,
  PersonalHash,
  SessionId,
} from '../../shared/domain/ids.ts'
import type { NotificationPreferences, Recipient } from '../../shared/domain/notification.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import type { Handed, NewMail, OutgoingMail, SuppressionReason } from '../../shared/domain/outgoing-mail.ts'
import type { Role } from '../../shared/domain/role.ts'
import type { Rollup } from '../../shared/domain/rollup.ts'
import type { SessionFact } from '../../shared/domain/session.ts'
import type { Clock, Instant } from '../../shared/domain/time.ts'
import type { TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type { CallRow, EnquiryRow, StoredViews } from '../../shared/domain/view.ts'
import type { Guards } from '../../shared/http/operation.ts'
import type { Mailer } from '../../shared/mail/mail.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import type { OpenConversions } from './conversions/late.ts'
import type { DeliveryRouteDeps } from './deliveries/delivery-routes.ts'
import type { ReferralDeps } from './referrals/ports.ts'
import type { FollowUpDeps } from './sequences/ports.ts'
import type { TriggerDeps } from './triggers/ports.ts'
import type { WebhookPort } from './webhooks/ports.ts'
import type { WebhookRouteDeps } from './webhooks/webhook-routes.ts'

/** The mails to be sent: claimed before they are, and looked after until their fate is known. */
export interface OutboxPort {
  add(mail: NewMail, mostPerHour: number, now: Instant): Promise<'added' | 'known' | 'capped'>
  hasten(mail: NewMail): Promise<void>
  due(until: Instant, limit: number): Promise<OutgoingMail[]>
  nextDueAt(): Promise<Instant | undefined>
  take(mail: OutgoingMail, now: Instant): Promise<OutgoingMail | undefined>
  settle(taken: OutgoingMail, outcome: Handed, now: Instant): Promise<void>
  skip(mail: OutgoingMail, because: string): Promise<void>
  postpone(mail: OutgoingMail, dueAt: Instant): Promise<void>
  giveUp(mail: OutgoingMail, because: string): Promise<void>
  confirm(account: AccountId, id: string): Promise<void>
}

export interface SuppressionPort {
  isSuppressed(account: AccountId, address: string): Promise<boolean>
  /** Of addresses by their keyed hash, in their order. */
  areSuppressed(
    addresses: readonly { readonly account: AccountId; readonly address: PersonalHash }[],
  ): Promise<boolean[]>
  add(
    account: AccountId,
    address: string,
    about: {
      readonly reason: SuppressionReason
      readonly at: Instant
      readonly detail?: string | undefined
    },
  ): Promise<void>
  list(account: AccountId): Promise<
    {
      readonly id: PersonalHash
      readonly sealed: string
      readonly reason: SuppressionReason
      readonly at: Instant
      readonly detail?: string | undefined
    }[]
  >
  remove(account: AccountId, id: PersonalHash): Promise<'removed' | 'absent'>
}

export interface PreferencePort {
  /** What the person asked for; the rest is as usual for their role. */
  get(account: AccountId, member: string): Promise<Partial<NotificationPreferences>>
  set(
    account: AccountId,
    member: string,
    change: {
      readonly [Field in keyof NotificationPreferences]?: NotificationPreferences[Field] | null | undefined
    },
  ): Promise<void>
}

/** The ledger, as far as mails tell of it. */
export interface LedgerPorts {
  accounts: { get(account: AccountId): Promise<Account | undefined> }
  calls: { factsOf(account: AccountId, call: CallSid): Promise<CallFact[]> }
  texts: { factsOf(account: AccountId, conversation: string): Promise<TextFact[]> }
  sessions: { factsOf(account: AccountId, session: SessionId): Promise<SessionFact[]> }
  routes: { routeOf(number: E164): Promise<NumberRoute | undefined> }
  numbers: { get(account: AccountId, id: NumberId): Promise<TrackingNumber | undefined> }
  campaigns: { get(account: AccountId, id: CampaignId): Promise<Campaign | undefined> }
}

export interface ViewPorts {
  enquiries: {
    read(account: AccountId, contacts: readonly string[]): Promise<StoredViews>
    find(account: AccountId, id: EnquiryId): Promise<EnquiryRow | undefined>
  }
  rollups: {
    read(
      account: AccountId,
      series: { readonly grain: 'day' | 'month'; readonly timeZone: string },
      from: string,
      to: string,
      sections?: readonly string[],
    ): Promise<{ readonly key: string; readonly rollup: Rollup }[]>
  }
}

export interface VaultPort {
  hash(account: AccountId, kind: 'link', value: string): PersonalHash
  open(account: AccountId, sealed: string): string
}

export interface AuditPort {
  note(account: AccountId, entry: AuditEntry): Promise<void>
}

/** A row of the views as a change of it tells. */
export type ChangedRow =
  | { readonly account: AccountId; readonly call: CallRow }
  | { readonly account: AccountId; readonly enquiry: EnquiryRow }

/** What went wrong and is nobody's to answer: to be counted and alarmed on. No address, no name. */
export interface MailTrouble {
  readonly trouble:
    | 'mail-unsent'
    | 'mail-unknown'
    | 'mail-refused'
    | 'mail-suppressed'
    | 'mails-capped'
    | 'work-broken'
    | 'webhook-off'
  readonly account: AccountId
  readonly mail?: string
  readonly cause: string
}

export interface OutreachDeps {
  readonly ledger: LedgerPorts
  readonly views: ViewPorts
  /** The people of the account, each with an address. */
  readonly recipients: (account: AccountId) => Promise<readonly Recipient[]>
  readonly preferences: PreferencePort
  readonly outbox: OutboxPort
  readonly suppressions: SuppressionPort
  readonly webhooks: WebhookPort
  /** The accounts that had an enquiry. */
  readonly accounts: { note(account: AccountId, now: Instant): Promise<void>; list(): Promise<AccountId[]> }
  /** Absent where none can be sent: then none is claimed either. */
  readonly mailer?: Mailer | undefined
  readonly vault: VaultPort
  readonly publicBaseUrl: string
  readonly now: Clock
  readonly report: (trouble: MailTrouble) => void
}

export interface OutreachAppDeps
  extends Pick<OutreachDeps, 'ledger' | 'preferences' | 'suppressions' | 'vault'> {
  readonly guards: Guards
  readonly followUp: FollowUpDeps
  readonly triggering: Pick<TriggerDeps, 'triggers' | 'recipients' | 'stepsOf'>
  readonly randomBytes: (length: number) => Uint8Array
  /** Told of each request, where somebody watches. */
  readonly observer?: Observer | undefined
  /** What goes to systems outside. */
  readonly outgoing: Omit<WebhookRouteDeps, 'guards'> & Omit<DeliveryRouteDeps, 'guards'>
  /** What recommendations come to. */
  readonly referral: ReferralDeps
  /** What is told to ad platforms. */
  readonly openConversions: OpenConversions
  readonly members: { roleOf(account: AccountId, id: MemberId): Promise<Role | undefined> }
}
