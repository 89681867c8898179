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

/** From the first character to behind the last. */
interface Place {
  readonly start: number
  readonly end: number
}
export type PlacedPhrase = Phrase & Place

const numeral = /^[0-9]+$/
/** Numerals, words with their apostrophes, and marks that make a pause. A hyphen makes none: "fifty-five". */
const piece = /[0-9]+|[\p{L}\p{M}][\p{L}\p{M}'’]*|[^\p{L}\p{M}0-9\s'’-]+/gu
const letter = /^\p{L}/u
const other: Word = { kind: 'other' }
const pause: Word = { kind: 'pause' }

/** The words of an utterance, without those that mean nothing, and where each stands. */
function wordsOf(text: string, lexicon: Lexicon): { words: Word[]; places: Place[] } {
  const words: Word[] = []
  const places: Place[] = []
  for (const { 0: token, index } of text.matchAll(piece)) {
    const known = lexicon.get(token)
    if (known?.kind === 'filler') continue
    if (known) words.push(known)
    else if (numeral.test(token)) words.push({ kind: 'numeral', digits: token })
    else words.push(letter.test(token) ? other : pause)
    places.push({ start: index, end: index + token.length })
  }
  return { words, places }
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

/**
 * The phrases of a text, in runs: other words stand between one run and the next.
 * @param text in lower case and ASCII digits; the places are offsets into it
 */
export function placedPhraseRuns(text: string, lexicon: Lexicon): PlacedPhrase[][] {
  const { words, places } = wordsOf(text, lexicon)
  const runs: PlacedPhrase[][] = []
  let run: PlacedPhrase[] = []
  for (let at = 0; at < words.length; ) {
    const phrase = phraseAt(words, at)
    if (phrase) {
      const { readings, isEveryday } = phrase
      const [first, last] = [places[at] as Place, places[phrase.end - 1] as Place]
      run.push({ readings, isEveryday, start: first.start, end: last.end })
    } else if (words[at]?.kind === 'other' && run.length > 0) {
      runs.push(run)
      run = []
    }
    at = phrase ? phrase.end : at + 1
  }
  if (run.length > 0) runs.push(run)
  return runs
}

/** The phrases of an utterance, however it is written. */
export const phraseRuns = (utterance: string, lexicon: Lexicon): Phrase[][] =>
  placedPhraseRuns(asciiDigits(utterance).toLowerCase(), lexicon)
