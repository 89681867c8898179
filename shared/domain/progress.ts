import type { Credit, CreditModel } from './credit.ts'
import type { CampaignId, E164, EnquiryId, PersonId, SessionId, VisitorId } from './ids.ts'
import type { ContactKind } from './link.ts'
import { type Band, bandOfScore, exactScore, type Scoring, shownScore, type Threshold } from './scoring.ts'
import type { Source } from './source.ts'
import type { RuleKind } from './step-rule.ts'
import type { Instant } from './time.ts'

/**
 * How far somebody has come: one row for each person, and for each visitor who made no contact yet. When a contact turns
 * out to be the visitor's, the visitor's own row goes, and the person's holds what both did.
 */
export interface ProgressRow {
  readonly kind: 'person' | 'visitor'
  /** `per_…` is named after the person's first contact, so it may change with a late fact; a visitor's id never does. */
  readonly id: PersonId | VisitorId
  /** The first step; the first sign of life where none was reached. The row stands on its day, and the funnel counts it there. */
  readonly startedAt: Instant
  /** The last of all that counts here: a visit's beginning, a contact, a step, points. Not every page. */
  readonly lastAt: Instant
  /** Each once, in time order. */
  readonly steps: readonly ReachedStep[]
  /** Ids of those on the way to the sale, in the order of the process. */
  readonly path: readonly string[]
  readonly score: ScoreSheet
  /** In time order, short of spam and tests: whoever made nothing else has no row. */
  readonly contacts: readonly { readonly kind: ContactKind; readonly id: string; readonly at: Instant }[]
  readonly visitors: readonly VisitorId[]
  readonly enquiries: readonly EnquiryId[]
  readonly visits: number
  /** The first touches and the last ones, in time order; `source` is a place in `sources`. */
  readonly journey: readonly {
    readonly at: Instant
    readonly sessionId?: SessionId | undefined
    readonly source: number
  }[]
  readonly touchesInAll: number
  /** Each once, short of the click ids. */
  readonly sources: readonly Source[]
  /**
   * Whose the person is, by every model; `touch` is a place in `sources`, null where none is known. Those of the first
   * enquiry, so that funnel and sources agree; of a visitor without one, those of all visits.
   */
  readonly credits: Readonly<Record<CreditModel, readonly Credit[]>>
  /** Of the first enquiry. */
  readonly number: E164 | null
  readonly codeCampaign: CampaignId | null
  /** Minor units, of all enquiries. */
  readonly valueMinorUnits: number
}

/** Counts the changes of what the same facts, process and scoring come to. */
export const progressRulesVersion = 1

/** What a step or points rest on: a fact's own place, never a person's. */
export interface Cause {
  readonly on: RuleKind | 'moved'
  readonly at: Instant
  readonly session?: SessionId | undefined
  readonly contact?: string | undefined
  /** Moved by hand before any contact was known. */
  readonly visitor?: VisitorId | undefined
  /** The page's path, the event's name, what the rule asked of the call, the mail, who moved it by hand. */
  readonly detail?: string | undefined
}

export interface ReachedStep extends Cause {
  readonly step: string
}

export interface ScoredPoints extends Cause {
  readonly rule: string
  readonly points: number
}

export interface ScoreSheet {
  readonly halfLifeDays: number | null
  readonly thresholds: Scoring['thresholds']
  /** In time order. */
  readonly points: readonly ScoredPoints[]
  /** What took the score over the threshold when it was last below it. It may have faded since. */
  readonly crossed: Readonly<Partial<Record<Threshold, Cause>>>
}

export const scoreAt = ({ score }: Pick<ProgressRow, 'score'>, now: Instant): number =>
  shownScore(exactScore(score, now))
export const bandAt = ({ score }: Pick<ProgressRow, 'score'>, now: Instant): Band =>
  bandOfScore(exactScore(score, now), score.thresholds)

/** Names the fact that a cause is: equal for whoever holds it, a visitor first and then a person. */
export const causeKey = ({ on, at, session, contact, visitor }: Cause): string =>
  `${on} ${session ?? contact ?? visitor ?? ''} ${at}`
