import { benefitText } from '../../../../shared/domain/benefit.ts'
import { spokenCode } from '../../../../shared/domain/code-display.ts'
import type { Sayings } from './sayings.ts'

/** Keys in words: a figure before a period is read as "the first". */
export const german: Sayings = {
  language: 'de',

  askForCode:
    'Wenn Sie einen Code von unserer Website haben, geben Sie ihn bitte jetzt ein oder nennen Sie ihn. Andernfalls bleiben Sie einfach in der Leitung.',
  askAgain:
    'Bitte geben Sie Ihren Code noch einmal ein, oder nennen Sie ihn, oder bleiben Sie in der Leitung.',
  mistyped: 'Leider scheint eine Ziffer dieses Codes nicht zu stimmen.',
  unread: 'Leider haben wir diesen Code nicht verstanden.',
  connecting: 'Wir verbinden Sie jetzt.',
  unchecked:
    'Wir können Ihren Code im Moment leider nicht prüfen. Bitte nennen Sie ihn der Person, die Ihren Anruf annimmt.',
  readBack: (code) =>
    `Ich habe verstanden: ${spokenCode(code, 'de')} wenn das richtig ist, drücken Sie bitte die Eins. Wenn nicht, drücken Sie die Zwei.`,
  accepted(benefit) {
    const worth = benefitText(benefit, 'de')
    return `Vielen Dank. Ihr Code${worth ? ` für ${worth}` : ''} ist angenommen.`
  },
  refusedBecause: {
    code_unknown: 'Diesen Code kennen wir leider nicht.',
    code_voided: 'Dieser Code ist leider nicht mehr gültig.',
    campaign_inactive: 'Dieser Code ist im Moment leider nicht gültig.',
    code_not_started: 'Dieser Code ist leider noch nicht gültig.',
    code_expired: 'Dieser Code ist leider abgelaufen.',
    code_used: 'Dieser Code wurde leider schon verwendet.',
    code_held: 'Dieser Code ist im Moment leider reserviert.',
    limit_reached: 'Von diesen Codes können leider keine weiteren verwendet werden.',
    order_too_small: 'Für diesen Code ist leider eine größere Bestellung nötig.',
  },
  hints: { code: '0, 1, 2, 3, 4, 5, 6, 7, 8, 9', confirmation: 'ja, nein' },
  yes: /^(?:ja|jawohl|genau|richtig|korrekt|stimmt|(?:das )?(?:stimmt|ist richtig)|eins|1)(?!\p{L})/iu,

  hereIsACode(benefit) {
    const worth = benefitText(benefit, 'de')
    return `Hier ist ein Code für Sie zur Eingabe auf unserer Website${worth ? `, für ${worth}` : ''}.`
  },
  yourCodeIs: (code) => `Ihr Code lautet: ${spokenCode(code, 'de')}`,
  onceMore: (code) => `Noch einmal: ${spokenCode(code, 'de')}`,
  sentAsText: 'Wir senden ihn Ihnen auch als SMS.',
  press: {
    text: 'Wenn Sie ihn als SMS erhalten möchten, drücken Sie bitte die Eins.',
    again: 'Um ihn noch einmal zu hören, drücken Sie bitte die Eins.',
  },
  textSent: 'Wir haben ihn Ihnen als SMS gesendet.',
  textNotSent: 'Die SMS konnte leider nicht gesendet werden.',

  sorryNobodyAnswered: 'Leider konnte niemand Ihren Anruf annehmen.',
  tryLater: 'Bitte versuchen Sie es später noch einmal.',
  thankYouForCalling: 'Vielen Dank für Ihren Anruf.',
  nobodyCanAnswer: 'Vielen Dank für Ihren Anruf. Im Moment kann leider niemand ans Telefon kommen.',
  closed: 'Vielen Dank für Ihren Anruf. Wir haben im Moment geschlossen.',
  leaveMessage: 'Bitte hinterlassen Sie eine Nachricht nach dem Ton.',
  thankYouForMessage: 'Vielen Dank für Ihre Nachricht.',
  goodbye: 'Auf Wiederhören.',

  textAccepted(display, benefit) {
    const worth = benefitText(benefit, 'de')
    return `Vielen Dank. Ihr Code ${display}${worth ? ` für ${worth}` : ''} ist angenommen.`
  },
  phoneConfirmed:
    'Vielen Dank. SMS an Ihre Nummern werden an dieses Telefon weitergeleitet. Antworten Sie STOP, um das zu beenden.',
  textHelp: (business) =>
    `${business ?? 'Diese Nummer'}: Senden Sie uns Ihren Code, um ihn zu verwenden. Mit STOP erhalten Sie keine SMS mehr, mit START wieder welche.`,

  recorded: 'Dieser Anruf wird möglicherweise aufgezeichnet.',
  askConsent:
    'Dürfen wir diesen Anruf aufzeichnen? Wenn Sie einverstanden sind, drücken Sie bitte die Eins. Andernfalls bleiben Sie einfach in der Leitung, dann wird nichts aufgezeichnet.',
  turnedAway: 'Ihr Anruf kann leider nicht angenommen werden. Auf Wiederhören.',
  challenge: 'Bitte drücken Sie die Eins, um verbunden zu werden.',
  acceptCall: 'Drücken Sie die Eins, um den Anruf anzunehmen.',
  incomingCallFrom: 'Anruf',
  whisper: {
    probably: (source) => `vermutlich ${source}`,
    quoted: (worth) => (worth ? `Code genannt für ${worth}` : 'Code genannt'),
    ads: (source) => `Anzeigen bei ${source}`,
    directVisit: 'direkter Besuch',
  },
}
