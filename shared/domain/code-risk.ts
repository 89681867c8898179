/** How likely codes are guessed, and when no further ones may be minted because of it. */

/**
 * The likelihood that at least one of so many different guesses hits a live code, each guess a well-formed code (whoever
 * guesses computes the check digit). Exact: one minus the chance that all guesses are drawn, none twice, from the codes
 * that are not live.
 * @param digits random digits of a code
 */
export function guessRisk(liveCodes: number, digits: number, guesses = 100): number {
  const codes = 10 ** digits
  if (liveCodes <= 0 || guesses <= 0) return 0
  if (liveCodes + guesses > codes) return 1
  let logOfMissing = 0
  for (let guess = 0; guess < guesses; guess++) logOfMissing += Math.log1p(-liveCodes / (codes - guess))
  return -Math.expm1(logOfMissing)
}

/** No campaign asks anybody to key more. */
export const mostDigits = 15

/** The fewest random digits with which so many live codes are no likelier guessed than that; undefined if none suffice. */
export function digitsFor(liveCodes: number, acceptableRisk: number): number | undefined {
  for (let digits = 1; digits <= mostDigits; digits++) {
    if (guessRisk(liveCodes, digits) <= acceptableRisk) return digits
  }
  return undefined
}

const grouped = (count: number) => count.toLocaleString('en')

/** `Intl` knows no more. */
const mostFigures = 21

/** Percentages with as few figures as tell the two apart: at three, 10.02 % and 10 % would be the same. */
function percentages(one: number, other: number): [string, string] {
  for (let figures = 3; ; figures++) {
    const percent = (share: number) =>
      `${(share * 100).toLocaleString('en', { maximumSignificantDigits: figures })} %`
    if (percent(one) !== percent(other) || figures === mostFigures) return [percent(one), percent(other)]
  }
}

/**
 * Whether so many further codes may be minted.
 * @param live codes that are live now
 * @param digits random digits of the campaign's codes
 * @param acceptableRisk of a hit in 100 guesses, from 0 to 1
 * @returns undefined, or why not, with the arithmetic and what to do
 */
export function mintRefusal(
  live: number,
  count: number,
  digits: number,
  acceptableRisk: number,
): string | undefined {
  const total = live + count
  const risk = guessRisk(total, digits)
  if (risk <= acceptableRisk && total <= 10 ** digits) return undefined
  const [likely, accepted] = percentages(risk, acceptableRisk)
  const enough = digitsFor(total, acceptableRisk)
  const advice = enough === undefined ? 'mint fewer, or accept more' : `use ${enough} digits`
  return `${grouped(total)} live codes among ${grouped(10 ** digits)} would make a hit in 100 guesses ${likely} likely; the campaign accepts ${accepted}: ${advice}`
}
