import { ConversionChances, knotOf } from './conversion-chance.ts'
import { solveWithDiagonal } from './elimination.ts'
import { blockOf, type Effort, usualEffort } from './knot.ts'
import { chainOf, type MarkovChain } from './markov-chain.ts'
import { type ChannelCredit, type PathTable, splitByTouched, totalsOf } from './path-table.ts'

export interface MarkovCredit extends ChannelCredit {
  /** 1 − P(conversion without the channel) / P(conversion), by channel number. */
  readonly removalEffects: Float64Array
}

export const markovOrders = [1, 2, 3, 4] as const
export type MarkovOrder = (typeof markovOrders)[number]

/** Larger knots of the first order are solved for one removed channel after the other: an inverse takes size³ steps. */
const maxInverted = 1500

/**
 * Credit by removal effect in the absorbing chain of the table, null paths included, solved exactly: no simulation, no
 * limit of steps. Removing a channel ends every path at its first state that contains it. A channel has
 * RE / ΣRE of the conversions of the paths that have a touch, and the same part of their value.
 *
 * The weights of a chain that was counted from paths balance: what enters a state leaves it. So the expected visits of
 * each state are its count, P(conversion) is the share of the conversions, and what a channel's removal loses is all
 * that goes from the channel's states for good into a conversion: along each edge out of them, weight × the chance to
 * convert from there without meeting the channel again. Nothing is subtracted, so nothing cancels.
 *
 * @returns `undefined` where thousands of channels lead to each other in so many circles that the effort does not
 *   suffice; never for the tables of a business
 */
export function creditByMarkov(
  table: PathTable,
  order: MarkovOrder,
  effort: Effort = usualEffort,
): MarkovCredit | undefined {
  const { touched, empty } = splitByTouched(table)
  const chain = chainOf(table, order)
  const lost = order === 1 ? lostByState(chain, effort) : lostByChannel(chain, effort)
  if (!lost) return undefined
  const all = totalsOf(table).conversions
  const removalEffects = lost.map((conversions) => (all === 0 ? 0 : conversions / all))
  const sum = removalEffects.reduce((total, effect) => total + effect, 0)
  if (sum === 0) {
    const none = new Float64Array(chain.channels)
    const unattributed = { conversions: empty.conversions, value: empty.value + touched.value }
    return { conversions: none, value: none, unattributed, removalEffects }
  }
  return {
    conversions: removalEffects.map((effect) => (effect / sum) * touched.conversions),
    value: removalEffects.map((effect) => (effect / sum) * touched.value),
    unattributed: empty,
    removalEffects,
  }
}

/** The conversions that each channel's removal loses, by solving the chain without it. */
function lostByChannel(
  chain: MarkovChain,
  effort: Effort,
  isWanted: (channel: number) => boolean = () => true,
): Float64Array | undefined {
  const lost = new Float64Array(chain.channels)
  const chances = new ConversionChances(chain, effort)
  const wanted = [...lost.keys()].filter(isWanted)
  for (const [solved, channel] of wanted.entries()) {
    if (isHopeless(chances.spent, solved, wanted.length, effort)) return undefined
    chances.remove(channel)
    const total = lostWithout(chain, chances, channel)
    if (total === undefined) return undefined
    lost[channel] = total
  }
  return lost
}

/** Whether the first channels were so dear that the rest can't be afforded: told early, not after all is spent. */
const isHopeless = (spent: number, solved: number, all: number, { work }: Effort) =>
  solved >= 8 && (spent / solved) * all > 1.5 * work

function lostWithout(
  { containing, members, converted, rowStarts, targets, weights }: MarkovChain,
  chances: ConversionChances,
  channel: number,
): number | undefined {
  let total = 0
  for (let at = containing[channel] as number; at < (containing[channel + 1] as number); at++) {
    const state = members[at] as number
    total += converted[state] as number
    for (let edge = rowStarts[state] as number; edge < (rowStarts[state + 1] as number); edge++) {
      const target = targets[edge] as number
      if (chances.isRemoved(target)) continue
      const chance = chances.from(target)
      if (chance === undefined) return undefined
      total += (weights[edge] as number) * chance
    }
  }
  return total
}

/**
 * The same in a chain of order 1, where a channel is one state, for all channels at once: a channel is met at all by
 * its visits divided by the visits that follow one, itself included, which is the diagonal of the fundamental matrix.
 */
function lostByState(chain: MarkovChain, effort: Effort): Float64Array | undefined {
  const knots: Int32Array[] = []
  const chances = new ConversionChances(chain, effort, (states) => knots.push(states))
  chances.restore()
  if (chances.from(0) === undefined) return undefined
  const lost = new Float64Array(chain.channels)
  const channelOf = channelsByState(chain)
  for (let state = 1; state < chain.states; state++) {
    const leaving = leavingFor(chain, state)
    lost[channelOf[state] as number] = leaving * chances.known(state)
  }
  const large = new Set<number>()
  const place = new Int32Array(chain.states).fill(-1)
  for (const states of knots) {
    if (states.length > maxInverted) {
      for (const state of states) large.add(channelOf[state] as number)
      continue
    }
    for (const [index, state] of states.entries()) place[state] = index
    const knot = knotOf(chain, states, (state) => place[state] as number, chances.known)
    const chance = knot.right.slice()
    const diagonal = solveWithDiagonal(blockOf(knot), chance)
    for (const [index, state] of states.entries()) {
      lost[channelOf[state] as number] = (chance[index] as number) / (diagonal[index] as number)
      place[state] = -1
    }
  }
  if (large.size === 0) return lost
  const solved = lostByChannel(chain, effort, (channel) => large.has(channel))
  if (!solved) return undefined
  for (const channel of large) lost[channel] = solved[channel] as number
  return lost
}

function channelsByState({ channels, states, containing, members }: MarkovChain): Int32Array {
  const channelOf = new Int32Array(states)
  for (let channel = 0; channel < channels; channel++) {
    for (let at = containing[channel] as number; at < (containing[channel + 1] as number); at++) {
      channelOf[members[at] as number] = channel
    }
  }
  return channelOf
}

/** The weight that leaves a state for another or for good: of one in no knot, the journeys that meet it. */
function leavingFor({ ended, rowStarts, targets, weights }: MarkovChain, state: number): number {
  let total = ended[state] as number
  for (let edge = rowStarts[state] as number; edge < (rowStarts[state + 1] as number); edge++) {
    if (targets[edge] !== state) total += weights[edge] as number
  }
  return total
}
