import { checkDigit } from './code.ts'

/** Gives that many cryptographically random bytes. */
export type RandomBytes = (length: number) => Uint8Array

const wordValues = 2 ** 32
const bytesPerWord = 4
/** The most decimal digits whose values all fit into one word. */
const digitsPerWord = 9
/** Asking the system for random bytes costs the same for 4 as for 4,000. */
const pooledWords = 1024

function wordsFrom(randomBytes: RandomBytes, wordsAtATime: number): () => number {
  let pool: DataView = new DataView(new ArrayBuffer(0))
  let offset = 0
  return () => {
    if (offset >= pool.byteLength) {
      const bytes = randomBytes(wordsAtATime * bytesPerWord)
      pool = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      offset = 0
    }
    offset += bytesPerWord
    return pool.getUint32(offset - bytesPerWord)
  }
}

/** Words in the last, incomplete run of values are drawn again: their remainders would come up more often than others. */
function drawDigits(count: number, nextWord: () => number): string {
  const values = 10 ** count
  const fairWords = wordValues - (wordValues % values)
  let word = nextWord()
  while (word >= fairWords) word = nextWord()
  return String(word % values).padStart(count, '0')
}

function drawCode(digits: number, nextWord: () => number): string {
  let drawn = ''
  for (let left = digits; left > 0; left -= digitsPerWord) {
    drawn += drawDigits(Math.min(left, digitsPerWord), nextWord)
  }
  return drawn + checkDigit(drawn)
}

function assertDigits(digits: number): void {
  if (!Number.isInteger(digits) || digits < 1) throw new RangeError(`a code of ${digits} random digits`)
}

/**
 * A new code: that many random digits, each value equally likely, and their check digit. Whether it is taken already is
 * for the ledger to decide.
 */
export function newCode(digits: number, randomBytes: RandomBytes): string {
  assertDigits(digits)
  return drawCode(digits, wordsFrom(randomBytes, Math.ceil(digits / digitsPerWord)))
}

/**
 * New codes, no two the same.
 * @throws RangeError if there are fewer codes of that length than are asked for
 */
export function newCodes(count: number, digits: number, randomBytes: RandomBytes): string[] {
  assertDigits(digits)
  if (count > 10 ** digits) throw new RangeError(`there are no ${count} codes of ${digits} random digits`)
  const nextWord = wordsFrom(randomBytes, Math.max(1, Math.min(count, pooledWords)))
  const codes = new Set<string>()
  while (codes.size < count) codes.add(drawCode(digits, nextWord))
  return [...codes]
}
