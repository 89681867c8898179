import { benefitText } from '../../../../shared/domain/benefit.ts'
import { spokenCode } from '../../../../shared/domain/code-display.ts'
import type { Sayings } from './sayings.ts'

export const english: Sayings = {
  language: 'en',

  askForCode:
    'If you have a code from our website, please key it in or say it now. Otherwise, just hold the line.',
  askAgain: 'Please key in or say your code once more, or hold the line.',
  mistyped: 'We are sorry, one digit of that code seems wrong.',
  unread: 'We are sorry, we did not get that code.',
  connecting: 'We connect you now.',
  unchecked: 'We can’t check your code at the moment. Please tell it to the person who answers.',
  readBack: (code) => `I heard: ${spokenCode(code)} If that is right, press 1. If not, press 2.`,
  accepted(benefit) {
    const worth = benefitText(benefit)
    return worth ? `Thank you. Your code for ${worth} is accepted.` : 'Thank you. Your code is accepted.'
  },
  refusedBecause: {
    code_unknown: 'We are sorry, we do not know that code.',
    code_voided: 'We are sorry, that code is no longer valid.',
    campaign_inactive: 'We are sorry, that code is not valid at the moment.',
    code_not_started: 'We are sorry, that code is not valid yet.',
    code_expired: 'We are sorry, that code has expired.',
    code_used: 'We are sorry, that code has been used already.',
    code_held: 'We are sorry, that code is reserved at the moment.',
    limit_reached: 'We are sorry, no more of those codes can be used.',
    order_too_small: 'We are sorry, that code needs a larger order.',
  },
  hints: {
    code: 'zero, oh, one, two, three, four, five, six, seven, eight, nine, double, triple',
    confirmation: 'yes, no',
  },
  yes: /^(?:yes|yeah|yep|correct|right|that is right|that's right|one)\b/i,

  hereIsACode(benefit) {
    const worth = benefitText(benefit)
    return worth
      ? `Here is a code for you to enter on our website, for ${worth}.`
      : 'Here is a code for you to enter on our website.'
  },
  yourCodeIs: (code) => `Your code is: ${spokenCode(code)}`,
  onceMore: (code) => `Once more: ${spokenCode(code)}`,
  sentAsText: 'We are sending it to your phone as a text message, too.',
  press: {
    text: 'To have it sent to your phone as a text message, press 1.',
    again: 'To hear it again, press 1.',
  },
  textSent: 'We have sent it to your phone.',
  textNotSent: 'We are sorry, the text message could not be sent.',

  sorryNobodyAnswered: 'We are sorry that nobody could answer your call.',
  tryLater: 'Please try again later.',
  thankYouForCalling: 'Thank you for calling.',
  nobodyCanAnswer: 'Thank you for calling. Nobody can answer at the moment.',
  closed: 'Thank you for calling. We are closed at the moment.',
  leaveMessage: 'Please leave a message after the tone.',
  thankYouForMessage: 'Thank you for your message.',
  goodbye: 'Goodbye.',

  textAccepted(display, benefit) {
    const worth = benefitText(benefit)
    return `Thank you. Your code ${display}${worth ? ` for ${worth}` : ''} is accepted.`
  },
  phoneConfirmed: 'Thank you. Texts to your numbers are sent on to this phone. Reply STOP to end that.',
  textHelp: (business) =>
    `${business ?? 'This number'}: text us your code to use it. Reply STOP to get no more texts, START to get them again.`,

  recorded: 'This call may be recorded.',
  askConsent:
    'May we record this call? Press 1 if you agree. Otherwise, just hold the line, and it is not recorded.',
  turnedAway: 'We are sorry, your call can not be taken. Goodbye.',
  challenge: 'Please press 1 to be connected.',
  acceptCall: 'Press 1 to take the call.',
  incomingCallFrom: 'Call',
  whisper: {
    probably: (source) => `probably ${source}`,
    quoted: (worth) => (worth ? `code quoted for ${worth}` : 'code quoted'),
    ads: (source) => `${source} ads`,
    directVisit: 'direct visit',
  },
}
