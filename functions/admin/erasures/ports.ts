import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { ConversionRecord } from '../../../shared/domain/conversion/record.ts'
import type { Delivery } from '../../../shared/domain/delivery.ts'
import type { Enrolment, Standing } from '../../../shared/domain/enrolment.ts'
import type { Erasure } from '../../../shared/domain/erasure.ts'
import type { TextFact } from '../../../shared/domain/fact.ts'
import type {
  AccountId,
  CallSid,
  EnquiryId,
  PersonalHash,
  SessionId,
  VisitorId,
} from '../../../shared/domain/ids.ts'
import type { ContactLink, ContactRef, SessionRef } from '../../../shared/domain/link.ts'
import type { SequenceMailRecord } from '../../../shared/domain/sequence-mail-record.ts'
import type { SessionFact } from '../../../shared/domain/session.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { AdminDeps } from '../deps.ts'

/** How the items of one person are rewritten; see `person-items.ts`. */
export interface Scrub {
  standIn(hash: string): string | undefined
  readonly sealedNothing: string
  readonly names: readonly string[]
}

export interface HeldMailing {
  readonly standing: Standing | undefined
  readonly enrolments: readonly {
    readonly enrolment: Enrolment
    readonly mails: readonly SequenceMailRecord[]
  }[]
}
export interface NotedOf {
  readonly address: PersonalHash
  readonly sealed: string
  readonly at: Instant
  readonly by: string
  readonly consent?: { readonly basis: string; readonly note: string } | undefined
}

/** What finds a person's facts, and takes the person out of them. */
export interface PrivacyPorts {
  readonly erasures: {
    put(account: AccountId, erasure: Erasure): Promise<void>
    get(account: AccountId, id: string): Promise<Erasure | undefined>
    list(account: AccountId, limit: number, after?: string): Promise<Erasure[]>
    open(limit: number): Promise<{ readonly account: AccountId; readonly erasure: Erasure }[]>
  }
  readonly links: {
    membersOf(
      account: AccountId,
      node: string,
    ): Promise<{
      readonly contacts: readonly ContactLink[]
      readonly sessions: readonly SessionRef[]
      readonly settledAsSwitchboard: boolean
      readonly deals: readonly string[]
    }>
    visitorsAt(
      account: AccountId,
      node: string,
    ): Promise<{ readonly visitors: readonly VisitorId[]; readonly deals: readonly string[] }>
    refOf(account: AccountId, id: string): Promise<ContactRef | undefined>
    codesOf(account: AccountId, contact: string): Promise<string[]>
    forget(account: AccountId, node: string, until: Instant): Promise<void>
    forgetRevisions(account: AccountId, enquiry: EnquiryId): Promise<void>
  }
  readonly items: {
    mark(account: AccountId, contact: string, at: Instant, mark?: 'sealed' | 'whole'): Promise<void>
    call(account: AccountId, callSid: CallSid, scrub: Scrub): Promise<void>
    text(account: AccountId, conversation: string, scrub: Scrub): Promise<void>
    form(account: AccountId, session: SessionId, formId: string, scrub: Scrub): Promise<void>
    code(account: AccountId, code: string, scrub: Scrub): Promise<void>
    said(account: AccountId, contact: string, scrub: Scrub): Promise<void>
    deal(account: AccountId, deal: string, scrub: Scrub): Promise<void>
    referrer(account: AccountId, node: string, scrub: Scrub): Promise<void>
    hash(account: AccountId, hash: PersonalHash, campaigns: readonly string[], now: Instant): Promise<void>
    visitor(account: AccountId, visitor: VisitorId, at: Instant): Promise<void>
  }
  /** Which accounts keep people's data for a time only, and how far each is with it. */
  readonly retention: {
    add(account: AccountId): Promise<void>
    accounts(): Promise<
      { readonly account: AccountId; readonly doneUntil?: string; readonly dealsUntil?: Instant }[]
    >
    noteDeals(account: AccountId, dealsUntil: Instant): Promise<void>
    note(account: AccountId, doneUntil: string): Promise<void>
    days(account: AccountId): Promise<string[]>
    enquiriesOf(
      account: AccountId,
      day: string,
    ): Promise<{ readonly id: EnquiryId; readonly contacts: readonly { id: string; at: Instant }[] }[]>
    marks(account: AccountId, contacts: readonly string[]): Promise<('sealed' | 'whole' | undefined)[]>
  }
  /** What is held so that the person can be written to. */
  readonly mailing: {
    of(account: AccountId, address: PersonalHash): Promise<HeldMailing>
    notedOf(account: AccountId, contact: string): Promise<NotedOf | undefined>
    followedAt(account: AccountId, contact: string): Promise<PersonalHash | undefined>
  }
  /** What went to systems outside about the enquiry that goes by this name. */
  readonly deliveriesAbout: (
    account: AccountId,
    enquiry: EnquiryId,
  ) => Promise<{ readonly delivery: Delivery; readonly sealedBody: string | undefined }[]>
  /** What ad platforms were told, or were to be told, because of these contacts. */
  readonly conversionsOf: (account: AccountId, contacts: readonly string[]) => Promise<ConversionRecord[]>
  readonly texts: { factsOf(account: AccountId, conversation: string): Promise<TextFact[]> }
  readonly sessions: { factsOf(account: AccountId, session: SessionId): Promise<SessionFact[]> }
  /** What was told to systems outside of the enquiry that goes by this name. */
  readonly eraseDeliveries: (account: AccountId, enquiry: EnquiryId) => Promise<number>
  /** Has what was sent of the contact to ad platforms taken back, and sends nothing more of it. */
  readonly eraseConversions: (account: AccountId, contact: string, now: Instant) => Promise<void>
  readonly campaigns: { list(account: AccountId, limit: number): Promise<readonly Campaign[]> }
  /** HMAC-SHA-256, base64url: what a stand-in is made of. */
  readonly digest: (salt: string, text: string) => string
}

export type ErasureDeps = Pick<
  AdminDeps,
  'accounts' | 'calls' | 'contacts' | 'enquiries' | 'recordings' | 'now'
> & {
  readonly vault: Pick<AdminDeps['vault'], 'seal' | 'open'>
  readonly privacy: PrivacyPorts
}
