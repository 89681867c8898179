import type { Account } from '../../shared/domain/account.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { CodeRow, MintedRow } from '../../shared/domain/code-row.ts'
import type { Code } from '../../shared/domain/coupon.ts'
import type {
  CallFact,
  CodeFact,
  ContactFact,
  DealFact,
  LeaseFact,
  PhoneClickFact,
  SpendFact,
  TextFact,
} from '../../shared/domain/fact.ts'
import type {
  AccountId,
  CallSid,
  CampaignId,
  E164,
  EnquiryId,
  NumberId,
  PoolId,
  SessionId,
  VisitorId,
} from '../../shared/domain/ids.ts'
import type { ContactLink, ContactRef, SessionRef } from '../../shared/domain/link.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import type { Process } from '../../shared/domain/process.ts'
import type { ProgressRow } from '../../shared/domain/progress.ts'
import type { ProgressRules } from '../../shared/domain/progress-fold.ts'
import type { Rebuild } from '../../shared/domain/rebuild.ts'
import type { Rollup, RollupPart } from '../../shared/domain/rollup.ts'
import type { Scoring } from '../../shared/domain/scoring.ts'
import type { SessionFact } from '../../shared/domain/session.ts'
import type { GivenCode } from '../../shared/domain/signal.ts'
import type { Sounding } from '../../shared/domain/sounding.ts'
import type { Stretch } from '../../shared/domain/stretch.ts'
import type { Clock, Instant } from '../../shared/domain/time.ts'
import type { Move } from '../../shared/domain/trace.ts'
import type { Pool, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type {
  CallRow,
  DayRange,
  EnquiryRow,
  SessionRow,
  Stamped,
  StoredViews,
  ViewChange,
  VisitorHead,
} from '../../shared/domain/view.ts'
import type { Warmth } from '../../shared/domain/warmth.ts'

/** All that an account's views are derived by. */
export interface AccountRules extends ProgressRules {
  readonly settings: Account | undefined
}

/** What of it changed. */
export interface ProgressRulesChange {
  readonly account: AccountId
  readonly process?: { readonly before: Process; readonly after: Process } | undefined
  readonly scoring?: { readonly before: Scoring; readonly after: Scoring } | undefined
}

/** Where a row stands in the views. */
export interface RowPlace {
  readonly pk: string
  readonly sk: string
}
export interface WarmthChange {
  readonly account: AccountId
  readonly shard: number
  readonly row: RowPlace
  readonly before?: Warmth | undefined
  readonly after?: Warmth | undefined
}

/** Rollups of one grain: quarters `HH:MM` of a UTC day and their parts, days or months of a zone. */
export type RollupSeries =
  | { readonly grain: 'quarter' | 'part'; readonly day: string }
  | { readonly grain: 'day' | 'month'; readonly timeZone: string }

/** Whether a rollup is the sum of parts of its own (`done`), or about to become it. */
export type Division = 'begun' | 'done'

/** The ledger, as far as attribution reads it. It never writes there. Every read is consistent. */
export interface LedgerPorts {
  accounts: { get(account: AccountId): Promise<Account | undefined> }
  /** The account's settings, process and scoring, read at once. */
  processes: { rulesOf(account: AccountId): Promise<AccountRules> }
  calls: { factsOf(account: AccountId, call: CallSid): Promise<CallFact[]> }
  texts: { factsOf(account: AccountId, conversation: string): Promise<TextFact[]> }
  sessions: { factsOf(account: AccountId, session: SessionId): Promise<SessionFact[]> }
  codes: {
    factsOf(account: AccountId, code: string): Promise<CodeFact[]>
    /** When and for which campaign a code was minted, if that was in bulk: such a code has no fact of its issue. */
    batchOf(
      account: AccountId,
      code: string,
    ): Promise<{ readonly at: Instant; readonly campaignId: CampaignId } | undefined>
  }
  campaigns: { get(account: AccountId, id: CampaignId): Promise<Campaign | undefined> }
  contacts: { factsOf(account: AccountId, contact: string): Promise<ContactFact[]> }
  deals: { factsOf(account: AccountId, deal: string): Promise<DealFact[]> }
  spend: { factsOf(account: AccountId, day: string): Promise<SpendFact[]> }
  routes: { routeOf(number: E164): Promise<NumberRoute | undefined> }
  leases: {
    leasesCovering(
      account: AccountId,
      number: E164,
      at: Instant,
      pool?: PoolId | undefined,
    ): Promise<LeaseFact[]>
    leasesOfSession(account: AccountId, session: SessionId): Promise<LeaseFact[]>
    leasesBetween(
      account: AccountId,
      number: E164,
      from: Instant,
      until: Instant,
      pool?: PoolId | undefined,
    ): Promise<LeaseFact[]>
  }
  pools: { list(account: AccountId, limit: number, after?: string): Promise<Pool[]> }
  numbers: {
    get(account: AccountId, id: NumberId): Promise<TrackingNumber | undefined>
    list(account: AccountId, limit: number, after?: string): Promise<TrackingNumber[]>
  }
  /** The calls that began lately. */
  desk: {
    /** Newest first. */
    begunSince(account: AccountId, since: Instant, limit: number): Promise<CallSid[]>
    /** With the codes that were quoted in it and given in it. */
    callOf(
      account: AccountId,
      callSid: CallSid,
    ): Promise<{
      readonly facts: readonly CallFact[]
      readonly quoted: readonly string[]
      readonly issued: readonly string[]
    }>
    codesOf(account: AccountId, codes: readonly string[]): Promise<Code[]>
  }
}

/** What met at one place. */
export interface Members {
  readonly contacts: readonly ContactLink[]
  readonly sessions: readonly SessionRef[]
  /** A phone whose contacts were last settled as those of a switchboard. */
  readonly settledAsSwitchboard: boolean
  /** Deals that other systems told of and that are looked for here. */
  readonly deals: readonly string[]
  /** At a visitor: the steps that the visitor was moved to by hand. */
  readonly moves: readonly Move[]
  /** At a session: the codes that were shown in it. */
  readonly shown: readonly GivenCode[]
  /** At a visitor: which visits and moves the rows of the persons who made them held when they were settled last. */
  readonly told: string | undefined
  /** At a visitor: where the row of their own progress stands. */
  readonly progress: VisitorHead | undefined
}

/** The views, which attribution alone writes. */
export interface ViewPorts {
  links: {
    membersOf(account: AccountId, node: string): Promise<Members>
    linkShown(account: AccountId, session: SessionId, code: string, given: GivenCode): Promise<void>
    linkMove(account: AccountId, visitor: VisitorId, move: Move): Promise<void>
    noteTold(account: AccountId, node: string, print: string): Promise<void>
    linkDeal(account: AccountId, node: string, deal: string): Promise<void>
    /** Joins the node of a click id with whoever made the click. */
    linkVisit(account: AccountId, node: string, session: SessionId, visitor: VisitorId): Promise<void>
    visitorsAt(
      account: AccountId,
      node: string,
    ): Promise<{
      readonly visitors: readonly VisitorId[]
      readonly sessions: readonly SessionId[]
      readonly deals: readonly string[]
    }>
    someContactsAt(account: AccountId, node: string, limit: number): Promise<ContactLink[]>
    linkContact(account: AccountId, node: string, contact: ContactLink): Promise<void>
    /** @param isNew whether nothing of it can stand yet, as far as is known: then it is not looked for */
    linkSelf(account: AccountId, contact: ContactRef, isNew: boolean): Promise<void>
    refOf(account: AccountId, id: string): Promise<ContactRef | undefined>
    noteSwitchboard(account: AccountId, node: string, isOne: boolean): Promise<void>
    linkClick(click: PhoneClickFact): Promise<void>
    clicksOn(account: AccountId, number: E164, from: Instant, until: Instant): Promise<PhoneClickFact[]>
    linkCall(account: AccountId, number: E164, call: ContactRef, isNew: boolean): Promise<void>
    callsTo(account: AccountId, number: E164, from: Instant, until: Instant): Promise<ContactRef[]>
    linkCode(account: AccountId, contact: string, code: string): Promise<void>
    codesOf(account: AccountId, contact: string): Promise<string[]>
    leadingFrom(
      account: AccountId,
      contact: string,
    ): Promise<{ readonly codes: readonly string[]; readonly deals: readonly string[] }>
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
    find(account: AccountId, id: EnquiryId): Promise<EnquiryRow | undefined>
    revisions(account: AccountId, id: EnquiryId): Promise<EnquiryRow[]>
    /** Of one partition of the day, or of all. */
    enquiriesOf(account: AccountId, day: string, range?: DayRange, shard?: number): Promise<EnquiryRow[]>
    callsOf(account: AccountId, day: string, range?: DayRange, shard?: number): Promise<CallRow[]>
  }
  sessionRows: {
    /** @returns whether it was still the one with the stamp `before` (none: absent) that was replaced */
    put(account: AccountId, row: SessionRow, shard: number, before: string | undefined): Promise<boolean>
    remove(account: AccountId, place: SessionRef): Promise<void>
    get(account: AccountId, place: SessionRef): Promise<Stamped<SessionRow> | undefined>
    getAll(account: AccountId, refs: readonly SessionRef[]): Promise<(Stamped<SessionRow> | undefined)[]>
    listOf(account: AccountId, day: string, range?: DayRange, shard?: number): Promise<SessionRow[]>
  }
  /** The rows of people; those of visitors who made no contact yet are written here. */
  progress: {
    ofVisitor(
      account: AccountId,
      visitor: VisitorId,
      head: VisitorHead | undefined,
    ): Promise<Stamped<ProgressRow> | undefined>
    /** @returns whether nobody else was faster */
    putVisitor(
      account: AccountId,
      visitor: VisitorId,
      before: { readonly head?: VisitorHead | undefined; readonly row?: { stamp: string } | undefined },
      next: ProgressRow | undefined,
      shard: number,
    ): Promise<boolean>
    getAll(account: AccountId, places: readonly RowPlace[]): Promise<(ProgressRow | undefined)[]>
    /** Of persons, too; in time order. */
    listOf(account: AccountId, day: string, range?: DayRange): Promise<ProgressRow[]>
  }
  /** Whose score was over the first threshold, the highest first. */
  warmth: {
    put(account: AccountId, shard: number, warmth: Warmth, row: RowPlace): Promise<void>
    remove(account: AccountId, shard: number, warmth: Warmth, row: RowPlace): Promise<void>
    /** Those from one warmth to another, both included, after a position: in the order of the list. */
    placesOf(
      account: AccountId,
      shard: number,
      range: {
        readonly from?: Warmth | undefined
        readonly until?: Warmth | undefined
        readonly after?: string | undefined
        readonly limit: number
      },
    ): Promise<{ readonly position: string; readonly row: RowPlace }[]>
  }
  codeRows: {
    /** The code's rows as they stand: at `place`, and wherever else one was put before its issue was known. */
    standing(
      account: AccountId,
      code: string,
      place: Instant | undefined,
    ): Promise<readonly Stamped<CodeRow>[]>
    /** @returns whether it was still the one with the stamp `before` (none: absent) that was replaced */
    put(account: AccountId, row: CodeRow, before: string | undefined): Promise<boolean>
    /** @returns whether it was still this one */
    remove(account: AccountId, row: Stamped<CodeRow>): Promise<boolean>
    putMinted(account: AccountId, row: MintedRow): Promise<void>
    listOf(account: AccountId, day: string, range?: DayRange): Promise<(CodeRow | MintedRow)[]>
  }
  rebuild: {
    get(account: AccountId): Promise<Stamped<Rebuild> | undefined>
    put(account: AccountId, rebuild: Rebuild, before: string | undefined): Promise<boolean>
    rulesOf(account: AccountId, expected: string): Promise<string | undefined>
    noteRules(account: AccountId, rules: string): Promise<void>
  }
  days: { list(account: AccountId, from?: string, to?: string): Promise<string[]> }
  /** By which is learnt how far the views are behind. */
  soundings: {
    pass(sounding: Sounding): Promise<void>
    noteFailing(sequence: string, records: number, now: Instant): Promise<void>
  }
  counted: { within(account: AccountId, stretch: Stretch, shard: number): Promise<RollupPart[]> }
  rollups: {
    fold(
      account: AccountId,
      series: RollupSeries,
      key: string,
      read: (division: Division | undefined) => Promise<{
        readonly parts: readonly RollupPart[]
        readonly division?: Division | undefined
      }>,
    ): Promise<void>
    partsOf(account: AccountId, series: RollupSeries, from: string, to: string): Promise<RollupPart[]>
    read(
      account: AccountId,
      series: RollupSeries,
      from: string,
      to: string,
      sections?: readonly string[],
    ): Promise<{ readonly key: string; readonly rollup: Rollup }[]>
  }
}

export interface AttributionPorts {
  readonly ledger: LedgerPorts
  readonly views: ViewPorts
  readonly now: Clock
  /** A new text that was never given before. */
  readonly newStamp: () => string
  /** A stretch of time with more rows than these is added up of its parts. */
  readonly rowsAtOnce: number
}
