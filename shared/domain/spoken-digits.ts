import { englishLexicon } from './spoken-english.ts'
import type { Lexicon } from './spoken-language.ts'
import { type Phrase, phraseRuns } from './spoken-phrase.ts'

export interface SpokenDigits {
  /** All digits of the utterance in their plain meaning. */
  readonly all: string
  /** Stretches of a wanted length in their plain meaning. */
  readonly plain: readonly string[]
  /** Stretches that have a wanted length in another meaning; some more than once. */
  readonly further: readonly string[]
}

/** Longer than anybody speaks before `<Gather>` ends; it bounds the work that a text can make. */
const longestUtterance = 2000

const plainOf = (phrases: readonly Phrase[]) => {
  let digits = ''
  for (const { readings } of phrases) digits += readings[0]
  return digits
}

const isEveryday = (phrase: Phrase) => phrase.isEveryday

/** "I'd like *to* redeem": digits by sound only, away from the real ones. */
function withoutChance(runs: readonly Phrase[][]): readonly Phrase[][] {
  const meant = runs.filter((run) => !run.every(isEveryday))
  return meant.length > 0 ? meant : runs
}

/** "*Oh*, four eight two…", "…one three *for* you": everyday words at the edges that may not have meant a digit. */
function* trimmed(phrases: readonly Phrase[], plain: string, length: number): Generator<string> {
  const excess = plain.length - length
  const firstMeant = phrases.findIndex((phrase) => !phrase.isEveryday)
  if (firstMeant === -1) return
  const behind = phrases.length - 1 - phrases.findLastIndex((phrase) => !phrase.isEveryday)
  for (let before = Math.max(0, excess - behind); before <= Math.min(firstMeant, excess); before++) {
    yield plain.slice(before, before + length)
  }
}

/** "Twenty one" for 2 0 1: every choice of readings that comes to the length. */
function* extended(phrases: readonly Phrase[], length: number, from = 0, begun = ''): Generator<string> {
  const phrase = phrases[from]
  if (!phrase) {
    if (begun.length === length) yield begun
    return
  }
  for (const reading of phrase.readings) {
    if (begun.length + reading.length <= length) yield* extended(phrases, length, from + 1, begun + reading)
  }
}

const hasChoice = (phrase: Phrase) => phrase.readings.length > 1
const nothing: readonly string[] = []

function furtherReadings(phrases: readonly Phrase[], plain: string, length: number): Iterable<string> {
  if (plain.length > length) return trimmed(phrases, plain, length)
  return plain.length < length && phrases.some(hasChoice) ? extended(phrases, length) : nothing
}

/**
 * What an utterance may mean as digits. "My order is 12, the code 482 0913": any stretch from the beginning of one run of
 * digits to the end of the same or another may be meant, since speakers say more than the code, and correct themselves.
 * @param lengths that the digits may have
 */
export function spokenDigits(
  utterance: string,
  lengths: readonly number[],
  lexicon: Lexicon = englishLexicon,
): SpokenDigits {
  const runs = withoutChance(phraseRuns(utterance.slice(0, longestUtterance), lexicon))
  const longest = Math.max(...lengths)
  const readings = { plain: [] as string[], further: [] as string[] }
  for (let first = 0; first < runs.length; first++) {
    const phrases: Phrase[] = []
    let plain = ''
    const mayBeTrimmed = Math.max(0, runs[first]?.findIndex((phrase) => !phrase.isEveryday) ?? 0)
    for (let last = first; last < runs.length && plain.length - mayBeTrimmed <= longest; last++) {
      const run = runs[last] ?? []
      phrases.push(...run)
      plain += plainOf(run)
      if (lengths.includes(plain.length)) readings.plain.push(plain)
      for (const length of lengths) {
        for (const reading of furtherReadings(phrases, plain, length)) readings.further.push(reading)
      }
    }
  }
  return { all: runs.map(plainOf).join(''), ...readings }
}
