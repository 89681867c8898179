import { benefitText } from '../../../../shared/domain/benefit.ts'
import { spokenCode } from '../../../../shared/domain/code-display.ts'
import type { Sayings } from './sayings.ts'

export const french: Sayings = {
  language: 'fr',

  askForCode:
    'Si vous avez un code de notre site, veuillez le saisir ou le dire maintenant. Sinon, restez simplement en ligne.',
  askAgain: 'Veuillez saisir ou dire votre code encore une fois, ou restez en ligne.',
  mistyped: 'Nous sommes désolés, un chiffre de ce code semble incorrect.',
  unread: 'Nous sommes désolés, nous n’avons pas compris ce code.',
  connecting: 'Nous vous mettons en relation.',
  unchecked:
    'Nous ne pouvons pas vérifier votre code pour le moment. Veuillez le donner à la personne qui vous répondra.',
  readBack: (code) =>
    `J’ai compris : ${spokenCode(code, 'fr')} si c’est exact, appuyez sur la touche 1. Sinon, appuyez sur la touche 2.`,
  accepted(benefit) {
    const worth = benefitText(benefit, 'fr')
    return `Merci. Votre code${worth ? ` pour ${worth}` : ''} est accepté.`
  },
  refusedBecause: {
    code_unknown: 'Nous sommes désolés, nous ne connaissons pas ce code.',
    code_voided: 'Nous sommes désolés, ce code n’est plus valable.',
    campaign_inactive: 'Nous sommes désolés, ce code n’est pas valable en ce moment.',
    code_not_started: 'Nous sommes désolés, ce code n’est pas encore valable.',
    code_expired: 'Nous sommes désolés, ce code a expiré.',
    code_used: 'Nous sommes désolés, ce code a déjà été utilisé.',
    code_held: 'Nous sommes désolés, ce code est réservé en ce moment.',
    limit_reached: 'Nous sommes désolés, ces codes ne peuvent plus être utilisés.',
    order_too_small: 'Nous sommes désolés, ce code demande une commande plus importante.',
  },
  hints: { code: '0, 1, 2, 3, 4, 5, 6, 7, 8, 9', confirmation: 'oui, non' },
  yes: /^(?:oui|ouais|exact|exactement|correct|d['’]accord|c['’]est (?:ça|exact|correct|juste|bien ça)|1)(?!\p{L})/iu,

  hereIsACode(benefit) {
    const worth = benefitText(benefit, 'fr')
    return `Voici un code à saisir sur notre site${worth ? `, pour ${worth}` : ''}.`
  },
  yourCodeIs: (code) => `Votre code est : ${spokenCode(code, 'fr')}`,
  onceMore: (code) => `Encore une fois : ${spokenCode(code, 'fr')}`,
  sentAsText: 'Nous vous l’envoyons aussi par SMS.',
  press: {
    text: 'Pour le recevoir par SMS, appuyez sur la touche 1.',
    again: 'Pour l’entendre à nouveau, appuyez sur la touche 1.',
  },
  textSent: 'Nous vous l’avons envoyé par SMS.',
  textNotSent: 'Nous sommes désolés, le SMS n’a pas pu être envoyé.',

  sorryNobodyAnswered: 'Nous sommes désolés que personne n’ait pu répondre à votre appel.',
  tryLater: 'Veuillez réessayer plus tard.',
  thankYouForCalling: 'Merci de votre appel.',
  nobodyCanAnswer: 'Merci de votre appel. Personne ne peut vous répondre pour le moment.',
  closed: 'Merci de votre appel. Nous sommes fermés en ce moment.',
  leaveMessage: 'Veuillez laisser un message après le bip.',
  thankYouForMessage: 'Merci de votre message.',
  goodbye: 'Au revoir.',

  textAccepted(display, benefit) {
    const worth = benefitText(benefit, 'fr')
    return `Merci. Votre code ${display}${worth ? ` pour ${worth}` : ''} est accepté.`
  },
  phoneConfirmed:
    'Merci. Les SMS à vos numéros sont transférés à ce téléphone. Répondez STOP pour y mettre fin.',
  textHelp: (business) =>
    `${business ?? 'Ce numéro'} : envoyez-nous votre code pour l'utiliser. Répondez STOP pour ne plus recevoir de SMS, START pour en recevoir à nouveau.`,

  recorded: 'Cet appel peut être enregistré.',
  askConsent:
    'Pouvons-nous enregistrer cet appel ? Si vous êtes d’accord, appuyez sur la touche 1. Sinon, restez simplement en ligne, et rien ne sera enregistré.',
  turnedAway: 'Nous sommes désolés, votre appel ne peut pas être pris. Au revoir.',
  challenge: 'Veuillez appuyer sur la touche 1 pour être mis en relation.',
  acceptCall: 'Appuyez sur la touche 1 pour prendre l’appel.',
  incomingCallFrom: 'Appel',
  whisper: {
    probably: (source) => `probablement ${source}`,
    quoted: (worth) => (worth ? `code donné pour ${worth}` : 'code donné'),
    ads: (source) => `publicité ${source}`,
    directVisit: 'visite directe',
  },
}
