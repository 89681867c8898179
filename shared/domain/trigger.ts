import type { BusinessEvent, BusinessEventType } from './business-event.ts'
import type { CampaignId, MemberId, SequenceId, TriggerId } from './ids.ts'
import { addDays, type Instant, isSince } from './time.ts'

/** When something happens, and all that is named here is so. */
export interface TriggerWhen {
  readonly event: BusinessEventType
  /** Of `step.reached`. */
  readonly step?: string | undefined
  /** Of `score.crossed`. */
  readonly band?: string | undefined
  /** Of `outcome.reported`. */
  readonly stage?: string | undefined
  /** Of `code.redeemed`. */
  readonly campaignId?: CampaignId | undefined
  /** Of enquiries whose source is in one of these channels. */
  readonly channels?: readonly string[] | undefined
  /** Of enquiries that are (or are not) the person's first. */
  readonly isFirst?: boolean | undefined
}

export type TriggerAction =
  /** Members by their ids, or everybody of a role. */
  | { readonly do: 'notify'; readonly members?: readonly MemberId[]; readonly roles?: readonly string[] }
  | { readonly do: 'start-sequence'; readonly sequenceId: SequenceId }
  /** The one, or whatever the person is in. */
  | { readonly do: 'stop-sequence'; readonly sequenceId?: SequenceId | undefined }
  /** For the person: the mails that follow can name it. */
  | { readonly do: 'issue-code'; readonly campaignId: CampaignId }
  /** An event `trigger.fired` to the account's webhooks. */
  | { readonly do: 'webhook' }
  | { readonly do: 'move-step'; readonly step: string }
export type TriggerActionKind = TriggerAction['do']

export interface Trigger {
  readonly id: TriggerId
  readonly name: string
  readonly active: boolean
  readonly when: TriggerWhen
  readonly actions: readonly TriggerAction[]
  readonly createdAt: Instant
  /** Since when it is as it is; what happened before does not fire it. */
  readonly changedAt: Instant
}

export const mostTriggers = 50
export const mostActions = 10
/** What is older was imported, or came out of a rebuild: nobody is written to because of it. */
export const newestDays = 2

/** What of the enquiry behind an event decides, if it has one. */
export interface TriggerEnquiry {
  readonly channel: string | null
  readonly isFirst: boolean
  readonly isExcluded: boolean
}

export type Fires = 'fires' | 'inactive' | 'another-event' | 'conditions' | 'excluded' | 'history'

const isIn = (values: readonly string[] | undefined, value: string | null | undefined) =>
  !values || values.length === 0 || (value !== undefined && value !== null && values.includes(value))
const isSame = <T>(wanted: T | undefined, actual: T | undefined) => wanted === undefined || wanted === actual

/** Whether the event sets it off, or why not. */
export function firesOn(
  { active, when, changedAt }: Trigger,
  event: BusinessEvent,
  enquiry: TriggerEnquiry | undefined,
  now: Instant,
): Fires {
  if (!active) return 'inactive'
  if (event.type !== when.event) return 'another-event'
  if (!isSince(event.at, changedAt) || event.at < addDays(now, -newestDays)) return 'history'
  if (enquiry?.isExcluded) return 'excluded'
  const told = {
    step: 'step' in event ? event.step : undefined,
    band: 'band' in event ? event.band : undefined,
    stage: 'stage' in event ? event.stage : undefined,
    campaignId: 'campaignId' in event ? event.campaignId : undefined,
  }
  const fits =
    isSame(when.step, told.step) &&
    isSame(when.band, told.band) &&
    isSame(when.stage, told.stage) &&
    isSame(when.campaignId, told.campaignId) &&
    isIn(when.channels, enquiry?.channel) &&
    isSame(when.isFirst, enquiry?.isFirst)
  return fits ? 'fires' : 'conditions'
}
