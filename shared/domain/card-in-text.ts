import { canBeCard, hasLongSecurityCode, holdsNetworkCard, isNetworkCard } from './card-number.ts'
import type { PlacedPhrase } from './spoken-phrase.ts'

/** A card's number in a text: from the first character to behind the last. */
export interface FoundCard {
  readonly start: number
  readonly end: number
  readonly hasLongSecurityCode: boolean
  /** What follows in the same run of digits, up to the next card's number. */
  readonly behind: readonly PlacedPhrase[]
}

/** What a run of digits holds: card numbers, and the stretches of other digits beside them. */
export interface ReadRun {
  readonly cards: readonly FoundCard[]
  readonly others: readonly (readonly PlacedPhrase[])[]
}

export const digitsOf = (phrases: readonly PlacedPhrase[]): string =>
  phrases.map(({ readings }) => readings[0]).join('')

/** ITU-T E.164: at most 15 digits. */
const longestPhone = 15
/** Cards of 14 and 15 digits begin with a 3 (Diners Club, American Express); no country's phones there are as long. */
const longestPhoneWith3 = 13

/**
 * A number that says of itself that it is a phone's, with `+` or `00` before its country. (The tables that know every
 * country's numbers weigh more than all else that a webhook needs.)
 */
function isPhone(text: string, start: number, digits: string): boolean {
  const isPlus = /\+[ (]?$/.test(text.slice(Math.max(0, start - 2), start))
  const [, country = ''] = (isPlus ? /^([1-9]\d+)$/ : /^00([1-9]\d+)$/).exec(digits) ?? []
  return country !== '' && country.length <= (country.startsWith('3') ? longestPhoneWith3 : longestPhone)
}

/** Groups as cards are printed: one alone, of four each, or 4-6-5 and 4-6-4. */
const printed = /^(?:\d+|4(?: 4)+(?: [1-4])?|4 6 [45])$/
/** Groups as numbers are dictated. */
const dictated = /^[1-3](?: [1-3])*$/
const inWords = /\p{L}/u

/** Whether some phrases of a longer run are a card's number: what stands beside them is something else, then. */
function isCardAmongOthers(text: string, phrases: readonly PlacedPhrase[]): boolean {
  const digits = digitsOf(phrases)
  if (!canBeCard(digits)) return false
  const sizes = phrases.map(({ readings }) => readings[0]?.length).join(' ')
  if (printed.test(sizes)) return true
  const isDictated =
    dictated.test(sizes) || phrases.some(({ start, end }) => inWords.test(text.slice(start, end)))
  return isDictated && isNetworkCard(digits)
}

const longestCard = 19
const isEveryday = (phrase: PlacedPhrase) => phrase.isEveryday

/** Without the words at its edges that sound like digits. */
export function trimmed(phrases: readonly PlacedPhrase[]): readonly PlacedPhrase[] {
  const first = phrases.findIndex((phrase) => !phrase.isEveryday)
  return first === -1 ? [] : phrases.slice(first, phrases.findLastIndex((phrase) => !phrase.isEveryday) + 1)
}

/** The phrases of a card's number that stands alone. */
function loneCard(phrases: readonly PlacedPhrase[]): readonly PlacedPhrase[] | undefined {
  return [phrases, trimmed(phrases)].find((each) => each.length <= longestCard && canBeCard(digitsOf(each)))
}

/** The phrases of a card's number that begins at a place. */
function cardAt(text: string, run: readonly PlacedPhrase[], first: number): PlacedPhrase[] | undefined {
  const begin = run[first]
  if (begin && holdsNetworkCard(begin.readings[0] ?? '')) return [begin]
  let length = 0
  for (let last = first; last < run.length && length <= longestCard; last++) {
    length += run[last]?.readings[0]?.length ?? 0
    const phrases = run.slice(first, last + 1)
    if (isCardAmongOthers(text, phrases)) return phrases
  }
  return undefined
}

/** Every card's number of a run, from the left, and what else it holds. */
export function readRun(text: string, run: readonly PlacedPhrase[]): ReadRun {
  const cards: FoundCard[] = []
  const others: (readonly PlacedPhrase[])[] = []
  if (run.every(isEveryday)) return { cards, others }

  /** Digits up to the next card: beside it they may be one themselves. */
  function read(phrases: readonly PlacedPhrase[]) {
    const found = loneCard(phrases)
    if (!found) {
      if (phrases.length > 0) others.push(phrases)
      return
    }
    take(found, phrases.slice(phrases.indexOf(found.at(-1) as PlacedPhrase) + 1))
  }
  function take(phrases: readonly PlacedPhrase[], behind: readonly PlacedPhrase[]) {
    const place = { start: phrases[0]?.start ?? 0, end: phrases.at(-1)?.end ?? 0 }
    const digits = digitsOf(phrases)
    if (isPhone(text, place.start, digits)) return
    cards.push({ ...place, hasLongSecurityCode: hasLongSecurityCode(digits), behind })
  }

  if (loneCard(run)) {
    read(run)
    return { cards, others }
  }
  let from = 0
  let found: PlacedPhrase[] | undefined
  const close = (to: number) => {
    const between = run.slice(from, to)
    if (found) take(found, between)
    read(between)
  }
  for (let at = 0; at < run.length; ) {
    const card = cardAt(text, run, at)
    if (card) {
      close(at)
      found = card
      from = at + card.length
    }
    at = card ? from : at + 1
  }
  close(run.length)
  return { cards, others }
}
