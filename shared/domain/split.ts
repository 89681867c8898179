/** A whole, in millionths: credits of one enquiry and likelihoods of one evidence sum to exactly this. */
export const wholeMicros = 1_000_000

/**
 * Splits an integer in proportion to weights so that the parts are integers and sum to it exactly (largest remainder;
 * of equal remainders the earlier part gets the unit, so that the same input always gives the same parts).
 * Weights are finite and not negative; if all are 0 the parts are equal but for the remainder.
 */
export function splitExactly(whole: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return []
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const exact = weights.map((weight) => (sum > 0 ? whole * (weight / sum) : whole / weights.length))
  const parts = exact.map(Math.floor)
  const missing = whole - parts.reduce((total, part) => total + part, 0)
  // Rounding of the exact shares can take the floors over the whole as well as leave them short of it.
  const step = Math.sign(missing)
  const order = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => step * (b.remainder - a.remainder) || a.index - b.index)
  for (let unit = 0; unit < Math.abs(missing); unit++) {
    const { index } = order[unit % order.length] as { index: number }
    parts[index] = (parts[index] as number) + step
  }
  return parts
}
