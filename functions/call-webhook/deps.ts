import type { Account, CallSettings } from '../../shared/domain/account.ts'
import type { CallerStanding } from '../../shared/domain/caller-standing.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { ConfirmedPhone } from '../../shared/domain/confirmed-phone.ts'
import type { Code, CodeRecipient, Redemption, RefusalCode } from '../../shared/domain/coupon.ts'
import type {
  CallFact,
  CallStatusFact,
  CodeUseMeans,
  ContactFact,
  LeaseFact,
  MarkFact,
  TextFact,
} from '../../shared/domain/fact.ts'
import type {
  AccountId,
  CallSid,
  CampaignId,
  E164,
  NumberId,
  PersonalHash,
  PoolId,
  SessionId,
} from '../../shared/domain/ids.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import type { SessionFact } from '../../shared/domain/session.ts'
import type { Clock, Instant } from '../../shared/domain/time.ts'
import type { Mailer } from '../../shared/mail/mail.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import type { Texts, TextTrouble } from '../../shared/twilio/texts.ts'
import type { TwilioTrust } from '../../shared/twilio/verify.ts'
import type { Fallbacks } from './outage/rescue.ts'
import type { Spool } from './outage/spool.ts'

/** A failure that the caller does not notice: to be counted and alarmed on. Never with personal data. */
export type Trouble = CallTrouble | TextTrouble

export interface CallTrouble {
  readonly trouble:
    | 'route-unread'
    /** The ledger did not take it, the spool did. */
    | 'fact-spooled'
    /** Neither took it: it is lost unless Twilio is asked for the call. */
    | 'fact-unwritten'
    /** The queue's consumer could not settle some; they come again. */
    | 'spool-undrained'
    /** The ledger will never take it: it stands among the dead letters. */
    | 'spooled-set-aside'
    | 'fallback-unread'
    | 'webhook-failed'
    | 'account-unread'
    | 'hours-unread'
    | 'campaigns-unread'
    | 'code-unchecked'
    | 'code-not-given'
    | 'text-unsent'
    | 'text-unread'
    | 'text-spooled'
    | 'text-unforwarded'
    | 'flow-undecided'
    | 'caller-unread'
    | 'caller-unwritten'
    | 'whisper-unread'
    | 'call-unswept'
    | 'number-unjudged'
  readonly callSid?: CallSid | undefined
  readonly messageSid?: string | undefined
  readonly cause: string
}

/**
 * By what a call was answered: the number's flow, as it is or as last known; its static document; a message taken for
 * whoever runs the bridge, since nothing is known of the number.
 */
export type AnsweredBy = 'flow' | 'memory' | 'document' | 'message'

export interface CallWebhookDeps {
  readonly twilio: TwilioTrust
  /** Has the calls to numbers that nobody registered. */
  readonly houseAccount: AccountId
  readonly routes: { routeOf(number: E164): Promise<NumberRoute | undefined> }
  readonly calls: { record(fact: CallFact): Promise<'recorded' | 'duplicate'> }
  /** Takes the facts while the ledger does not; without one they are asked for again, where Twilio does so. */
  readonly spool?: Spool | undefined
  /** The numbers' static fallback TwiML. */
  readonly fallbacks?: Fallbacks | undefined
  readonly coupons: CouponPorts
  /** What only richer flows read and write; without it they ring as plain ones do. */
  readonly extras?: ExtraPorts
  /** What texts need; without it none are taken, and nobody is texted back. */
  readonly texting?: TextingPorts | undefined
  readonly vault: {
    hash(account: AccountId, kind: 'phone', value: string): PersonalHash
    seal(account: AccountId, value: string): string
  }
  readonly now: Clock
  readonly report: (trouble: Trouble) => void
  /** Told of each call that was answered, and after how long. */
  readonly answered?: ((by: AnsweredBy, milliseconds: number) => void) | undefined
  /** Told of each request, where somebody watches. */
  readonly observer?: Observer | undefined
  readonly patience?: Patience
}

/** What only texts read and write, and calls in vain that are answered by one. */
export interface TextingPorts {
  readonly facts: {
    record(
      text: Omit<TextFact, 'conversation'>,
    ): Promise<{ readonly conversation: string; readonly isOpening: boolean }>
  }
  /** The business's own phones. */
  readonly phones: {
    get(account: AccountId, phone: PersonalHash): Promise<ConfirmedPhone | undefined>
    confirm(account: AccountId, phone: PersonalHash, code: string, now: Instant): Promise<boolean>
  }
  readonly calls: { factsOf(account: AccountId, callSid: CallSid): Promise<CallFact[]> }
  readonly marks: {
    record(fact: MarkFact): Promise<unknown>
    factsOf(account: AccountId, contact: string): Promise<ContactFact[]>
  }
  /** Absent where no mail can be sent. */
  readonly mails?: MailPorts | undefined
}

export interface MailPorts {
  readonly mailer: Mailer
  readonly claims: {
    claim(
      account: AccountId,
      mail: MailName,
      mostPerDay: number,
      now: Instant,
    ): Promise<'granted' | 'taken' | 'capped'>
    release(account: AccountId, mail: MailName): Promise<void>
  }
  /** Addresses that bounced, or whose reader called a mail spam. */
  readonly suppressions: { isSuppressed(account: AccountId, address: string): Promise<boolean> }
}
interface MailName {
  readonly purpose: string
  readonly dedupeKey: string
}

export interface ExtraPorts {
  /** What holds for all calls of the account; may be some seconds old. */
  readonly settings: {
    of(account: AccountId): Promise<CallSettings | undefined>
    /** As read last, without asking the store. */
    last?(account: AccountId): CallSettings | undefined
  }
  readonly callers: CallerPort
  readonly marks: { record(fact: MarkFact): Promise<unknown> }
  readonly leases: {
    leasesCovering(account: AccountId, number: E164, at: Instant, pool?: PoolId): Promise<LeaseFact[]>
  }
  readonly sessions: { factsOf(account: AccountId, session: SessionId): Promise<SessionFact[]> }
  /** Sets a pool number aside that is dialled for somebody else. */
  readonly numberHealth?: {
    ended(
      number: {
        readonly account: AccountId
        readonly numberId: NumberId
        readonly number: E164
        readonly poolId: PoolId
      },
      end: CallStatusFact,
      now: Instant,
    ): Promise<void>
  }
}

/** What is remembered of a caller beyond the calls. */
export interface CallerPort {
  standingOf(account: AccountId, caller: PersonalHash, now: Instant): Promise<CallerStanding>
  /** The phone that answered the call is its caller's agent from now on, if the call has a caller. */
  answered(account: AccountId, callSid: CallSid, agent: E164, at: Instant): Promise<void>
  hungUp(account: AccountId, caller: PersonalHash, callSid: CallSid, at: Instant): Promise<void>
}

/** Read and written only by calls whose flow asks for or gives codes, and by texts. */
export interface CouponPorts {
  readonly accounts: { get(account: AccountId): Promise<Account | undefined> }
  readonly campaigns: {
    get(account: AccountId, id: CampaignId): Promise<Campaign | undefined>
    list(account: AccountId, limit: number, after?: string): Promise<readonly Campaign[]>
  }
  readonly codes: CodePort
  /** Which code a call's own flow gave: one of each campaign. */
  readonly given: {
    of(account: AccountId, callSid: CallSid, campaign: CampaignId): Promise<string | undefined>
    claim(
      account: AccountId,
      callSid: CallSid,
      campaign: CampaignId,
      code: string,
      now: Instant,
    ): Promise<string>
  }
  /** Tries of one phone, which stands for a visitor here. */
  readonly attempts: {
    begin(
      account: AccountId,
      who: { readonly visitor?: string | undefined },
      now: Instant,
    ): Promise<
      | { readonly attempt: 'begun'; settle(outcome: 'good' | 'failed'): Promise<void> }
      | { readonly attempt: 'blocked' }
    >
  }
  readonly texts: Texts
}

export interface CodePort {
  get(account: AccountId, code: string): Promise<Code | undefined>
  mint(
    account: AccountId,
    campaign: Campaign,
    to: CodeRecipient,
    now: Instant,
  ): Promise<
    { readonly kind: 'minted'; readonly code: Code } | { readonly kind: 'refused'; readonly detail: string }
  >
  redeem(
    account: AccountId,
    code: string,
    use: {
      readonly owner: string
      readonly how: CodeUseMeans
      readonly callSid?: CallSid | undefined
      readonly conversation?: string | undefined
      readonly person?: PersonalHash | undefined
    },
    now: Instant,
  ): Promise<
    | { readonly kind: 'redeemed'; readonly redemption: Redemption }
    | { readonly kind: 'refused'; readonly code: RefusalCode }
  >
  quote(
    account: AccountId,
    code: string,
    quoted: {
      readonly callSid: CallSid
      readonly how: CodeUseMeans
      readonly phone?: PersonalHash | undefined
    },
    now: Instant,
  ): Promise<
    | { readonly kind: 'redeemed'; readonly redemption: Redemption }
    | { readonly kind: 'refused'; readonly code: RefusalCode }
  >
  voidCode(
    account: AccountId,
    code: string,
    by: string,
    reason: string | undefined,
    now: Instant,
  ): Promise<unknown>
}

/** How long the store is waited for. */
export interface Patience {
  /** While a caller hears silence: all steps together. */
  readonly callerMilliseconds: number
  /** Behind a callback; below Twilio's 15 s, after which it would hang up on us and try again meanwhile. */
  readonly callbackMilliseconds: number
  /** While a caller whom nobody answered is sent a text, on top. */
  readonly textMilliseconds: number
  /** While an agent who has picked up hears nothing yet. */
  readonly whisperMilliseconds?: number
}
export const usualPatience: Patience = {
  callerMilliseconds: 2000,
  callbackMilliseconds: 8000,
  textMilliseconds: 4000,
}

export { causeOf } from '../../shared/observe/clean.ts'
