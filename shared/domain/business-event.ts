import type { AccountId, CallSid, CampaignId, EnquiryId } from './ids.ts'
import type { Instant } from './time.ts'

/**
 * What happened in a business's terms, as triggers and webhooks hear of it: made from changes of the views, each once. An
 * event is named after the facts that it rests on, never after a person or an arrival, so that a stream's redelivery, a
 * rebuild or a merge of persons tells nothing twice.
 */
export type BusinessEvent = EventBase &
  (
    | { readonly type: 'enquiry.opened' | 'enquiry.revised'; readonly revision: number }
    | { readonly type: 'step.reached'; readonly step: string }
    | { readonly type: 'score.crossed'; readonly band: string; readonly score: number }
    | { readonly type: 'code.redeemed'; readonly code: string; readonly campaignId: CampaignId }
    | { readonly type: 'outcome.reported'; readonly stage: string; readonly valueMinorUnits: number | null }
    | { readonly type: 'call.missed'; readonly callSid: CallSid }
  )

export type BusinessEventType = BusinessEvent['type']
export const businessEventTypes = [
  'enquiry.opened',
  'enquiry.revised',
  'step.reached',
  'score.crossed',
  'code.redeemed',
  'outcome.reported',
  'call.missed',
] as const satisfies readonly BusinessEventType[]

interface EventBase {
  readonly account: AccountId
  /** `evt_` and letters, digits, `-` and `_`: the same for the same happening, whenever it is told. */
  readonly id: string
  /** When it happened by its facts, not when it was found out. */
  readonly at: Instant
  /** The enquiry that it belongs to, if to one. */
  readonly enquiryId?: EnquiryId | undefined
  /** The contact that it rests on, if on one. */
  readonly contact?: string | undefined
  /** The person's (or, before any contact, the visitor's) row in the views, as of now; a merge may change it later. */
  readonly subject?: string | undefined
}
