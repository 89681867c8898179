/** A rational number, as exact as integers are. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

const gcd = (left: bigint, right: bigint): bigint => (right === 0n ? left : gcd(right, left % right))

export function fraction(over: bigint, under = 1n): Fraction {
  const divisor = gcd(over < 0n ? -over : over, under < 0n ? -under : under) * (under < 0n ? -1n : 1n)
  return divisor === 0n ? { over: 0n, under: 1n } : { over: over / divisor, under: under / divisor }
}
/** Of a number with three decimals at most. */
export const exactly = (number: number) => fraction(BigInt(Math.round(number * 1000)), 1000n)

export const zero = fraction(0n)
export const one = fraction(1n)
export const add = (a: Fraction, b: Fraction) =>
  fraction(a.over * b.under + b.over * a.under, a.under * b.under)
export const subtract = (a: Fraction, b: Fraction) => add(a, { over: -b.over, under: b.under })
export const multiply = (a: Fraction, b: Fraction) => fraction(a.over * b.over, a.under * b.under)
export const divide = (a: Fraction, b: Fraction) => fraction(a.over * b.under, a.under * b.over)
export const sumOf = (all: readonly Fraction[]) => all.reduce(add, zero)
export const isZero = ({ over }: Fraction) => over === 0n

/** The nearest double but one or two: the quotient to 25 digits first, so that large integers don't overflow. */
export function toNumber({ over, under }: Fraction): number {
  const digits = 10n ** 25n
  const whole = over / under
  return Number(whole) + Number(((over - whole * under) * digits) / under) / 1e25
}
