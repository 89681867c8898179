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
  /** and those up to this size where sweeps turn out to settle slowly. */
  readonly denseIfSlow: number
  /** Edges followed, about, a few nanoseconds each; beyond it there is no answer. */
  readonly work: number
}
export const usualEffort: Effort = { alwaysDense: 24, sweepsSaved: 30, denseIfSlow: 800, work: 1.5e9 }

const sweepsBeforeSlow = 200
/** Relative to each value: four digits more than are promised. */
const settledAt = 1e-13
/** A change no larger than this is rounding. */
const roundingAt = 1e-15

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
  const scale = scaleOf(knot, out)
  let best = Number.POSITIVE_INFINITY
  let sinceBest = 0
  for (let sweep = 1; ; sweep++) {
    if (!spend(edges)) return false
    const change = sweepOnce(knot, out, chances)
    sinceBest = change < best ? 0 : sinceBest + 1
    best = Math.min(best, change)
    if (change <= roundingAt || (best <= settledAt && sinceBest >= 4)) return true
    if (sweep === sweepsBeforeSlow && knot.size <= effort.denseIfSlow) return dense()
    if (sweep % 2 === 0) scale(chances)
  }
}

/**
 * Brings all chances to the size at which the sum of the knot's equations holds. Journeys that keep going for long settle
 * slowly by sweeps alone, since what is wrong with all states alike hardly leaves the knot; but that is just what the
 * sum shows. (Aggregation to one state, by the weights that were counted, with which the chain is in balance.)
 */
function scaleOf(knot: Knot, out: Float64Array): (chances: Float64Array) => void {
  const { size, rowStarts, targets, weights, right } = knot
  const share = out.slice()
  for (let row = 0; row < size; row++) {
    for (let edge = rowStarts[row] as number; edge < (rowStarts[row + 1] as number); edge++) {
      const target = targets[edge] as number
      if (target !== row) share[target] = (share[target] as number) - (weights[edge] as number)
    }
  }
  const wanted = right.reduce((sum, number) => sum + number, 0)
  return (chances) => {
    let sum = 0
    for (let row = 0; row < size; row++) sum += (share[row] as number) * (chances[row] as number)
    const factor = wanted / sum
    if (!(factor > 0.5 && factor < 1e6)) return
    for (let row = 0; row < size; row++) chances[row] = (chances[row] as number) * factor
  }
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
