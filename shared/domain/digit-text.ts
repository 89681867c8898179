/** Digits as people type them, whatever their keyboard makes of them. */

const otherDigit = /\p{Nd}/u

/**
 * Unicode keeps every script's digits in unbroken runs of ten (https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-4/,
 * "Numeric Value"), some runs side by side.
 */
function digitValue(character: string): string {
  const codePoint = character.codePointAt(0) as number
  let before = codePoint
  while (otherDigit.test(String.fromCodePoint(before - 1))) before--
  return String((codePoint - before) % 10)
}

const nonAscii = /[^\p{ASCII}]/u
const nonAsciiDigits = /(?![0-9])\p{Nd}/gu

/** Full-width forms, other scripts' digits and ligatures become ASCII where they have an ASCII equal. */
export const asciiDigits = (text: string): string =>
  nonAscii.test(text) ? text.normalize('NFKC').replace(nonAsciiDigits, digitValue) : text

/** Latin, Greek and Cyrillic O for 0; l, I and a bar for 1. No S for 5 nor B for 8: nobody reads those into digits. */
const lookalikes: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Ο: '0',
  ο: '0',
  О: '0',
  о: '0',
  l: '1',
  L: '1',
  I: '1',
  i: '1',
  '|': '1',
}
/** For a character class. */
export const lookalikeCharacters = Object.keys(lookalikes).join('')
const lookalike = new RegExp(`[${lookalikeCharacters}]`, 'g')

/** Letters that look like digits become them. */
export const withLookalikes = (text: string): string =>
  text.replace(lookalike, (character) => lookalikes[character] as string)
