import { benefitText } from '../../../../shared/domain/benefit.ts'
import { spokenCode } from '../../../../shared/domain/code-display.ts'
import type { Sayings } from './sayings.ts'

export const spanish: Sayings = {
  language: 'es',

  askForCode:
    'Si tiene un código de nuestra web, márquelo o dígalo ahora, por favor. Si no, permanezca a la espera.',
  askAgain: 'Por favor, marque o diga su código una vez más, o permanezca a la espera.',
  mistyped: 'Lo sentimos, parece que una cifra de ese código no es correcta.',
  unread: 'Lo sentimos, no hemos entendido ese código.',
  connecting: 'Le pasamos ahora.',
  unchecked:
    'En este momento no podemos comprobar su código. Por favor, dígaselo a la persona que le atienda.',
  readBack: (code) =>
    `He entendido: ${spokenCode(code, 'es')} si es correcto, pulse 1. Si no lo es, pulse 2.`,
  accepted(benefit) {
    const worth = benefitText(benefit, 'es')
    return `Gracias. Su código${worth ? ` para ${worth}` : ''} ha sido aceptado.`
  },
  refusedBecause: {
    code_unknown: 'Lo sentimos, no conocemos ese código.',
    code_voided: 'Lo sentimos, ese código ya no es válido.',
    campaign_inactive: 'Lo sentimos, ese código no es válido en este momento.',
    code_not_started: 'Lo sentimos, ese código todavía no es válido.',
    code_expired: 'Lo sentimos, ese código ha caducado.',
    code_used: 'Lo sentimos, ese código ya se ha utilizado.',
    code_held: 'Lo sentimos, ese código está reservado en este momento.',
    limit_reached: 'Lo sentimos, no se pueden utilizar más códigos de ese tipo.',
    order_too_small: 'Lo sentimos, ese código requiere un pedido mayor.',
  },
  hints: { code: '0, 1, 2, 3, 4, 5, 6, 7, 8, 9', confirmation: 'sí, no' },
  yes: /^(?:sí|correcto|exacto|vale|(?:eso|así) es|(?:es|está) (?:correcto|bien)|uno|1)(?!\p{L})/iu,

  hereIsACode(benefit) {
    const worth = benefitText(benefit, 'es')
    return `Aquí tiene un código para introducir en nuestra web${worth ? `, para ${worth}` : ''}.`
  },
  yourCodeIs: (code) => `Su código es: ${spokenCode(code, 'es')}`,
  onceMore: (code) => `Una vez más: ${spokenCode(code, 'es')}`,
  sentAsText: 'Se lo enviamos también por SMS.',
  press: {
    text: 'Para recibirlo por SMS, pulse 1.',
    again: 'Para escucharlo de nuevo, pulse 1.',
  },
  textSent: 'Se lo hemos enviado por SMS.',
  textNotSent: 'Lo sentimos, no se ha podido enviar el SMS.',

  sorryNobodyAnswered: 'Sentimos que nadie haya podido atender su llamada.',
  tryLater: 'Por favor, inténtelo de nuevo más tarde.',
  thankYouForCalling: 'Gracias por llamar.',
  nobodyCanAnswer: 'Gracias por llamar. En este momento nadie puede atenderle.',
  closed: 'Gracias por llamar. En este momento estamos cerrados.',
  leaveMessage: 'Por favor, deje un mensaje después de la señal.',
  thankYouForMessage: 'Gracias por su mensaje.',
  goodbye: 'Adiós.',

  textAccepted(display, benefit) {
    const worth = benefitText(benefit, 'es')
    return `Gracias. Su código ${display}${worth ? ` para ${worth}` : ''} ha sido aceptado.`
  },
  phoneConfirmed:
    'Gracias. Los SMS a sus números se reenvían a este teléfono. Responda STOP para que deje de hacerse.',
  textHelp: (business) =>
    `${business ?? 'Este número'}: envíenos su código para utilizarlo. Responda STOP para no recibir más SMS, START para volver a recibirlos.`,

  recorded: 'Esta llamada puede ser grabada.',
  askConsent:
    '¿Podemos grabar esta llamada? Si está de acuerdo, pulse 1. Si no, permanezca a la espera y no se grabará.',
  turnedAway: 'Lo sentimos, no podemos atender su llamada. Adiós.',
  challenge: 'Por favor, pulse 1 para que le pasemos la llamada.',
  acceptCall: 'Pulse 1 para aceptar la llamada.',
  incomingCallFrom: 'Llamada',
  whisper: {
    probably: (source) => `probablemente ${source}`,
    quoted: (worth) => (worth ? `ha dado un código para ${worth}` : 'ha dado un código'),
    ads: (source) => `anuncios de ${source}`,
    directVisit: 'visita directa',
  },
}
