import { channelRulesVersion } from './channel.ts'
import { attributionRulesVersion } from './enquiry.ts'
import { progressRulesVersion } from './progress.ts'

/** By which rules views are made now: what was made by others is made anew. */
export const rulesInForce = `${channelRulesVersion}/attribution-${attributionRulesVersion}/progress-${progressRulesVersion}`

/** What has to be derived anew. */
export interface RebuildScope {
  /** Sessions: their sources and channels. */
  readonly sessions: boolean
  /** Persons: their enquiries, evidence and credits. */
  readonly enquiries: boolean
  /** Rollups by the days of the account's zone. */
  readonly days: boolean
}

/** A rebuild of an account's views: one stretch of a day's rows at a time, each telling the next where to go on. */
export interface Rebuild {
  /** Names this rebuild: a step of an older one changes nothing. */
  readonly id: string
  readonly reason: 'settings' | 'rules'
  readonly scope: RebuildScope
  /** The UTC day to go on with; null: all is done. */
  readonly day: string | null
  /** The row of that day after which to go on. */
  readonly after: string | null
  readonly daysDone: number
  readonly daysInAll: number
}

export const isRunning = ({ day }: Rebuild): boolean => day !== null

/** What was not finished has to be done all the same when another rebuild takes its place. */
export const joinedScope = (scope: RebuildScope, unfinished: Rebuild | undefined): RebuildScope =>
  unfinished && isRunning(unfinished)
    ? {
        sessions: scope.sessions || unfinished.scope.sessions,
        enquiries: scope.enquiries || unfinished.scope.enquiries,
        days: scope.days || unfinished.scope.days,
      }
    : scope
