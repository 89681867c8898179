import { type Language, languageOf } from '../../../../shared/domain/language.ts'
import { german } from './de.ts'
import { english } from './en.ts'
import { spanish } from './es.ts'
import { french } from './fr.ts'
import { italian } from './it.ts'
import { dutch } from './nl.ts'
import type { Sayings } from './sayings.ts'

export { english } from './en.ts'
export type { Sayings } from './sayings.ts'

const inLanguage: Readonly<Record<Language, Sayings>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  nl: dutch,
}

/** @param language BCP 47; English for every language that there are no sayings in, and for none */
export const sayingsOf = (language: string | undefined): Sayings => inLanguage[languageOf(language)]
