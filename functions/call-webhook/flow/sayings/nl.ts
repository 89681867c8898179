import { benefitText } from '../../../../shared/domain/benefit.ts'
import { spokenCode } from '../../../../shared/domain/code-display.ts'
import type { Sayings } from './sayings.ts'

export const dutch: Sayings = {
  language: 'nl',

  askForCode:
    'Als u een code van onze website hebt, toets hem dan nu in of zeg hem. Blijf anders gewoon aan de lijn.',
  askAgain: 'Toets of zeg uw code alstublieft nog een keer, of blijf aan de lijn.',
  mistyped: 'Het spijt ons, één cijfer van die code lijkt niet te kloppen.',
  unread: 'Het spijt ons, we hebben die code niet verstaan.',
  connecting: 'We verbinden u nu door.',
  unchecked:
    'We kunnen uw code op dit moment niet controleren. Geef hem alstublieft door aan degene die opneemt.',
  readBack: (code) =>
    `Ik heb verstaan: ${spokenCode(code, 'nl')} als dat klopt, toets dan 1. Klopt het niet, toets dan 2.`,
  accepted(benefit) {
    const worth = benefitText(benefit, 'nl')
    return `Dank u wel. Uw code${worth ? ` voor ${worth}` : ''} is geaccepteerd.`
  },
  refusedBecause: {
    code_unknown: 'Het spijt ons, we kennen die code niet.',
    code_voided: 'Het spijt ons, die code is niet meer geldig.',
    campaign_inactive: 'Het spijt ons, die code is op dit moment niet geldig.',
    code_not_started: 'Het spijt ons, die code is nog niet geldig.',
    code_expired: 'Het spijt ons, die code is verlopen.',
    code_used: 'Het spijt ons, die code is al gebruikt.',
    code_held: 'Het spijt ons, die code is op dit moment gereserveerd.',
    limit_reached: 'Het spijt ons, er kunnen niet meer van die codes worden gebruikt.',
    order_too_small: 'Het spijt ons, voor die code is een grotere bestelling nodig.',
  },
  hints: { code: '0, 1, 2, 3, 4, 5, 6, 7, 8, 9', confirmation: 'ja, nee' },
  yes: /^(?:ja|jawel|juist|correct|(?:dat )?klopt|dat is (?:juist|goed)|één|1)(?!\p{L})/iu,

  hereIsACode(benefit) {
    const worth = benefitText(benefit, 'nl')
    return `Hier is een code voor u om op onze website in te vullen${worth ? `, voor ${worth}` : ''}.`
  },
  yourCodeIs: (code) => `Uw code is: ${spokenCode(code, 'nl')}`,
  onceMore: (code) => `Nog een keer: ${spokenCode(code, 'nl')}`,
  sentAsText: 'We sturen hem u ook per sms.',
  press: {
    text: 'Toets 1 om hem per sms te ontvangen.',
    again: 'Toets 1 om hem nog een keer te horen.',
  },
  textSent: 'We hebben hem u per sms gestuurd.',
  textNotSent: 'Het spijt ons, de sms kon niet worden verstuurd.',

  sorryNobodyAnswered: 'Het spijt ons dat niemand uw oproep kon beantwoorden.',
  tryLater: 'Probeer het later nog eens.',
  thankYouForCalling: 'Dank u wel voor het bellen.',
  nobodyCanAnswer: 'Dank u wel voor het bellen. Op dit moment kan niemand opnemen.',
  closed: 'Dank u wel voor het bellen. We zijn op dit moment gesloten.',
  leaveMessage: 'Laat alstublieft een bericht achter na de toon.',
  thankYouForMessage: 'Dank u wel voor uw bericht.',
  goodbye: 'Tot ziens.',

  textAccepted(display, benefit) {
    const worth = benefitText(benefit, 'nl')
    return `Dank u wel. Uw code ${display}${worth ? ` voor ${worth}` : ''} is geaccepteerd.`
  },
  phoneConfirmed:
    'Dank u wel. Sms-berichten aan uw nummers worden doorgestuurd naar deze telefoon. Antwoord STOP om daarmee te stoppen.',
  textHelp: (business) =>
    `${business ?? 'Dit nummer'}: sms ons uw code om hem te gebruiken. Antwoord STOP om geen sms meer te ontvangen, START om ze weer te ontvangen.`,

  recorded: 'Dit gesprek kan worden opgenomen.',
  askConsent:
    'Mogen we dit gesprek opnemen? Toets 1 als u akkoord gaat. Blijf anders gewoon aan de lijn, dan wordt het niet opgenomen.',
  turnedAway: 'Het spijt ons, uw oproep kan niet worden aangenomen. Tot ziens.',
  challenge: 'Toets alstublieft 1 om te worden doorverbonden.',
  acceptCall: 'Toets 1 om de oproep aan te nemen.',
  incomingCallFrom: 'Oproep',
  whisper: {
    probably: (source) => `waarschijnlijk ${source}`,
    quoted: (worth) => (worth ? `code genoemd voor ${worth}` : 'code genoemd'),
    ads: (source) => `advertenties van ${source}`,
    directVisit: 'direct bezoek',
  },
}
