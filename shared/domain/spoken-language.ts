/** What the words of a language say about the digits of a code. A language is a table; the grammar is in `spoken-number.ts`. */
export interface SpokenLanguage {
  /** Words that mean one digit, and nothing else. */
  readonly digits: Readonly<Record<string, string>>
  /** Everyday words that sound like a digit and are written for it: a digit where digits are, else no more than a word. */
  readonly soundalikes: Readonly<Record<string, string>>
  /** Numbers of two digits that nothing can follow: `eleven`. */
  readonly teens: Readonly<Record<string, string>>
  /** Numbers that a digit may follow: `fifty`. */
  readonly tens: Readonly<Record<string, string>>
  /** How many zeros a word puts behind the number before it: `hundred`. */
  readonly scales: Readonly<Record<string, number>>
  /** How often the next digit is meant: `double`. */
  readonly repeats: Readonly<Record<string, number>>
  /** Several of one digit, behind a small number: `fives`. */
  readonly plurals: Readonly<Record<string, string>>
  /** Join a scale and what follows: `and`. Anywhere else they are pauses. */
  readonly links: readonly string[]
  /** End a number without meaning a digit: `dash`, `then`, and the keys that aren't digits. */
  readonly pauses: readonly string[]
  /** Mean nothing and end nothing: `um`. */
  readonly fillers: readonly string[]
}

/** A word, by what it does. */
export type Word =
  | { readonly kind: 'digit'; readonly digits: string; readonly isEveryday: boolean }
  | { readonly kind: 'teen' | 'tens' | 'plural' | 'numeral'; readonly digits: string }
  | { readonly kind: 'scale'; readonly zeros: number }
  | { readonly kind: 'repeat'; readonly times: number }
  | { readonly kind: 'link' | 'pause' | 'filler' | 'other' }

export type Lexicon = ReadonlyMap<string, Word>

export function lexiconOf(language: SpokenLanguage): Lexicon {
  const words = new Map<string, Word>()
  const add = <Value>(table: Readonly<Record<string, Value>>, meaning: (value: Value) => Word) => {
    for (const [word, value] of Object.entries(table)) words.set(word, meaning(value))
  }
  add(language.digits, (digits) => ({ kind: 'digit', digits, isEveryday: false }))
  add(language.soundalikes, (digits) => ({ kind: 'digit', digits, isEveryday: true }))
  add(language.teens, (digits) => ({ kind: 'teen', digits }))
  add(language.tens, (digits) => ({ kind: 'tens', digits }))
  add(language.plurals, (digits) => ({ kind: 'plural', digits }))
  add(language.scales, (zeros) => ({ kind: 'scale', zeros }))
  add(language.repeats, (times) => ({ kind: 'repeat', times }))
  for (const kind of ['link', 'pause', 'filler'] as const) {
    for (const word of language[`${kind}s`]) words.set(word, { kind })
  }
  return words
}
