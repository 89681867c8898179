import type { Language } from './language.ts'

/** What a text with a code says of it. */
export interface CodeWords {
  /** In groups: `482-0913`. */
  readonly code: string
  /** What it is worth, if anything that could be said. */
  readonly worth?: string | undefined
  readonly lastDay: string
  /** Where it is entered; without one, on the business's website. */
  readonly url?: string | undefined
}

/** What texts to callers are made of: whole sentences, with a capital at their beginning. */
export interface TextBodyWords {
  yourCode(words: CodeWords): string
  readonly missed: string
  /** STOP is the word that carriers honour, in every language. */
  readonly stopHint: string
}

export const textBodyWords: Readonly<Record<Language, TextBodyWords>> = {
  en: {
    yourCode: ({ code, worth, lastDay, url }) =>
      `Your code${worth ? ` for ${worth}` : ''} is ${code}, valid until ${lastDay}. Enter it ${url ? `at ${url}` : 'on our website'}.`,
    missed: 'Sorry that we missed your call. Text us here, and we get back to you.',
    stopHint: 'Reply STOP to opt out.',
  },
  de: {
    yourCode: ({ code, worth, lastDay, url }) =>
      `Ihr Code${worth ? ` für ${worth}` : ''} ist ${code}, gültig bis ${lastDay}. Bitte geben Sie ihn ${url ? `hier ein: ${url}` : 'auf unserer Website ein'}.`,
    missed: 'Leider haben wir Ihren Anruf verpasst. Schreiben Sie uns hier, und wir melden uns bei Ihnen.',
    stopHint: 'Mit STOP melden Sie sich ab.',
  },
  fr: {
    yourCode: ({ code, worth, lastDay, url }) =>
      `Votre code${worth ? ` pour ${worth}` : ''} est ${code}, valable jusqu'au ${lastDay}. Saisissez-le sur ${url ?? 'notre site'}.`,
    missed: "Désolés d'avoir manqué votre appel. Écrivez-nous ici, et nous vous recontacterons.",
    stopHint: 'Répondez STOP pour ne plus rien recevoir.',
  },
  es: {
    yourCode: ({ code, worth, lastDay, url }) =>
      `Su código${worth ? ` para ${worth}` : ''} es ${code}, válido hasta el ${lastDay}. Introdúzcalo en ${url ?? 'nuestra web'}.`,
    missed: 'Sentimos no haber podido atender su llamada. Escríbanos aquí y le responderemos.',
    stopHint: 'Responda STOP para darse de baja.',
  },
  it: {
    yourCode: ({ code, worth, lastDay, url }) =>
      `Il Suo codice${worth ? ` per ${worth}` : ''} è ${code}, valido fino al giorno ${lastDay}. Lo inserisca ${url ? `su ${url}` : 'sul nostro sito'}.`,
    missed: 'Ci dispiace di non aver risposto alla Sua chiamata. Ci scriva qui e La ricontatteremo.',
    stopHint: 'Risponda STOP per non ricevere altri messaggi.',
  },
  nl: {
    yourCode: ({ code, worth, lastDay, url }) =>
      `Uw code${worth ? ` voor ${worth}` : ''} is ${code}, geldig tot en met ${lastDay}. Vul hem in op ${url ?? 'onze website'}.`,
    missed: 'Sorry dat we uw oproep hebben gemist. Stuur ons hier een bericht en we nemen contact met u op.',
    stopHint: 'Antwoord STOP om u af te melden.',
  },
}

/** The sentence behind a name and a colon, where German alone begins large. */
export const afterName = (sentence: string, language: Language): string =>
  language === 'de' ? sentence : `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
