import { type Block, solveBlock } from './elimination.ts'

/**
 * States of a chain that lead to each other in circles, cut out of it: `right(s)` is what is known already of the
 * weight that converts, `leaving(s)` all the weight that goes out of the knot (never by way of s itself).
 */
export interface Knot {
  readonly size: number
  readonly rowStarts: Int32Array
  readonly targets: Int32Array
  readonly weights: Float64Array
  readonly leaving: Float64Array
  readonly right: Float64Array
}

/** How hard to try; the tests take other ways than the usual through the same sums. */
export interface Effort {
  /** Knots up to this size are eliminated at once, */
  readonly alwaysDense: number
  /** and those where it costs at most so many sweeps over the edges, */
  readonly sweepsSaved: number
  /** and those up to this size where iteration turns out to be slow. */
  readonly denseIfSlow: number
  /** Multiplications, about; beyond it the answer is "too tangled". */
  readonly work: number
}
export const usualEffort: Effort = { alwaysDense: 24, sweepsSaved: 30, denseIfSlow: 500, work: 6e9 }

const sweepsBeforeSlow = 60
const maxSweeps = 4000
const remembered = 8
/** Relative to each value: a few roundings. */
const settledAt = 1e-15
const almostSettledAt = 1e-13

export function blockOf(knot: Knot): Block {
  const weights = new Float64Array(knot.size * knot.size)
  for (let row = 0; row < knot.size; row++) {
    for (let edge = knot.rowStarts[row] as number; edge < (knot.rowStarts[row + 1] as number); edge++) {
      const at = row * knot.size + (knot.targets[edge] as number)
      weights[at] = (weights[at] as number) + (knot.weights[edge] as number)
    }
  }
  return { size: knot.size, weights, leaving: knot.leaving.slice() }
}

const denseWork = (size: number) => (size * size * size) / 3

/**
 * The chance of conversion of each state in a knot.
 * @param spend takes multiplications off the effort; `false` where it does not suffice
 * @returns `undefined` where the effort does not suffice
 */
export function solveKnot(
  knot: Knot,
  effort: Effort,
  spend: (work: number) => boolean,
): Float64Array | undefined {
  // From 0 upwards, so that what can't convert stays at exactly 0.
  const chances = new Float64Array(knot.size)
  return settle(knot, chances, effort, spend) ? chances : undefined
}

function settle(
  knot: Knot,
  chances: Float64Array,
  effort: Effort,
  spend: (work: number) => boolean,
): boolean {
  const edges = knot.rowStarts[knot.size] as number
  const dense = () => {
    if (knot.size > 5000 || !spend(denseWork(knot.size))) return false
    chances.set(knot.right)
    solveBlock(blockOf(knot), chances)
    return true
  }
  if (knot.size <= effort.alwaysDense || denseWork(knot.size) <= edges * effort.sweepsSaved) return dense()
  const out = outOf(knot)
  let change = Number.POSITIVE_INFINITY
  for (let sweep = 0; sweep < sweepsBeforeSlow; sweep++) {
    if (!spend(edges)) return false
    const before = change
    change = sweepOnce(knot, out, chances)
    const ratio = change / before
    if (change <= settledAt * (1 - Math.min(0.9, ratio))) return true
  }
  if (knot.size <= effort.denseIfSlow) return dense()
  return accelerate(knot, out, chances, spend) || dense()
}

/** What leaves each state for any other, in or out of the knot. */
function outOf({ size, rowStarts, targets, weights, leaving }: Knot): Float64Array {
  const out = leaving.slice()
  for (let row = 0; row < size; row++) {
    for (let edge = rowStarts[row] as number; edge < (rowStarts[row + 1] as number); edge++) {
      if (targets[edge] !== row) out[row] = (out[row] as number) + (weights[edge] as number)
    }
  }
  return out
}

/** Gauss and Seidel's step. @returns the largest change, relative to the value */
function sweepOnce(
  { size: states, rowStarts, targets, weights, right }: Knot,
  out: Float64Array,
  chances: Float64Array,
): number {
  let largest = 0
  for (let row = 0; row < states; row++) {
    let sum = right[row] as number
    const end = rowStarts[row + 1] as number
    for (let edge = rowStarts[row] as number; edge < end; edge++) {
      const target = targets[edge] as number
      if (target !== row) sum += (weights[edge] as number) * (chances[target] as number)
    }
    const value = sum / (out[row] as number)
    const change = Math.abs(value - (chances[row] as number))
    const size = Math.abs(value)
    if (size > 0 && change > largest * size) largest = change / size
    chances[row] = value
  }
  return largest
}

/** Anderson's acceleration of the same step, for chains that keep going for long: it takes out the slowest modes. */
function accelerate(
  knot: Knot,
  out: Float64Array,
  chances: Float64Array,
  spend: (work: number) => boolean,
): boolean {
  const { size } = knot
  const edges = knot.rowStarts[size] as number
  const steps: { readonly value: Float64Array; readonly change: Float64Array }[] = []
  let beforeValue: Float64Array | undefined
  let beforeChange: Float64Array | undefined
  let best = Number.POSITIVE_INFINITY
  let sinceBest = 0
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    if (!spend(edges + size * remembered * 2)) return false
    const start = chances.slice()
    const largest = sweepOnce(knot, out, chances)
    if (largest <= settledAt) return true
    sinceBest = largest < best ? 0 : sinceBest + 1
    best = Math.min(best, largest)
    if (best <= almostSettledAt && sinceBest > 2 * remembered) return true
    const value = chances.slice()
    const change = value.map((number, index) => number - (start[index] as number))
    if (beforeValue && beforeChange) {
      const [oldValue, oldChange] = [beforeValue, beforeChange]
      steps.push({
        value: value.map((number, index) => number - (oldValue[index] as number)),
        change: change.map((number, index) => number - (oldChange[index] as number)),
      })
      if (steps.length > remembered) steps.shift()
    }
    beforeValue = value
    beforeChange = change
    const mix = leastSquares(
      steps.map((step) => step.change),
      change,
    )
    for (const [index, step] of steps.entries()) {
      const share = mix[index] as number
      for (let row = 0; row < size; row++) {
        chances[row] = (chances[row] as number) - share * (step.value[row] as number)
      }
    }
  }
  return false
}

const dot = (left: Float64Array, right: Float64Array) => {
  let sum = 0
  for (let index = 0; index < left.length; index++) sum += (left[index] as number) * (right[index] as number)
  return sum
}

/** The mix of the columns nearest to the wanted, by Gram and Schmidt; columns that add nothing get 0. */
function leastSquares(columns: readonly Float64Array[], wanted: Float64Array): number[] {
  const basis: { readonly unit: Float64Array; readonly column: number; readonly parts: number[] }[] = []
  for (let column = columns.length - 1; column >= 0; column--) {
    const given = columns[column] as Float64Array
    const rest = given.slice()
    const parts = basis.map(({ unit }) => {
      const part = dot(rest, unit)
      for (let row = 0; row < rest.length; row++)
        rest[row] = (rest[row] as number) - part * (unit[row] as number)
      return part
    })
    const length = Math.sqrt(dot(rest, rest))
    if (!(length > 1e-8 * Math.sqrt(dot(given, given)))) continue
    basis.push({ unit: rest.map((number) => number / length), column, parts: [...parts, length] })
  }
  const mix = new Array<number>(columns.length).fill(0)
  const goal = basis.map(({ unit }) => dot(wanted, unit))
  for (let index = basis.length - 1; index >= 0; index--) {
    let sum = goal[index] as number
    for (let later = index + 1; later < basis.length; later++) {
      const { parts, column } = basis[later] as (typeof basis)[number]
      sum -= (parts[index] as number) * (mix[column] as number)
    }
    const { parts, column } = basis[index] as (typeof basis)[number]
    mix[column] = sum / (parts[index] as number)
  }
  return mix
}
