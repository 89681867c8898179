import { creditByMarkov, type MarkovOrder } from './markov.ts'
import { creditByRule, type PathRuleModel, pathRuleModels } from './path-credit.ts'
import {
  type ChannelCredit,
  internPaths,
  type PathRow,
  type PathTable,
  type PathTotals,
  totalsOf,
} from './path-table.ts'
import { creditByShapley } from './shapley.ts'

export type PathModel = PathRuleModel | 'markov' | 'shapley'
/** All nine. */
export const pathModels: readonly PathModel[] = [...pathRuleModels, 'markov', 'shapley']

/** What each channel gets; the parts and what is unattributed sum to the totals of the table. */
export interface PathModelResult {
  readonly conversions: ReadonlyMap<string, number>
  readonly value: ReadonlyMap<string, number>
  readonly unattributed: { readonly conversions: number; readonly value: number }
  /** Of Markov alone. */
  readonly removalEffects?: ReadonlyMap<string, number>
}

export interface PathEvaluation {
  readonly totals: PathTotals
  readonly channels: readonly string[]
  readonly results: ReadonlyMap<PathModel, PathModelResult>
}

/** Why there is no evaluation: the chain has too many circles among too many channels to be solved in due time. */
export interface TooTangled {
  readonly refused: 'too-tangled'
  readonly channels: number
}

/**
 * Evaluates models over a path table, each model by itself.
 * @param order how many touches a state of the Markov chain remembers
 */
export function evaluatePaths(
  rows: Iterable<PathRow>,
  { models, order = 1 }: { readonly models: readonly PathModel[]; readonly order?: MarkovOrder },
): PathEvaluation | TooTangled {
  const table = internPaths(rows)
  const results = new Map<PathModel, PathModelResult>()
  for (const model of models) {
    const credit = creditBy(table, model, order)
    if (!credit) return { refused: 'too-tangled', channels: table.channels.length }
    const named = (numbers: Float64Array) =>
      new Map(table.channels.map((channel, index) => [channel, numbers[index] as number]))
    results.set(model, {
      conversions: named(credit.conversions),
      value: named(credit.value),
      unattributed: credit.unattributed,
      ...(credit.removalEffects && { removalEffects: named(credit.removalEffects) }),
    })
  }
  return { totals: totalsOf(table), channels: table.channels, results }
}

function creditBy(
  table: PathTable,
  model: PathModel,
  order: MarkovOrder,
): (ChannelCredit & { readonly removalEffects?: Float64Array }) | undefined {
  if (model === 'markov') return creditByMarkov(table, order)
  if (model === 'shapley') return creditByShapley(table)
  return creditByRule(table, model)
}
