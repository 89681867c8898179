/**
 * Dense systems of absorbing chains, solved by state reduction (Grassmann, Taksar, Heyman 1985): the diagonal is never
 * had by subtraction but as the sum of what leaves a state, so that every number is a sum, product or quotient of
 * numbers that are not negative, and each result is right to almost all its digits however long the chain keeps going.
 */
export interface Block {
  readonly size: number
  /** Row by row, the weight from a state to another; overwritten. What stands on the diagonal is not looked at. */
  readonly weights: Float64Array
  /** The weight from a state out of the block, whither ever; overwritten. */
  readonly leaving: Float64Array
}

/** Eliminates the states from the last to the first. Leaves in `weights`: below the diagonal rows, above it factors. */
function eliminate({ size, weights, leaving }: Block, right: Float64Array): Float64Array {
  const out = new Float64Array(size)
  for (let pivot = size - 1; pivot >= 0; pivot--) {
    const pivotRow = pivot * size
    let total = leaving[pivot] as number
    for (let column = 0; column < pivot; column++) total += weights[pivotRow + column] as number
    out[pivot] = total
    for (let row = 0; row < pivot; row++) {
      const at = row * size + pivot
      const weight = weights[at] as number
      if (weight === 0) continue
      const factor = weight / total
      weights[at] = factor
      const start = row * size
      for (let column = 0; column < pivot; column++) {
        weights[start + column] =
          (weights[start + column] as number) + factor * (weights[pivotRow + column] as number)
      }
      leaving[row] = (leaving[row] as number) + factor * (leaving[pivot] as number)
      right[row] = (right[row] as number) + factor * (right[pivot] as number)
    }
  }
  return out
}

/**
 * Solves `out(s) x(s) = right(s) + Σ weights(s, t) x(t)`, t other than s, where `out(s)` is all that leaves s.
 * @param right overwritten by x
 */
export function solveBlock(block: Block, right: Float64Array): void {
  const out = eliminate(block, right)
  substitute(block, out, right)
}

function substitute({ size, weights }: Block, out: Float64Array, right: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let value = right[row] as number
    for (let column = 0; column < row; column++) {
      value += (weights[row * size + column] as number) * (right[column] as number)
    }
    right[row] = value / (out[row] as number)
  }
}

/** As `solveBlock`; besides gives the diagonal of the inverse of the system's matrix. */
export function solveWithDiagonal(block: Block, right: Float64Array): Float64Array {
  const { size, weights } = block
  const out = eliminate(block, right)
  substitute(block, out, right)
  // The matrix is (I − F)·L: F the factors above the diagonal, L the rows below it with `out` on the diagonal.
  const lower = new Float64Array(size * size)
  const upper = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    const start = row * size
    for (let via = 0; via < row; via++) {
      const weight = weights[start + via] as number
      if (weight === 0) continue
      for (let column = 0; column <= via; column++) {
        lower[start + column] =
          (lower[start + column] as number) + weight * (lower[via * size + column] as number)
      }
    }
    lower[start + row] = 1
    for (let column = 0; column <= row; column++) {
      lower[start + column] = (lower[start + column] as number) / (out[row] as number)
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    const start = row * size
    upper[start + row] = 1
    for (let via = row + 1; via < size; via++) {
      const factor = weights[start + via] as number
      if (factor === 0) continue
      for (let column = via; column < size; column++) {
        upper[start + column] =
          (upper[start + column] as number) + factor * (upper[via * size + column] as number)
      }
    }
  }
  // By rows of `upper`, since columns lie far apart.
  const diagonal = new Float64Array(size)
  for (let via = 0; via < size; via++) {
    for (let at = via; at < size; at++) {
      diagonal[at] =
        (diagonal[at] as number) + (upper[via * size + at] as number) * (lower[at * size + via] as number)
    }
  }
  return diagonal
}
