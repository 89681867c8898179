import { type ChannelCredit, type PathTable, splitByTouched } from './path-table.ts'

/** Writes into `weights` what each of the path's touches gets of 1. */
type Weigh = (weights: Float64Array, path: { touches: Int32Array; start: number; length: number }) => void
type Rule = (table: PathTable) => Weigh

const directNames = new Set(['direct', '(direct)'])

/** 40/20/40; two touches have a half each, one has all. */
const position: Rule =
  () =>
  (weights, { length }) => {
    if (length <= 2) {
      weights.fill(1 / length, 0, length)
      return
    }
    weights.fill(0.2 / (length - 2), 0, length)
    weights[0] = 0.4
    weights[length - 1] = 0.4
  }

/** The 7 days of `credit.ts`, at a touch a day. */
const halfLifeInTouches = 7

/**
 * The models that look at one path at a time. A path table has no times and no stages, so that two of them take
 * something for granted: `timeDecay` that touches lie a day apart, and `wShaped` is `position`.
 */
const rules = {
  first:
    () =>
    (weights, { length }) => {
      weights.fill(0, 0, length)
      weights[0] = 1
    },
  last:
    () =>
    (weights, { length }) => {
      weights.fill(0, 0, length)
      weights[length - 1] = 1
    },
  /** Passes over channels named `Direct` or `(direct)`; a path of nothing else keeps its last. */
  lastNonDirect: ({ channels }) => {
    const isDirect = channels.map((channel) => directNames.has(channel.toLowerCase()))
    return (weights, { touches, start, length }) => {
      weights.fill(0, 0, length)
      let at = length - 1
      while (at >= 0 && isDirect[touches[start + at] as number]) at--
      weights[at < 0 ? length - 1 : at] = 1
    }
  },
  linear:
    () =>
    (weights, { length }) => {
      weights.fill(1 / length, 0, length)
    },
  position,
  timeDecay:
    () =>
    (weights, { length }) => {
      let total = 0
      for (let at = 0; at < length; at++) {
        const weight = 2 ** ((at + 1 - length) / halfLifeInTouches)
        weights[at] = weight
        total += weight
      }
      for (let at = 0; at < length; at++) weights[at] = (weights[at] as number) / total
    },
  wShaped: position,
} as const satisfies Record<string, Rule>

export type PathRuleModel = keyof typeof rules
export const pathRuleModels = Object.keys(rules) as PathRuleModel[]

/** Credit by a rule that weighs the touches of each path by themselves. */
export function creditByRule(table: PathTable, model: PathRuleModel): ChannelCredit {
  const { touches, starts } = table
  const conversions = new Float64Array(table.channels.length)
  const value = new Float64Array(table.channels.length)
  const weigh: Weigh = rules[model](table)
  let weights = new Float64Array(64)
  for (let path = 0; path < table.conversions.length; path++) {
    const start = starts[path] as number
    const length = (starts[path + 1] as number) - start
    const converted = table.conversions[path] as number
    const worth = table.values[path] as number
    if (length === 0 || (converted === 0 && worth === 0)) continue
    if (length > weights.length) weights = new Float64Array(length * 2)
    weigh(weights, { touches, start, length })
    for (let at = 0; at < length; at++) {
      const channel = touches[start + at] as number
      const weight = weights[at] as number
      conversions[channel] = (conversions[channel] as number) + weight * converted
      value[channel] = (value[channel] as number) + weight * worth
    }
  }
  return { conversions, value, unattributed: splitByTouched(table).empty }
}
