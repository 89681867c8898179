/**
 * A coupon code is a text of digits: random ones and, last, one check digit. Digits alone survive a telephone, by keypad
 * and by ear. Every code of a campaign has the same length: that, not the check digit, catches a lost or doubled zero.
 */

/**
 * Damm's quasigroup of order 10, the table of https://en.wikipedia.org/wiki/Damm_algorithm, row after row. It catches
 * every single wrong digit, every swap of neighbours, and (other tables of Damm do not) every "thirteen" for "thirty".
 */
const damm = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
].flat()

const zero = '0'.charCodeAt(0)

/** @returns the quasigroup's product of all digits; undefined if anything else than ASCII digits is among them */
function product(digits: string): number | undefined {
  let interim = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(index) - zero
    if (!(digit >= 0 && digit <= 9)) return undefined
    interim = damm[interim * 10 + digit] as number
  }
  return interim
}

/**
 * The digit that makes `digits` a code when it is put behind them.
 * @throws RangeError if `digits` are anything else than ASCII digits
 */
export function checkDigit(digits: string): string {
  const check = product(digits)
  if (check === undefined) throw new RangeError(`not digits: ${digits}`)
  return String(check)
}

/**
 * Whether a text is digits whose last one is the check digit of the others. It says nothing about whether such a code was
 * ever issued: anyone can compute a check digit.
 * @param length that the code must have; leading zeros don't change the check digit, so only the length catches them
 */
export const isWellFormed = (code: string, length = code.length): boolean =>
  code.length >= 2 && code.length === length && product(code) === 0
