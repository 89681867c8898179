/** The sum of 1/k^exponent for the ranks 1 to `count`. */
function weightOf(count: number, exponent: number): number {
  let sum = 0
  for (let rank = 1; rank <= count; rank++) sum += rank ** -exponent
  return sum
}

/** The share of all that the first of so many accounts has, where the one of rank k has 1/k^exponent of the first's. */
export const hottestShare = (accounts: number, exponent: number): number => 1 / weightOf(accounts, exponent)

/** The share of the first ones together. */
export const sumOfShares = (first: number, accounts: number, exponent: number): number =>
  weightOf(first, exponent) / weightOf(accounts, exponent)
