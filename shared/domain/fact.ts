import type { CallFact } from './call-fact.ts'
import type { DealFact } from './deal.ts'
import type {
  AccountId,
  CallSid,
  CampaignId,
  E164,
  NumberId,
  PersonalHash,
  PoolId,
  SessionId,
  VisitorId,
} from './ids.ts'
import type { DeclaredSource } from './number.ts'
import type { MailEvent } from './step-rule.ts'
import type { Instant } from './time.ts'

export * from './call-fact.ts'
export type { DealFact } from './deal.ts'

/**
 * The facts of the ledger: what happened, each written once under a key made of its own content, never changed.
 * (A lease's end is the one exception: it moves forward while the session lives; see `shared/store/lease-store.ts`.)
 */
export type Fact =
  | PageFact
  | SeenFact
  | PhoneClickFact
  | FormFact
  | EventFact
  | LeaseFact
  | CallFact
  | TextFact
  | CodeFact
  | CodesMintedFact
  | ContactFact
  | VisitorMovedFact
  | DealFact
  | SpendFact

interface SessionFact {
  readonly account: AccountId
  readonly session: SessionId
  readonly visitor: VisitorId
  readonly at: Instant
}

/** A page was shown. Its source is not stored but classified from `url` and `referrer` (`source.ts`). */
export interface PageFact extends SessionFact {
  readonly fact: 'page'
  /** The page's address as `retainUrl` leaves it: campaign parameters and click ids, no others, no fragment. */
  readonly url: string
  /** Likewise; absent if the browser sent none. */
  readonly referrer?: string | undefined
  readonly title?: string | undefined
  /** Numbers that it showed without a lease: source numbers and a pool's fallback. */
  readonly shown?: readonly E164[] | undefined
}

/** The page was still in view. One item a session, whose instant moves forward. */
export interface SeenFact extends SessionFact {
  readonly fact: 'seen'
  /** Likewise, those that came to be shown between two page views. */
  readonly shown?: readonly E164[] | undefined
}

/** The visitor tapped a tel: link. */
export interface PhoneClickFact extends SessionFact {
  readonly fact: 'phone-click'
  readonly number: E164
}

export interface FormFact extends Omit<SessionFact, 'visitor'> {
  readonly fact: 'form'
  /** Absent in imported history: the session tells, whenever it comes. */
  readonly visitor?: VisitorId | undefined
  readonly formId: string
  readonly phone?: PersonalHash | undefined
  readonly email?: PersonalHash | undefined
  /** The whole form, encrypted (`vault.ts`). */
  readonly sealed?: string | undefined
  /** The answer to "how did you hear of us?", if the form asked. */
  readonly heard?: string | undefined
}

export interface EventFact extends SessionFact {
  readonly fact: 'event'
  readonly name: string
}

/** A pool number stood on the pages of one session. */
export interface LeaseFact {
  readonly fact: 'lease'
  readonly account: AccountId
  readonly number: E164
  readonly poolId?: PoolId | undefined
  readonly session: SessionId
  /** Absent in imported history: the session tells, whenever it comes. */
  readonly visitor?: VisitorId | undefined
  readonly from: Instant
  /** The end, exclusive: the session's last sign of life and the pool's lease minutes. */
  readonly until: Instant
  /** `until` and the pool's cooldown: nobody else is given the number before. */
  readonly freeAt: Instant
  /** The pool had run dry: others held the number at the same time. */
  readonly shared: boolean
}

/** A text came to a tracking number: an SMS that is no STOP, START or HELP, and not from a phone of the business. */
export interface TextFact {
  readonly fact: 'text'
  readonly account: AccountId
  readonly messageSid: string
  /**
   * The MessageSid of the text that opened the conversation it belongs to: decided once, when it was written
   * (`text-conversation.ts`), and a fact like others from then on.
   */
  readonly conversation: string
  /** When the webhook came: Twilio tells no other time. */
  readonly at: Instant
  /** The tracking number that was texted. */
  readonly number: E164
  /** Keyed hash of the sender's number, and the number encrypted; absent if no phone sent it. */
  readonly sender?: PersonalHash | undefined
  readonly sealedSender?: string | undefined
  /** What it says, encrypted. */
  readonly sealedBody: string
  /** How many pictures and the like came with it; Twilio keeps them. */
  readonly attachments?: number | undefined
  /** What the number stood for at that moment. */
  readonly numberId?: NumberId | undefined
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
}

/** What happened to one code: all stand in its partition, so that whoever reads it sees every one of them. */
export type CodeFact = CodeIssuedFact | CodeUsedFact | CodeUseVoidedFact

interface CodeFactBase {
  readonly account: AccountId
  /** Digits, the check digit included. */
  readonly code: string
  readonly at: Instant
}

/** A code was given to somebody: shown to a session, told to a caller, printed for many. */
export interface CodeIssuedFact extends CodeFactBase {
  readonly fact: 'code-issued'
  readonly campaignId: CampaignId
  /** Whoever uses it is whoever it was given to; a code for many says nothing about identity. */
  readonly singleUse: boolean
  readonly session?: SessionId | undefined
  readonly visitor?: VisitorId | undefined
  readonly callSid?: CallSid | undefined
  /** What a code that is printed in one place for many stands for. */
  readonly source?: DeclaredSource | undefined
  /** Who recommends the business with it. */
  readonly referrer?: PersonalHash | undefined
}

export const codeUseMeans = ['keyed', 'spoken', 'agent', 'sms', 'online', 'api'] as const
export type CodeUseMeans = (typeof codeUseMeans)[number]

/** A code was quoted by phone, or entered online. */
export interface CodeUsedFact extends CodeFactBase {
  readonly fact: 'code-used'
  readonly campaignId: CampaignId
  /** Made of the code and its owner: the same use told twice is one. */
  readonly useId: string
  readonly how: CodeUseMeans
  readonly singleUse: boolean
  readonly callSid?: CallSid | undefined
  /** The text conversation that it was quoted in. */
  readonly conversation?: string | undefined
  readonly session?: SessionId | undefined
  readonly visitor?: VisitorId | undefined
  readonly source?: DeclaredSource | undefined
  readonly referrer?: PersonalHash | undefined
  readonly orderReference?: string | undefined
  /** What was ordered with it. */
  readonly order?: { readonly value: { readonly amount: number; readonly currency: string } } | undefined
}

/** A use was taken back: it ties nothing to anything any more. */
export interface CodeUseVoidedFact extends CodeFactBase {
  readonly fact: 'code-use-voided'
  readonly useId: string
  readonly by: string
  readonly reason?: string | undefined
}

/** Codes were minted in bulk, for nobody in particular: told once a batch, since each has no fact of its issue. */
export interface CodesMintedFact {
  readonly fact: 'codes-minted'
  readonly account: AccountId
  readonly campaignId: CampaignId
  /** Its name within the campaign. */
  readonly batch: string
  readonly at: Instant
  readonly count: number
}

/** What people said of a contact afterwards: all stand in the contact's partition, whatever kind of contact it is. */
export type ContactFact =
  | OutcomeFact
  | SelfReportFact
  | MarkFact
  | VerdictFact
  | SplitFact
  | ErasedFact
  | MailEventFact
  | StepMovedFact

interface ContactFactBase {
  readonly account: AccountId
  /** The CallSid, conversation, form id or redemption id; it need not be known yet. */
  readonly contact: string
  readonly at: Instant
  /** Who says so: `api`, `import`, a user's id. */
  readonly by: string
}

/** How far the business got with it: any stage of its own process; `opportunity`, `won` and `lost` mean something to us. */
export interface OutcomeFact extends ContactFactBase {
  readonly fact: 'outcome'
  readonly stage: string
  /** Minor units of the account's currency. */
  readonly valueMinorUnits?: number | undefined
}

/** What the person answered when an agent asked how they had heard of the business. */
export interface SelfReportFact extends ContactFactBase {
  readonly fact: 'self-report'
  readonly heard: string
}

/** What an agent wrote on it; what is absent stays as it was. */
export interface MarkFact extends ContactFactBase {
  readonly fact: 'mark'
  readonly spam?: boolean | undefined
  readonly tags?: readonly string[] | undefined
  /** Nothing is left to be done about it: called back, or not worth it. */
  readonly handled?: boolean | undefined
  /** Encrypted: notes speak of people. Empty where it was taken away. */
  readonly sealedNote?: string | undefined
}

/** A marketer takes a piece of evidence away, or puts it back. */
export interface VerdictFact extends ContactFactBase {
  readonly fact: 'verdict'
  readonly evidenceId: string
  readonly verdict: 'revoked' | 'restored'
  readonly reason?: string | undefined
}

/** A marketer takes contacts apart that were wrongly taken for one person's: equal labels stay together; null undoes it. */
export interface SplitFact extends ContactFactBase {
  readonly fact: 'split'
  readonly apart: string | null
}

/** Whoever made the contact was erased: facts that come late are kept without what names them. */
export interface ErasedFact extends ContactFactBase {
  readonly fact: 'erased'
  /** `sealed`: short of the keyed hashes that tie it to the person's newer contacts. */
  readonly mark: 'sealed' | 'whole'
}

/** What became of a mail that a sequence sent to whoever made the contact. */
export interface MailEventFact extends ContactFactBase {
  readonly fact: 'mail-event'
  /** Of one mail to one person: the same mail sent again has another. */
  readonly mail: string
  readonly sequence: string
  /** Its place in the sequence, by its id. */
  readonly step: string
  readonly event: MailEvent
}

/** Somebody moved the person to a step of the process by hand, or took that back; of several of a step the last holds. */
export interface StepMovedFact extends ContactFactBase {
  readonly fact: 'step-moved'
  readonly step: string
  readonly isReached: boolean
}

/** Likewise a visitor of whom no contact is known. */
export interface VisitorMovedFact {
  readonly fact: 'visitor-moved'
  readonly account: AccountId
  readonly visitor: VisitorId
  readonly at: Instant
  readonly by: string
  readonly step: string
  readonly isReached: boolean
}

/** What was spent on a source on one day of the account's zone; of several the latest `at` holds. */
export interface SpendFact {
  readonly fact: 'spend'
  readonly account: AccountId
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  /** Minor units of the account's currency. */
  readonly amountMinorUnits: number
  readonly at: Instant
}
