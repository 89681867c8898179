import type { E164 } from './ids.ts'

/** What stands in the place of a digit. */
const dot = '•'
const shownAtEnd = 2
const leastHidden = 4
/** Country and area at most, whatever follows. */
const mostShownAtStart = 6
/** Below it too little would be hidden: everything but the end is. */
const fewestDigits = 9

const countDigits = (text: string) => text.replace(/\P{Nd}/gu, '').length

/** Hides the middle of the digits, and leaves what stands between them. */
function hideMiddle(text: string): string {
  const digits = countDigits(text)
  const shownAtStart = Math.min(mostShownAtStart, digits - leastHidden - shownAtEnd)
  let place = 0
  return text.replace(/\p{Nd}/gu, (digit) => {
    place += 1
    return place <= shownAtStart || place > digits - shownAtEnd ? digit : dot
  })
}

/** `+447700••••12`: enough to tell two callers apart and to recognise one's own, not enough to dial. */
export function maskPhone(number: E164): string {
  if (countDigits(number) >= fewestDigits) return hideMiddle(number)
  return number.slice(0, -shownAtEnd).replace(/./g, dot) + number.slice(-shownAtEnd)
}

/** Digits as people write them in phones, from seven on; a day (`2026-11-22`) is none. */
const digitRun =
  /(?<![\p{L}\p{Nd}#_-])(?!\d{4}-\d\d-\d\d(?!\d))[+(]?\p{Nd}(?:[\s().\u2010-\u2015-]{0,3}\p{Nd}){6,}/gu
const looksDialled = (run: string) => countDigits(run) >= fewestDigits || /^[+(]?0|^\+/.test(run)

/** The text with phones that somebody wrote into it masked; where it can't be told, a number is taken for one. */
export const maskPhonesIn = (text: string): string =>
  text.replace(digitRun, (run) => (looksDialled(run) ? hideMiddle(run) : run))
