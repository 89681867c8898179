import { PairMap } from './pair-map.ts'
import type { PathTable } from './path-table.ts'

/**
 * The absorbing chain of a path table, as weights (journeys counted) and not as probabilities. A state of order k is
 * the last k touches; where a path has had fewer, its state is all it had, so that it starts in the state of none
 * (number 0) and no state is made up. From each state go edges by the next touch, `rowStarts[s]` up to
 * `rowStarts[s + 1]`, and the journeys that ended there, converted or not.
 */
export interface MarkovChain {
  readonly channels: number
  readonly states: number
  readonly rowStarts: Int32Array
  /** The state that an edge leads to, and the journeys that went along it. */
  readonly targets: Int32Array
  readonly weights: Float64Array
  readonly converted: Float64Array
  /** The journeys that ended in the state, converted or not. */
  readonly ended: Float64Array
  /** The states that contain a channel: `containing[c]` up to `containing[c + 1]` of `members`. */
  readonly containing: Int32Array
  readonly members: Int32Array
}

/** Grows by doubling; what lies past `length` is not read. */
class IntList {
  items = new Int32Array(1024)
  length = 0
  push(value: number): number {
    if (this.length === this.items.length) {
      const larger = new Int32Array(this.length * 2)
      larger.set(this.items)
      this.items = larger
    }
    this.items[this.length] = value
    return this.length++
  }
}

/** States as a trie: a state is its state without the newest touch, and that touch. */
class States {
  private readonly children = new PairMap()
  readonly parent = new IntList()
  readonly newest = new IntList()
  private readonly depth = new IntList()
  /** The state without its oldest touch. */
  private readonly shorter = new IntList()

  constructor(private readonly order: number) {
    this.create(-1, -1, 0, 0)
  }

  private create(parent: number, newest: number, depth: number, shorter: number): number {
    this.parent.push(parent)
    this.newest.push(newest)
    this.depth.push(depth)
    return this.shorter.push(shorter)
  }

  /** Where a touch leads from a state. */
  after(state: number, channel: number): number {
    const isFull = this.depth.items[state] === this.order
    return this.childOf(isFull ? (this.shorter.items[state] as number) : state, channel)
  }

  private childOf(state: number, channel: number): number {
    const known = this.children.get(state, channel)
    if (known >= 0) return known
    const shorter = state === 0 ? 0 : this.childOf(this.shorter.items[state] as number, channel)
    const depth = (this.depth.items[state] as number) + 1
    const child = this.create(state, channel, depth, shorter)
    this.children.add(state, channel, child)
    return child
  }
}

const grown = (array: Float64Array<ArrayBuffer>, length: number) => {
  if (length <= array.length) return array
  const larger = new Float64Array(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}

/** @param order how many touches a state remembers, 1 to 4 */
export function chainOf(table: PathTable, order: number): MarkovChain {
  const { touches, starts } = table
  const states = new States(order)
  const edges = new PairMap()
  const edgeSource = new IntList()
  const edgeTarget = new IntList()
  let weights = new Float64Array(1024)
  let converted = new Float64Array(1024)
  let ended = new Float64Array(1024)
  for (let path = 0; path < table.conversions.length; path++) {
    const conversions = table.conversions[path] as number
    const weight = conversions + (table.nulls[path] as number)
    if (weight === 0) continue
    let state = 0
    const end = starts[path + 1] as number
    for (let at = starts[path] as number; at < end; at++) {
      const channel = touches[at] as number
      let edge = edges.get(state, channel)
      if (edge < 0) {
        edge = edgeSource.push(state)
        edgeTarget.push(states.after(state, channel))
        edges.add(state, channel, edge)
        weights = grown(weights, edge + 1)
      }
      weights[edge] = (weights[edge] as number) + weight
      state = edgeTarget.items[edge] as number
    }
    if (state >= converted.length) {
      converted = grown(converted, state + 1)
      ended = grown(ended, converted.length)
    }
    converted[state] = (converted[state] as number) + conversions
    ended[state] = (ended[state] as number) + weight
  }
  const count = states.parent.length
  return {
    channels: table.channels.length,
    states: count,
    ...rowsOf(count, edgeSource, edgeTarget, weights),
    converted: grown(converted, count),
    ended: grown(ended, count),
    ...membersOf(table.channels.length, states),
  }
}

/** Puts each state's edges side by side. */
function rowsOf(states: number, source: IntList, target: IntList, edgeWeights: Float64Array) {
  const rowStarts = new Int32Array(states + 1)
  for (let edge = 0; edge < source.length; edge++) {
    const row = (source.items[edge] as number) + 1
    rowStarts[row] = (rowStarts[row] as number) + 1
  }
  for (let state = 0; state < states; state++) {
    rowStarts[state + 1] = (rowStarts[state + 1] as number) + (rowStarts[state] as number)
  }
  const next = rowStarts.slice()
  const targets = new Int32Array(source.length)
  const weights = new Float64Array(source.length)
  for (let edge = 0; edge < source.length; edge++) {
    const state = source.items[edge] as number
    const place = next[state] as number
    next[state] = place + 1
    targets[place] = target.items[edge] as number
    weights[place] = edgeWeights[edge] as number
  }
  return { rowStarts, targets, weights }
}

/** Which states contain which channel, each once though it may hold the channel twice. */
function membersOf(channels: number, { parent, newest }: States) {
  const containing = new Int32Array(channels + 1)
  const eachMembership = (visit: (channel: number, state: number) => void) => {
    const lastState = new Int32Array(channels).fill(-1)
    for (let state = 1; state < parent.length; state++) {
      for (let at = state; at > 0; at = parent.items[at] as number) {
        const channel = newest.items[at] as number
        if (lastState[channel] === state) continue
        lastState[channel] = state
        visit(channel, state)
      }
    }
  }
  eachMembership((channel) => {
    containing[channel + 1] = (containing[channel + 1] as number) + 1
  })
  for (let channel = 0; channel < channels; channel++) {
    containing[channel + 1] = (containing[channel + 1] as number) + (containing[channel] as number)
  }
  const members = new Int32Array(containing[channels] as number)
  const next = containing.slice()
  eachMembership((channel, state) => {
    const place = next[channel] as number
    next[channel] = place + 1
    members[place] = state
  })
  return { containing, members }
}
