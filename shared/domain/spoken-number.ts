import type { Word } from './spoken-language.ts'

/**
 * A spoken number with all that it may mean, the plain meaning first: "twenty one" is 21 or, said without a pause, 20 1.
 * A reading is digits; a space stands between what was meant as separate numbers. The plain one is the shortest.
 */
interface Spoken {
  readonly readings: readonly string[]
  /** The place of the first word behind it. */
  readonly end: number
}

const isScale = (word: Word | undefined, zeros: number) => word?.kind === 'scale' && word.zeros === zeros
const hundred = 2
const thousand = 3

/** 1 to 99. A digit that counts what follows ("two fives") or multiplies it is left to that. */
function smallAt(words: readonly Word[], at: number): Spoken | undefined {
  const word = words[at]
  if (word?.kind === 'teen') return { readings: [word.digits], end: at + 1 }
  if (word?.kind === 'numeral' && word.digits.length <= 2 && !word.digits.startsWith('0')) {
    return { readings: [word.digits], end: at + 1 }
  }
  if (word?.kind === 'digit' && word.digits !== '0') return { readings: [word.digits], end: at + 1 }
  if (word?.kind !== 'tens') return undefined
  const unit = words[at + 1]
  if (unit?.kind !== 'digit' || unit.digits === '0' || words[at + 2]?.kind === 'plural') {
    return { readings: [word.digits], end: at + 1 }
  }
  return { readings: [word.digits.charAt(0) + unit.digits, `${word.digits} ${unit.digits}`], end: at + 2 }
}

/** The digits of the first of the numbers in a reading. */
function firstLength(reading: string): number {
  const space = reading.indexOf(' ')
  return space === -1 ? reading.length : space
}

/** "four hundred" and "and five": 405, or 400 5. */
function combine(head: Spoken, zeros: number, rest: Spoken): Spoken {
  const joined: string[] = []
  const apart: string[] = []
  for (const before of head.readings) {
    for (const after of rest.readings) {
      const missing = zeros - firstLength(after)
      if (missing >= 0) joined.push(before + '0'.repeat(missing) + after)
      apart.push(`${before}${'0'.repeat(zeros)} ${after}`)
    }
  }
  return { readings: [...joined, ...apart], end: rest.end }
}

/** A number and its scale, and what the scale leaves room for. */
function scaledAt(
  words: readonly Word[],
  at: number,
  zeros: number,
  restAt: (words: readonly Word[], at: number) => Spoken | undefined,
): Spoken | undefined {
  const counted = smallAt(words, at)
  const isCounted = counted !== undefined && isScale(words[counted.end], zeros)
  if (!isCounted && !isScale(words[at], zeros)) return undefined
  const head = isCounted ? { ...counted, end: counted.end + 1 } : { readings: ['1'], end: at + 1 }
  const rest = restAt(words, words[head.end]?.kind === 'link' ? head.end + 1 : head.end)
  const behind = rest && words[rest.end]?.kind
  if (rest && behind !== 'scale' && behind !== 'plural') return combine(head, zeros, rest)
  return { readings: head.readings.map((reading) => reading + '0'.repeat(zeros)), end: head.end }
}

const hundredsAt = (words: readonly Word[], at: number) => scaledAt(words, at, hundred, smallAt)
const belowThousandAt = (words: readonly Word[], at: number) => hundredsAt(words, at) ?? smallAt(words, at)

/** The number that begins at a place: as many words as belong to it. */
export const numberAt = (words: readonly Word[], at: number): Spoken | undefined =>
  scaledAt(words, at, thousand, belowThousandAt) ?? belowThousandAt(words, at)
