import { benefitText } from '../../../shared/domain/benefit.ts'
import type { Benefit } from '../../../shared/domain/campaign.ts'
import { spokenCode } from '../../../shared/domain/code-display.ts'
import type { RefusalCode } from '../../../shared/domain/coupon.ts'

/** What a caller hears about codes, and a texter reads: short, polite, no jargon. */

export const askForCode =
  'If you have a code from our website, please key it in or say it now. Otherwise, just hold the line.'
export const askAgain = 'Please key in or say your code once more, or hold the line.'

export const mistyped = 'We are sorry, one digit of that code seems wrong.'
export const unread = 'We are sorry, we did not get that code.'
export const connecting = 'We connect you now.'
export const unchecked = 'We can’t check your code at the moment. Please tell it to the person who answers.'

export const readBack = (code: string) =>
  `I heard: ${spokenCode(code)} If that is right, press 1. If not, press 2.`

export function accepted(benefit: Benefit): string {
  const worth = benefitText(benefit)
  return worth ? `Thank you. Your code for ${worth} is accepted.` : 'Thank you. Your code is accepted.'
}

export const refusedBecause: Readonly<Record<RefusalCode, string>> = {
  code_unknown: 'We are sorry, we do not know that code.',
  code_voided: 'We are sorry, that code is no longer valid.',
  campaign_inactive: 'We are sorry, that code is not valid at the moment.',
  code_not_started: 'We are sorry, that code is not valid yet.',
  code_expired: 'We are sorry, that code has expired.',
  code_used: 'We are sorry, that code has been used already.',
  code_held: 'We are sorry, that code is reserved at the moment.',
  limit_reached: 'We are sorry, no more of those codes can be used.',
  order_too_small: 'We are sorry, that code needs a larger order.',
}

export const hereIsACode = (benefit: Benefit) => {
  const worth = benefitText(benefit)
  return worth
    ? `Here is a code for you to enter on our website, for ${worth}.`
    : 'Here is a code for you to enter on our website.'
}
export const sorryNobodyAnswered = 'We are sorry that nobody could answer your call.'
export const thankYouForCalling = 'Thank you for calling.'
export const yourCodeIs = (code: string) => `Your code is: ${spokenCode(code)}`
export const onceMore = (code: string) => `Once more: ${spokenCode(code)}`
export const sentAsText = 'We are sending it to your phone as a text message, too.'
export const press = {
  text: 'To have it sent to your phone as a text message, press 1.',
  again: 'To hear it again, press 1.',
} as const

export const textSent = 'We have sent it to your phone.'
export const textNotSent = 'We are sorry, the text message could not be sent.'
export const closed = 'Thank you for calling. We are closed at the moment.'
export const leaveMessage = 'Please leave a message after the tone.'
export const goodbye = 'Goodbye.'

export const textAccepted = (display: string, benefit: Benefit) => {
  const worth = benefitText(benefit)
  return `Thank you. Your code ${display}${worth ? ` for ${worth}` : ''} is accepted.`
}
/** To a phone of the business that has texted its code. */
export const phoneConfirmed =
  'Thank you. Texts to your numbers are sent on to this phone. Reply STOP to end that.'
/** To whoever texts HELP or INFO. */
export const textHelp = (business: string | undefined) =>
  `${business ?? 'This number'}: text us your code to use it. Reply STOP to get no more texts, START to get them again.`

export const recorded = 'This call may be recorded.'
export const askConsent =
  'May we record this call? Press 1 if you agree. Otherwise, just hold the line, and it is not recorded.'
export const turnedAway = 'We are sorry, your call can not be taken. Goodbye.'
export const challenge = 'Please press 1 to be connected.'
export const acceptCall = 'Press 1 to take the call.'
export const incomingCallFrom = 'Call'
