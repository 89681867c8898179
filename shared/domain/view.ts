import type { Call } from './call.ts'
import type { Channel } from './channel.ts'
import type { Enquiry } from './enquiry.ts'
import type { AccountId, CallSid, EnquiryId, PersonId, SessionId, VisitorId } from './ids.ts'
import type { ContactRef } from './link.ts'
import type { ProgressRow } from './progress.ts'
import type { Source } from './source.ts'
import type { Instant } from './time.ts'

/** Every item carries a stamp that changes with each write: guarded writes compare it. */
export type Stamped<T> = T & { readonly stamp: string }

/** A contact's place in the views. An enquiry is named after the contact that opens it, so there is one for each. */
export interface Head {
  readonly contact: string
  readonly kind: ContactRef['kind']
  /** The session whose partition holds a form. */
  readonly session?: SessionId | undefined
  /** The code whose partition holds a redemption. */
  readonly code?: string | undefined
  /** The enquiry that the contact belongs to now. */
  readonly enquiryId: EnquiryId
  /** When the enquiry that this contact opens was opened: its row's place. Absent if it opens none. */
  readonly openedAt?: Instant | undefined
  /** Likewise the place of a call's row. */
  readonly startedAt?: Instant | undefined
  /** The partition of the day in which its rows stand; the first unless given. */
  readonly shard?: number | undefined
  /** And of the row of the person who is named after this contact. */
  readonly personAt?: Instant | undefined
  /** The last revision of the enquiry named after this contact. */
  readonly revision: number
}

/** Where the row of a visitor's own progress stands; nowhere, where the visitor is somebody who made a contact. */
export interface VisitorHead {
  readonly at?: Instant | undefined
  readonly shard?: number | undefined
  readonly stamp: string
}

export interface EnquiryRow {
  readonly enquiry: Enquiry
  readonly revision: number
}

/** A call as the list of calls shows it. */
export interface CallRow {
  readonly call: Call
  readonly enquiryId: EnquiryId
  readonly firstTime: boolean
  /** The code that was quoted in the call. */
  readonly code: string | null
  readonly tags: readonly string[]
  readonly sealedNote: string | null
  readonly isSpam: boolean
  /** Since when nothing is left to be done about it. */
  readonly handledAt?: Instant | undefined
}

export interface StoredViews {
  readonly heads: ReadonlyMap<string, Stamped<Head>>
  readonly enquiries: ReadonlyMap<EnquiryId, Stamped<EnquiryRow>>
  readonly calls: ReadonlyMap<string, Stamped<CallRow>>
  readonly progress: ReadonlyMap<PersonId, Stamped<ProgressRow>>
}

/** `before` is the stamp of what is replaced; without it nothing may stand there yet. */
export type ViewChange =
  | {
      readonly head: Head
      readonly before?: string | undefined
      /** Nothing but the number of the last revision changes: no row comes, goes or moves with it. */
      readonly isCountOnly?: boolean
    }
  | { readonly enquiry: EnquiryRow; readonly shard: number; readonly before?: string | undefined }
  | { readonly call: CallRow; readonly shard: number; readonly before?: string | undefined }
  | {
      readonly removeEnquiry: { readonly id: EnquiryId; readonly openedAt: Instant }
      readonly shard: number
      readonly before?: string | undefined
    }
  | {
      readonly removeCall: { readonly id: CallSid; readonly startedAt: Instant }
      readonly shard: number
      readonly before?: string | undefined
    }
  | { readonly progress: ProgressRow; readonly shard: number; readonly before?: string | undefined }
  | {
      readonly removeProgress: { readonly id: PersonId; readonly startedAt: Instant }
      readonly shard: number
      readonly before?: string | undefined
    }
  | { readonly archive: EnquiryRow }

/** A session as the reports count it: under the source of its first touch. */
export interface SessionRow {
  readonly session: SessionId
  readonly visitor: VisitorId
  readonly startedAt: Instant
  readonly source: Source
  /** Of all its touches, in time order. */
  readonly channels: readonly Channel[]
  /** The visitor's first contact ever: until then the visits led to nothing. */
  readonly enquiredAt?: Instant | undefined
}

export interface DayRange {
  /** Rows from this instant on. */
  readonly from?: Instant | undefined
  /** Rows before this instant. */
  readonly until?: Instant | undefined
}

/** A rollup to add up anew because of a change of the views. */
export type DueRollup =
  | {
      readonly rollup: 'quarter'
      readonly account: AccountId
      /** In UTC. */
      readonly day: string
      /** `HH:MM`, and the partition of the day's rows that it is of. */
      readonly quarter: string
      readonly shard: number
      /** Where in time the row stands that has changed. */
      readonly at: Instant
    }
  | {
      readonly rollup: 'day'
      readonly account: AccountId
      /** The UTC day and the quarter of it: what is due is the zone's day in which that lies. */
      readonly day: string
      readonly quarter: string
    }
  | {
      readonly rollup: 'month'
      readonly account: AccountId
      readonly timeZone: string
      /** `YYYY-MM` */
      readonly month: string
    }
