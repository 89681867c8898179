import { asciiDigits } from './digit-text.ts'
import type { Lexicon, Word } from './spoken-language.ts'
import { numberAt } from './spoken-number.ts'

/** Words that stand for digits. */
export interface Phrase {
  /** All that they may mean, as digits, the plain meaning first; the others have more digits. */
  readonly readings: readonly string[]
  /** One word, which in another place would mean no digit: "for". */
  readonly isEveryday: boolean
}

const numeral = /^[0-9]+$/
/** Numerals, words with their apostrophes, and marks that make a pause. A hyphen makes none: "fifty-five". */
const piece = /[0-9]+|[\p{L}\p{M}][\p{L}\p{M}'’]*|[^\p{L}\p{M}0-9\s'’-]+/gu
const letter = /^\p{L}/u
const other: Word = { kind: 'other' }
const pause: Word = { kind: 'pause' }

/** The words of an utterance, without those that mean nothing. */
function wordsOf(utterance: string, lexicon: Lexicon): Word[] {
  const text = asciiDigits(utterance).toLowerCase()
  const words: Word[] = []
  for (const token of text.match(piece) ?? []) {
    const known = lexicon.get(token)
    if (known?.kind === 'filler') continue
    if (known) words.push(known)
    else if (numeral.test(token)) words.push({ kind: 'numeral', digits: token })
    else words.push(letter.test(token) ? other : pause)
  }
  return words
}

/** @returns the phrase at a place, and the place behind it; undefined if no digit is meant there */
function phraseAt(words: readonly Word[], at: number): (Phrase & { readonly end: number }) | undefined {
  const word = words[at]
  const next = words[at + 1]
  if (word?.kind === 'repeat' && (next?.kind === 'digit' || next?.kind === 'numeral')) {
    const repeated = next.digits.charAt(0).repeat(word.times) + next.digits.slice(1)
    return { readings: [repeated], isEveryday: false, end: at + 2 }
  }
  if (word?.kind === 'digit' && next?.kind === 'plural' && '234'.includes(word.digits)) {
    return { readings: [next.digits.repeat(Number(word.digits))], isEveryday: false, end: at + 2 }
  }
  if ((word?.kind === 'digit' || word?.kind === 'numeral') && next?.kind !== 'scale') {
    return { readings: [word.digits], isEveryday: word.kind === 'digit' && word.isEveryday, end: at + 1 }
  }
  const number = numberAt(words, at)
  if (number) {
    const readings = number.readings.map((reading) => reading.replaceAll(' ', ''))
    return { readings, isEveryday: false, end: number.end }
  }
  if (word?.kind !== 'digit' && word?.kind !== 'numeral') return undefined
  return { readings: [word.digits], isEveryday: false, end: at + 1 }
}

/** The phrases of an utterance, in runs: other words stand between one run and the next. */
export function phraseRuns(utterance: string, lexicon: Lexicon): Phrase[][] {
  const words = wordsOf(utterance, lexicon)
  const runs: Phrase[][] = []
  let run: Phrase[] = []
  for (let at = 0; at < words.length; ) {
    const phrase = phraseAt(words, at)
    if (phrase) run.push(phrase)
    else if (words[at]?.kind === 'other' && run.length > 0) {
      runs.push(run)
      run = []
    }
    at = phrase ? phrase.end : at + 1
  }
  if (run.length > 0) runs.push(run)
  return runs
}
