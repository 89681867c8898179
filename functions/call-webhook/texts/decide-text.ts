import { type ConfirmedPhone, confirms } from '../../../shared/domain/confirmed-phone.ts'
import type { E164 } from '../../../shared/domain/ids.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { canReceiveTexts } from '../../../shared/domain/text-country.ts'
import { type TextCommand, textCommandOf } from '../../../shared/domain/text-words.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { IncomingText } from '../schema.ts'

/** What an incoming text is. */
export type TextMeaning =
  | { readonly is: 'command'; readonly command: TextCommand }
  /** A phone of the business shows that it wants what customers text. */
  | { readonly is: 'confirmation'; readonly code: string }
  /** No enquiry, and sent on to nobody: it would come back, or go round in a circle. */
  | { readonly is: 'own'; readonly because: 'tracking-number' | 'business-phone' }
  | { readonly is: 'enquiry'; readonly isSpam: boolean }

/** What is known of the sender. */
export interface Sender {
  /** As a phone of the business, if it is one that was named to be sent texts. */
  readonly standing?: ConfirmedPhone | undefined
  /** It is a number that leads here. */
  readonly isTrackingNumber: boolean
  readonly isBlocked: boolean
}

/** Every phone that the flow rings or texts. */
export const phonesOf = (flow: CallFlow | undefined): readonly E164[] => [
  ...(flow?.forwardTo ?? []),
  ...(flow?.closed?.forwardTo ?? []),
  ...(flow?.missed?.forwardTo ?? []),
  ...(Array.isArray(flow?.textForwardTo) ? flow.textForwardTo : []),
]

/** First match wins: whoever may not be texted any more says so from whatever phone. */
export function decideText(
  { body, optOutType, sender }: IncomingText,
  { standing, isTrackingNumber, isBlocked }: Sender,
  flow: CallFlow | undefined,
  at: Instant,
): TextMeaning {
  const command = textCommandOf(body, optOutType)
  if (command !== undefined) return { is: 'command', command }
  if (isTrackingNumber) return { is: 'own', because: 'tracking-number' }
  if (standing && confirms(standing, body, at)) return { is: 'confirmation', code: standing.code }
  const isBusiness =
    standing?.state === 'confirmed' || (sender !== undefined && phonesOf(flow).includes(sender))
  if (isBusiness) return { is: 'own', because: 'business-phone' }
  return { is: 'enquiry', isSpam: isBlocked }
}

/** The phones that the flow wants texts to be sent on to; which of them are confirmed is for the ledger to say. */
export function forwardPhones(flow: CallFlow | undefined, text: IncomingText): readonly E164[] {
  const wanted = flow?.textForwardTo
  if (wanted === undefined) return []
  const phones = wanted === true ? (flow?.forwardTo ?? []).filter(canReceiveTexts) : wanted
  return [...new Set(phones)].filter((phone) => phone !== text.number && phone !== text.sender)
}
