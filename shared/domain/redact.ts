import { readRun } from './card-in-text.ts'
import { asciiDigits } from './digit-text.ts'
import { securityCodesIn } from './security-code.ts'
import { englishLexicon } from './spoken-english.ts'
import { placedPhraseRuns } from './spoken-phrase.ts'

/** What stands in the place of what was taken out. */
export const cardMark = '[card number removed]'
export const securityCodeMark = '[security code removed]'

/** The text in lower case and with ASCII digits, each character where it was. */
function aligned(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase()
  let result = ''
  for (const character of text) {
    const plain = asciiDigits(character).toLowerCase()
    // A digit outside the basic plane takes two places.
    if (plain.length === 1) result += plain.padEnd(character.length, '\u200b')
    else result += plain.length === character.length ? plain : character
  }
  return result
}

/** The 2 of CVV2 is no digit of the code. */
const withoutNames = (text: string) => text.replace(/(?<!\p{L})(cv[vcn])2(?!\d)/gu, '$1x')
const isLowSurrogate = (text: string, at: number) => /^[\udc00-\udfff]/.test(text.charAt(at))

/**
 * The text without payment cards' numbers and their security codes: what PCI DSS (3.2 and 3.3) forbids to keep. A card's
 * number is 13 to 19 digits that satisfy the Luhn check, whatever stands between them, in any script, in English words or
 * both; phones written with `+` or `00`, which may have as many digits, stay. A security code is three digits (four with
 * American Express) shortly behind such a number, or behind the word for it. All else stays as it is.
 */
export function redact(text: string): string {
  const plain = withoutNames(aligned(text))
  const runs = placedPhraseRuns(plain, englishLexicon).map((run) => readRun(plain, run))
  const cards = runs.flatMap((run) => run.cards)
  const others = runs.flatMap((run) => run.others)
  const removals = [
    ...cards.map(({ start, end }) => ({ start, end, mark: cardMark })),
    ...securityCodesIn(plain, others, cards).map((place) => ({ ...place, mark: securityCodeMark })),
  ].sort((a, b) => a.start - b.start)
  let kept = ''
  let from = 0
  for (const { start, end, mark } of removals) {
    if (start < from) continue
    kept += text.slice(from, start) + mark
    from = isLowSurrogate(text, end) ? end + 1 : end
  }
  return kept + text.slice(from)
}
