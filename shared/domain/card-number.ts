/** Payment cards' numbers: ISO/IEC 7812, and the networks' own ranges. */

/** A card's number has 13 to 19 digits; the standard ends at 19, and no network issues fewer than 13 today. */
const shortest = 13
const longest = 19

/** ISO/IEC 7812-1, annex B: from the right every second digit is doubled, and the digits of all sum to a multiple of ten. */
export function isLuhnValid(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    sum += place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)
  }
  return sum % 10 === 0
}

/** Whether the digits alone can be a card's number. */
export const canBeCard = (digits: string): boolean =>
  digits.length >= shortest && digits.length <= longest && isLuhnValid(digits)

/** How the numbers of a network begin, and how long they are. */
const networks: readonly (readonly [begin: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 18, 19]], // Visa
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^3(?:0[0-5]|[689])/, [14, 15, 16, 17, 18, 19]], // Diners Club
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]], // JCB
  [/^6(?:011|4[4-9]|5)/, [16, 17, 18, 19]], // Discover
  [/^62/, [16, 17, 18, 19]], // UnionPay
  [/^(?:50|5[6-8]|6)/, [13, 14, 15, 16, 17, 18, 19]], // Maestro
  [/^220[0-4]/, [16, 17, 18, 19]], // Mir
]

/** Whether digits between others are a card's number of a known network. */
export const isNetworkCard = (digits: string): boolean =>
  networks.some(([begin, lengths]) => lengths.includes(digits.length) && begin.test(digits)) &&
  isLuhnValid(digits)

/** A known network's number with further digits before or behind it, keyed in one go: the expiry, say. */
export function holdsNetworkCard(digits: string): boolean {
  for (let start = 0; start + shortest <= digits.length; start++) {
    for (let length = shortest; length <= longest && start + length <= digits.length; length++) {
      if (isNetworkCard(digits.slice(start, start + length))) return true
    }
  }
  return false
}

/** Whose security code has four digits, on the front: American Express. */
export const hasLongSecurityCode = (digits: string): boolean => /^3[47]/.test(digits) && digits.length === 15
