/** The languages that the bridge itself speaks and writes. */
export const languages = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const
export type Language = (typeof languages)[number]

/** By the primary subtag of a BCP 47 tag (`de-CH` is German, RFC 5646, 2.2.1); English for every other, and for none. */
export function languageOf(tag: string | undefined): Language {
  const primary = tag?.split('-', 1)[0]?.toLowerCase()
  return languages.find((language) => language === primary) ?? 'en'
}

/** How sums, numbers and days are written in it. */
export const localeOf: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  it: 'it-IT',
  nl: 'nl-NL',
}
