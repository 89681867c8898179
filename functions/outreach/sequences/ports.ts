import type { Account } from '../../../shared/domain/account.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { Consent, ConsentBasis } from '../../../shared/domain/consent.ts'
import type { Code, CodeRecipient } from '../../../shared/domain/coupon.ts'
import type {
  DueEnrolment,
  EndReason,
  Enrolment,
  KnownAddress,
  ReadEnrolment,
  Standing,
} from '../../../shared/domain/enrolment.ts'
import type { CallFact, ContactFact } from '../../../shared/domain/fact.ts'
import type { AccountId, CallSid, CampaignId, PersonalHash, SequenceId } from '../../../shared/domain/ids.ts'
import type { ContactLink, ContactRef } from '../../../shared/domain/link.ts'
import type { FollowUpSettings, Sequence } from '../../../shared/domain/sequence.ts'
import type {
  MailHappened,
  MailMark,
  MailResults,
  SequenceMailRecord,
} from '../../../shared/domain/sequence-mail-record.ts'
import type { SessionFact } from '../../../shared/domain/session.ts'
import type { Clock, Instant } from '../../../shared/domain/time.ts'
import type { EnquiryRow, StoredViews } from '../../../shared/domain/view.ts'
import type { Mailer } from '../../../shared/mail/mail.ts'
import type { MailTrouble, SuppressionPort } from '../deps.ts'

/** An address that somebody wrote down who spoke with its owner. */
export interface NotedAddress {
  readonly address: PersonalHash
  readonly sealed: string
  readonly sealedName?: string | undefined
  readonly at: Instant
  readonly by: string
  readonly consent?: { readonly basis: ConsentBasis; readonly note: string } | undefined
}

/** What is known of addresses: whether they may be written to. */
interface StandingPort {
  of(account: AccountId, address: PersonalHash): Promise<KnownAddress>
  ofAll(
    addresses: readonly { readonly account: AccountId; readonly address: PersonalHash }[],
  ): Promise<KnownAddress[]>
  learn(
    account: AccountId,
    address: PersonalHash,
    learnt: {
      readonly sealed: string
      readonly sealedName?: string | undefined
      readonly consent?: Consent | undefined
    },
  ): Promise<Standing>
  unsubscribe(account: AccountId, address: PersonalHash, at: Instant): Promise<Standing>
  giveCode(
    account: AccountId,
    address: PersonalHash,
    code: { readonly code: string; readonly campaignId: CampaignId },
  ): Promise<Standing>
}

/** How far each is in each sequence. */
interface EnrolmentPort {
  enrol(enrolment: Enrolment, known: KnownAddress, now: Instant): Promise<boolean>
  addressesOf(account: AccountId, contacts: readonly string[]): Promise<PersonalHash[]>
  due(now: Instant, limit: number): Promise<DueEnrolment[]>
  nextDueAt(now: Instant): Promise<Instant | undefined>
  wait(
    read: ReadEnrolment,
    until: Instant,
    set: Pick<Partial<Enrolment>, 'dueAt' | 'spread'>,
    now: Instant,
  ): Promise<boolean>
  claim(
    read: ReadEnrolment,
    mail: string,
    links: readonly string[],
    now: Instant,
  ): Promise<ReadEnrolment | undefined>
  unclaim(claimed: ReadEnrolment, until: Instant, now: Instant): Promise<void>
  settle(
    claimed: ReadEnrolment,
    mail: string,
    fate: 'sent' | 'failed' | 'unknown',
    next: Instant | undefined,
    now: Instant,
  ): Promise<Enrolment | undefined>
  finish(read: ReadEnrolment, now: Instant): Promise<boolean>
  stop(
    account: AccountId,
    address: PersonalHash,
    isMeant: (enrolment: Enrolment) => EndReason | undefined,
    now: Instant,
  ): Promise<readonly { readonly sequence: SequenceId; readonly because: EndReason }[]>
  enrolled(
    account: AccountId,
    sequence: SequenceId,
    limit: number,
    before?: string,
  ): Promise<
    { readonly place: string; readonly enrolment: Enrolment; readonly standing?: Standing | undefined }[]
  >
}

/** What became of each mail. */
interface SequenceMailPort {
  /** The id of the record of a mail to somebody in a sequence, whether it was sent or not. */
  recordIdOf(enrolment: Pick<Enrolment, 'account' | 'address' | 'run'>, mail: string): string
  recordOf(account: AccountId, id: string): Promise<SequenceMailRecord | undefined>
  mark(record: SequenceMailRecord, event: MailHappened & { what: MailMark }): Promise<boolean>
  /** That somebody answered, whichever mail. */
  replied(event: MailHappened): Promise<void>
  confirm(account: AccountId, id: string): Promise<void>
}
export type MailingPort = StandingPort & EnrolmentPort & SequenceMailPort

export interface SequencesPort {
  list(account: AccountId): Promise<Sequence[]>
  get(account: AccountId, id: SequenceId): Promise<Sequence | undefined>
  create(account: AccountId, sequence: Sequence): Promise<boolean>
  replace(account: AccountId, sequence: Sequence): Promise<boolean>
  remove(account: AccountId, id: SequenceId): Promise<boolean>
  results(account: AccountId, id: SequenceId): Promise<Map<string, MailResults>>
  settings(account: AccountId): Promise<FollowUpSettings>
  change(
    account: AccountId,
    change: { readonly [Field in keyof FollowUpSettings]?: FollowUpSettings[Field] | null | undefined },
  ): Promise<void>
}

export interface AddressPort {
  note(account: AccountId, contact: string, noted: NotedAddress): Promise<void>
  of(account: AccountId, contact: string): Promise<NotedAddress | undefined>
  claimCode(
    account: AccountId,
    contact: string,
    campaign: CampaignId,
    code: string,
    now: Instant,
  ): Promise<string>
  codeOf(account: AccountId, contact: string, campaign: CampaignId): Promise<string | undefined>
}

/** What following people up needs. */
export interface FollowUpDeps {
  readonly mailing: MailingPort
  readonly sequences: SequencesPort
  readonly addresses: AddressPort
  readonly ledger: {
    accounts: { get(account: AccountId): Promise<Account | undefined> }
    calls: { factsOf(account: AccountId, call: CallSid): Promise<CallFact[]> }
    sessions: { factsOf(account: AccountId, session: string): Promise<SessionFact[]> }
    contacts: { factsOf(account: AccountId, contact: string): Promise<ContactFact[]> }
    campaigns: { get(account: AccountId, id: CampaignId): Promise<Campaign | undefined> }
  }
  readonly codes: {
    mint(
      account: AccountId,
      campaign: Campaign,
      to: CodeRecipient,
      now: Instant,
    ): Promise<
      { readonly kind: 'minted'; readonly code: Code } | { readonly kind: 'refused'; readonly detail: string }
    >
    voidCode(account: AccountId, code: string, by: string, reason: string, now: Instant): Promise<unknown>
    get(account: AccountId, code: string): Promise<Code | undefined>
  }
  readonly views: {
    enquiries: {
      read(account: AccountId, contacts: readonly string[]): Promise<StoredViews>
      find(account: AccountId, id: string): Promise<EnquiryRow | undefined>
    }
    /** Where contacts meet, read consistently: what is linked there is known before any row tells of it. */
    links: {
      membersOf(
        account: AccountId,
        node: string,
      ): Promise<{ readonly contacts: readonly ContactLink[]; readonly settledAsSwitchboard: boolean }>
      refOf(account: AccountId, id: string): Promise<ContactRef | undefined>
    }
  }
  readonly suppressions: Pick<SuppressionPort, 'isSuppressed' | 'areSuppressed'>
  readonly vault: {
    hash(account: AccountId, kind: 'link' | 'email', value: string): PersonalHash
    seal(account: AccountId, value: string): string
    open(account: AccountId, sealed: string): string
  }
  readonly mailer?: Mailer | undefined
  readonly publicBaseUrl: string
  readonly now: Clock
  readonly report: (trouble: MailTrouble) => void
}
