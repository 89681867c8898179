import { digitsOf, type FoundCard, trimmed } from './card-in-text.ts'
import type { PlacedPhrase } from './spoken-phrase.ts'

interface Place {
  readonly start: number
  readonly end: number
}

/** A security code follows the card's number at once, or with a few words between. */
const nearCharacters = 60
/** Digits that may follow a card's number in one breath: the expiry, and the security code. */
const longestBehind = 10

const placeOf = (phrases: readonly PlacedPhrase[]): Place[] => {
  const [first, last] = [phrases[0], phrases.at(-1)]
  return first && last ? [{ start: first.start, end: last.end }] : []
}

/** "…12/27 123": the last three digits behind a card's number, unless they belong to the year. */
function behindCard({ behind, hasLongSecurityCode }: FoundCard): Place[] {
  const total = digitsOf(behind).length
  if (total > longestBehind) return []
  for (const size of hasLongSecurityCode ? [4, 3] : [3]) {
    // Four digits are an expiry, with most cards.
    if (total < size || (total === 4 && size === 3)) continue
    let first = behind.length
    let length = 0
    while (length < size) {
      first -= 1
      length += behind[first]?.readings[0]?.length ?? size
    }
    if (length === size) return placeOf(behind.slice(first))
  }
  return []
}

/** A price or a share is no security code. */
const money = /\p{Sc} ?$/u
const share = /^ ?[\p{Sc}%‰]/u
const isLone = (text: string, { start, end }: Place) =>
  !money.test(text.slice(0, start)) && !share.test(text.slice(end))

/** What a security code is called (of the networks' names those that mean nothing else), right before it. */
const named = /(?:\b(?:cv[vcn]x?|csc)\b|security (?:code|number)|card verification)[^\d[\]]{0,20}$/

/**
 * The security codes of a text.
 * @param stretches of digits in it that are no card's number
 * @param cards the card numbers in it
 */
export function securityCodesIn(
  text: string,
  stretches: readonly (readonly PlacedPhrase[])[],
  cards: readonly FoundCard[],
): Place[] {
  const meant = stretches.flatMap((stretch) => {
    const phrases = trimmed(stretch)
    return placeOf(phrases).map((place) => ({ ...place, length: digitsOf(phrases).length }))
  })
  const near = cards.flatMap((card) => {
    const attached = behindCard(card)
    if (attached.length > 0) return attached
    const place = meant.find(
      ({ start, end, length }) =>
        start >= card.end &&
        start <= card.end + nearCharacters &&
        (length === 3 || (length === 4 && card.hasLongSecurityCode)) &&
        isLone(text, { start, end }),
    )
    return place ? [place] : []
  })
  const called = meant.filter(
    ({ start, length }) =>
      (length === 3 || length === 4) && named.test(text.slice(Math.max(0, start - 60), start)),
  )
  return [...near, ...called]
}
