import { benefitText } from '../../../../shared/domain/benefit.ts'
import { spokenCode } from '../../../../shared/domain/code-display.ts'
import type { Sayings } from './sayings.ts'

export const italian: Sayings = {
  language: 'it',

  askForCode:
    'Se ha un codice del nostro sito, lo digiti o lo dica adesso, per favore. Altrimenti, resti semplicemente in linea.',
  askAgain: 'Per favore, digiti o dica il Suo codice ancora una volta, oppure resti in linea.',
  mistyped: 'Siamo spiacenti, una cifra di questo codice sembra errata.',
  unread: 'Siamo spiacenti, non abbiamo capito il codice.',
  connecting: 'La mettiamo subito in contatto.',
  unchecked:
    'Al momento non possiamo verificare il Suo codice. Per favore, lo comunichi alla persona che Le risponderà.',
  readBack: (code) => `Ho capito: ${spokenCode(code, 'it')} se è corretto, prema 1. Se non lo è, prema 2.`,
  accepted(benefit) {
    const worth = benefitText(benefit, 'it')
    return `Grazie. Il Suo codice${worth ? ` per ${worth}` : ''} è stato accettato.`
  },
  refusedBecause: {
    code_unknown: 'Siamo spiacenti, non conosciamo questo codice.',
    code_voided: 'Siamo spiacenti, questo codice non è più valido.',
    campaign_inactive: 'Siamo spiacenti, questo codice al momento non è valido.',
    code_not_started: 'Siamo spiacenti, questo codice non è ancora valido.',
    code_expired: 'Siamo spiacenti, questo codice è scaduto.',
    code_used: 'Siamo spiacenti, questo codice è già stato utilizzato.',
    code_held: 'Siamo spiacenti, questo codice al momento è riservato.',
    limit_reached: 'Siamo spiacenti, non è possibile utilizzare altri codici di questo tipo.',
    order_too_small: 'Siamo spiacenti, questo codice richiede un ordine più grande.',
  },
  hints: { code: '0, 1, 2, 3, 4, 5, 6, 7, 8, 9', confirmation: 'sì, no' },
  yes: /^(?:sì|esatto|corretto|giusto|va bene|è (?:corretto|esatto|giusto)|uno|1)(?!\p{L})/iu,

  hereIsACode(benefit) {
    const worth = benefitText(benefit, 'it')
    return `Ecco un codice da inserire sul nostro sito${worth ? `, per ${worth}` : ''}.`
  },
  yourCodeIs: (code) => `Il Suo codice è: ${spokenCode(code, 'it')}`,
  onceMore: (code) => `Ancora una volta: ${spokenCode(code, 'it')}`,
  sentAsText: 'Glielo inviamo anche per SMS.',
  press: {
    text: 'Per riceverlo per SMS, prema 1.',
    again: 'Per ascoltarlo di nuovo, prema 1.',
  },
  textSent: 'Glielo abbiamo inviato per SMS.',
  textNotSent: 'Siamo spiacenti, non è stato possibile inviare l’SMS.',

  sorryNobodyAnswered: 'Siamo spiacenti che nessuno abbia potuto rispondere alla Sua chiamata.',
  tryLater: 'Per favore, riprovi più tardi.',
  thankYouForCalling: 'Grazie della chiamata.',
  nobodyCanAnswer: 'Grazie della chiamata. Al momento nessuno può rispondere.',
  closed: 'Grazie della chiamata. Al momento siamo chiusi.',
  leaveMessage: 'Per favore, lasci un messaggio dopo il segnale acustico.',
  thankYouForMessage: 'Grazie del messaggio.',
  goodbye: 'Arrivederci.',

  textAccepted(display, benefit) {
    const worth = benefitText(benefit, 'it')
    return `Grazie. Il Suo codice ${display}${worth ? ` per ${worth}` : ''} è stato accettato.`
  },
  phoneConfirmed:
    'Grazie. Gli SMS ai Suoi numeri vengono inoltrati a questo telefono. Risponda STOP per non riceverli più.',
  textHelp: (business) =>
    `${business ?? 'Questo numero'}: ci invii il Suo codice per utilizzarlo. Risponda STOP per non ricevere altri SMS, START per riceverli di nuovo.`,

  recorded: 'Questa chiamata potrebbe essere registrata.',
  askConsent:
    'Possiamo registrare questa chiamata? Se è d’accordo, prema 1. Altrimenti, resti semplicemente in linea e non verrà registrata.',
  turnedAway: 'Siamo spiacenti, la Sua chiamata non può essere accettata. Arrivederci.',
  challenge: 'Per favore, prema 1 per essere messo in contatto.',
  acceptCall: 'Prema 1 per accettare la chiamata.',
  incomingCallFrom: 'Chiamata',
  whisper: {
    probably: (source) => `probabilmente ${source}`,
    quoted: (worth) => (worth ? `codice indicato per ${worth}` : 'codice indicato'),
    ads: (source) => `annunci ${source}`,
    directVisit: 'visita diretta',
  },
}
