import { type Effort, type Knot, solveKnot } from './knot.ts'
import type { MarkovChain } from './markov-chain.ts'

/**
 * Cuts the states of a knot out of the chain.
 * @param placeOf a state's place in the knot, -1 of one outside
 * @param chanceOf the chance of a state outside, 0 of one that is removed
 */
export function knotOf(
  chain: MarkovChain,
  states: ArrayLike<number>,
  placeOf: (state: number) => number,
  chanceOf: (state: number) => number,
): Knot {
  const size = states.length
  const rowStarts = new Int32Array(size + 1)
  let edges = 0
  for (let row = 0; row < size; row++) {
    const state = states[row] as number
    edges += (chain.rowStarts[state + 1] as number) - (chain.rowStarts[state] as number)
  }
  const targets = new Int32Array(edges)
  const weights = new Float64Array(edges)
  const leaving = new Float64Array(size)
  const right = new Float64Array(size)
  let next = 0
  for (let row = 0; row < size; row++) {
    const state = states[row] as number
    let out = chain.ended[state] as number
    let converting = chain.converted[state] as number
    const end = chain.rowStarts[state + 1] as number
    for (let edge = chain.rowStarts[state] as number; edge < end; edge++) {
      const target = chain.targets[edge] as number
      const weight = chain.weights[edge] as number
      const place = placeOf(target)
      if (place >= 0) {
        targets[next] = place
        weights[next++] = weight
      } else {
        out += weight
        converting += weight * chanceOf(target)
      }
    }
    leaving[row] = out
    right[row] = converting
    rowStarts[row + 1] = next
  }
  return { size, rowStarts, targets, weights, leaving, right }
}

/**
 * Chances of conversion from states of a chain out of which one channel is taken at a time. States are solved knot by
 * knot (strongly connected components, Tarjan 1972), each after those that it leads to, so that only what goes in
 * circles costs more than a look.
 */
export class ConversionChances {
  private readonly chances: Float64Array
  /** The round in which the state's chance was found, was removed, or was met. */
  private readonly foundIn: Int32Array
  private readonly removedIn: Int32Array
  private readonly metIn: Int32Array
  private readonly met: Int32Array
  private readonly low: Int32Array
  private readonly cursor: Int32Array
  private readonly place: Int32Array
  private round = 0
  /** Of the effort's work. */
  spent = 0

  constructor(
    private readonly chain: MarkovChain,
    private readonly effort: Effort,
    /** Is told the states of each knot that was solved. */
    private readonly onKnot?: (states: Int32Array) => void,
  ) {
    const { states } = chain
    this.chances = new Float64Array(states)
    this.foundIn = new Int32Array(states)
    this.removedIn = new Int32Array(states)
    this.metIn = new Int32Array(states)
    this.met = new Int32Array(states)
    this.low = new Int32Array(states)
    this.cursor = new Int32Array(states)
    this.place = new Int32Array(states).fill(-1)
  }

  /** Begins anew with the channel taken out: what enters a state that contains it is lost. */
  remove(channel: number): void {
    this.round++
    const { containing, members } = this.chain
    for (let at = containing[channel] as number; at < (containing[channel + 1] as number); at++) {
      this.removedIn[members[at] as number] = this.round
    }
  }

  /** Begins anew with the whole chain. */
  restore(): void {
    this.round++
  }

  isRemoved(state: number): boolean {
    return this.removedIn[state] === this.round
  }

  /** @returns `undefined` where the effort does not suffice */
  from(state: number): number | undefined {
    if (this.isRemoved(state)) return 0
    if (this.foundIn[state] !== this.round && !this.explore(state)) return undefined
    return this.chances[state] as number
  }

  /** Of a state that was explored. */
  readonly known = (state: number): number => (this.isRemoved(state) ? 0 : (this.chances[state] as number))

  private readonly spend = (work: number): boolean => {
    this.spent += work
    return this.spent <= this.effort.work
  }

  private explore(root: number): boolean {
    const { chain, round, metIn, met, low, cursor, foundIn } = this
    const trail: number[] = [root]
    const open: number[] = []
    let count = 0
    const meet = (state: number) => {
      metIn[state] = round
      met[state] = count
      low[state] = count++
      cursor[state] = chain.rowStarts[state] as number
      open.push(state)
    }
    meet(root)
    while (trail.length > 0) {
      const state = trail[trail.length - 1] as number
      const edge = cursor[state] as number
      if (edge < (chain.rowStarts[state + 1] as number)) {
        cursor[state] = edge + 1
        const target = chain.targets[edge] as number
        if (foundIn[target] === round || this.removedIn[target] === round) continue
        if (metIn[target] !== round) {
          meet(target)
          trail.push(target)
        } else if ((met[target] as number) < (low[state] as number)) {
          low[state] = met[target] as number
        }
        continue
      }
      trail.pop()
      if (low[state] === met[state]) {
        if (!this.close(open, state)) return false
      }
      const below = trail[trail.length - 1]
      if (below !== undefined && (low[state] as number) < (low[below] as number)) {
        low[below] = low[state] as number
      }
    }
    return this.spend(count)
  }

  /** Solves the knot whose first state is met, and whose others lie above it. */
  private close(open: number[], first: number): boolean {
    if (open[open.length - 1] === first) {
      open.pop()
      this.chances[first] = this.chanceAlone(first)
      this.foundIn[first] = this.round
      return true
    }
    const states = Int32Array.from(open.splice(open.lastIndexOf(first)).reverse())
    for (let index = 0; index < states.length; index++) this.place[states[index] as number] = index
    const isSolved = this.solve(states)
    for (const state of states) {
      this.place[state] = -1
      this.foundIn[state] = this.round
    }
    if (isSolved) this.onKnot?.(states)
    return isSolved
  }

  private solve(states: Int32Array): boolean {
    const knot = knotOf(this.chain, states, (state) => this.placeIn(state), this.known)
    const chances = solveKnot(knot, this.effort, this.spend)
    if (!chances) return false
    for (let index = 0; index < states.length; index++) {
      this.chances[states[index] as number] = chances[index] as number
    }
    return true
  }

  private placeIn(state: number): number {
    return this.isRemoved(state) ? -1 : (this.place[state] as number)
  }

  /** Of a state that leads at most to itself and to those that are known. */
  private chanceAlone(state: number): number {
    const { chain } = this
    let out = chain.ended[state] as number
    let converting = chain.converted[state] as number
    const end = chain.rowStarts[state + 1] as number
    for (let edge = chain.rowStarts[state] as number; edge < end; edge++) {
      const target = chain.targets[edge] as number
      if (target === state) continue
      const weight = chain.weights[edge] as number
      out += weight
      converting += weight * this.known(target)
    }
    return out === 0 ? 0 : converting / out
  }
}
