import type { E164 } from './ids.ts'

/** What stands in the place of a digit. */
const dot = '•'
const hidden = 4
const shownAtEnd = 2
/** Below it too little would be hidden: everything but the end is. */
const shortest = 10

/** `+447700••••12`: enough to tell two callers apart and to recognise one's own, not enough to dial. */
export function maskPhone(number: E164): string {
  const end = number.slice(-shownAtEnd)
  if (number.length < shortest) return dot.repeat(Math.max(0, number.length - shownAtEnd)) + end
  return number.slice(0, -(hidden + shownAtEnd)) + dot.repeat(hidden) + end
}

/** Digits as people write them in phones, from seven on; a day (`2026-11-22`) is none. */
const digitRun =
  /(?<![\p{L}\p{Nd}#_-])(?!\d{4}-\d\d-\d\d(?!\d))[+(]?\p{Nd}(?:[\s().\u2010-\u2015-]{0,3}\p{Nd}){6,}/gu
const looksDialled = (run: string) => {
  const digits = run.replace(/\P{Nd}/gu, '').length
  return digits >= 9 || (digits >= 7 && /^[+(]?0|^\+/.test(run))
}

/** The text with phones that somebody wrote into it masked; on the side of masking where it can't be told. */
export const maskPhonesIn = (text: string): string =>
  text.replace(digitRun, (run) => {
    if (!looksDialled(run)) return run
    let left = run.replace(/\P{Nd}/gu, '').length
    return run.replace(/\p{Nd}/gu, (digit) => {
      left -= 1
      return left >= shownAtEnd && left < shownAtEnd + hidden ? dot : digit
    })
  })
