import type { CallOutcome } from '../../../shared/domain/call.ts'
import type { CampaignId, E164 } from '../../../shared/domain/ids.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { phonesOf } from './decide-text.ts'
import { isTextedAfter, textBackOf, textBackWindow } from './text-back-settings.ts'

/** Found out later than that, by the sweep or from the spool, a call is answered by no text any more. */
const latestMinutes = 60

export interface EndedCall {
  readonly outcome: CallOutcome
  readonly endedAt: Instant | null
  readonly number: E164
  /** Absent if withheld. */
  readonly caller?: E164 | undefined
  readonly isBlocked: boolean
  /** Somebody, or the screening of callers, took the call for spam. */
  readonly isSpam: boolean
  /** The caller's phone is one of the numbers that lead here. */
  readonly isTrackingNumber: boolean
}

export type TextBackDecision =
  | {
      readonly decision: 'text'
      readonly to: E164
      readonly message?: string | undefined
      readonly window: { readonly name: string; readonly hours: number }
      /** The campaign whose code is in it; `ifGiven`: only if the call was given one already. */
      readonly code?: { readonly campaignId: CampaignId; readonly ifGiven: boolean } | undefined
    }
  | {
      readonly decision: 'silence'
      readonly because:
        | 'not wanted'
        | 'another outcome'
        | 'withheld'
        | 'blocked'
        | 'spam'
        | 'own phone'
        | 'too late'
    }

const silence = (because: (TextBackDecision & { decision: 'silence' })['because']): TextBackDecision => ({
  decision: 'silence',
  because,
})

/** Whether whoever called is sent a text: first match wins. Country, caps, STOP and the window decide at its sending. */
export function decideTextBack(flow: CallFlow | undefined, call: EndedCall, now: Instant): TextBackDecision {
  const wanted = textBackOf(flow)
  if (!wanted) return silence('not wanted')
  const { outcome, caller, endedAt } = call
  if (!isTextedAfter(wanted, outcome)) return silence('another outcome')
  if (caller === undefined) return silence('withheld')
  if (call.isBlocked) return silence('blocked')
  if (call.isSpam) return silence('spam')
  if (call.isTrackingNumber || phonesOf(flow).includes(caller)) return silence('own phone')
  if (endedAt === null || endedAt < addMinutes(now, -latestMinutes)) return silence('too late')

  const giving = flow?.giveCode
  const campaignId = wanted.campaignId ?? giving?.campaignId
  return {
    decision: 'text',
    to: caller,
    window: textBackWindow(wanted, call.number),
    ...(wanted.message !== undefined && { message: wanted.message }),
    ...(campaignId !== undefined && {
      // A code for whoever calls out of hours is none for whoever was missed.
      code: { campaignId, ifGiven: wanted.campaignId === undefined && giving?.when === 'closed' },
    }),
  }
}
