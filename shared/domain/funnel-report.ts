import type { CreditModel } from './credit.ts'
import { type PatternCount, readFunnel, secondsOfBucket, type WaitCount, type WaitKind } from './funnel.ts'
import type { Process } from './process.ts'
import type { Dimension, Rollup } from './rollup.ts'
import { wholeMicros } from './split.ts'

/** Seconds; null where nobody is known to have waited. */
export interface WaitFigures {
  readonly medianSeconds: number | null
  readonly p90Seconds: number | null
}

/** One step's figures; people are fractions where the model splits them. */
export interface StepFigures {
  readonly id: string
  /** Whoever reached the step itself. */
  readonly people: number
  readonly peopleMicros: number
  /** On the way: whoever reached it or a later one. Beside the way: as `people`. */
  readonly passed: number
  /** Of those who passed the step before it on the way; null at the first, and beside the way. */
  readonly conversion: number | null
  /** Of everybody in the funnel. */
  readonly share: number | null
  /** On the way: whose last step it is so far. */
  readonly stopped: number | null
  readonly sincePrevious: WaitFigures
  readonly sinceStart: WaitFigures
}

export interface FunnelFigures {
  readonly people: number
  readonly peopleMicros: number
  readonly steps: readonly StepFigures[]
}
export interface FunnelRow extends FunnelFigures {
  readonly key: string
}

const whole = (micros: number) => micros / wholeMicros
const ratio = (part: number, all: number) => (all > 0 ? Math.round((part / all) * 10_000) / 10_000 : null)

/** The bucket in which so great a part of the people lie that waited least. */
function quantile(
  buckets: readonly (readonly [bucket: number, micros: number])[],
  part: number,
): number | null {
  const all = buckets.reduce((sum, [, micros]) => sum + micros, 0)
  if (all === 0) return null
  let seen = 0
  for (const [bucket, micros] of [...buckets].sort(([a], [b]) => a - b)) {
    seen += micros
    if (seen >= all * part) return Math.round(secondsOfBucket(bucket))
  }
  return null
}

function waitFigures(waits: readonly WaitCount[], step: string, since: WaitKind): WaitFigures {
  const buckets = new Map<number, number>()
  for (const wait of waits) {
    if (wait.step !== step || wait.since !== since) continue
    buckets.set(wait.bucket, (buckets.get(wait.bucket) ?? 0) + wait.micros)
  }
  return { medianSeconds: quantile([...buckets], 0.5), p90Seconds: quantile([...buckets], 0.9) }
}

/** What some people come to, step by step in the order of the process. */
export function funnelFigures(
  { steps }: Pick<Process, 'steps'>,
  patterns: readonly Omit<PatternCount, 'key'>[],
  waits: readonly WaitCount[],
): FunnelFigures {
  const order = new Map(steps.map(({ id }, index) => [id, index]))
  const reached = new Array<number>(steps.length).fill(0)
  const furthest = new Array<number>(steps.length).fill(0)
  let all = 0
  for (const { main, others, micros } of patterns) {
    all += micros
    for (const id of [...main, ...others]) {
      const index = order.get(id)
      if (index !== undefined) reached[index] = (reached[index] ?? 0) + micros
    }
    const last = Math.max(-1, ...main.map((id) => order.get(id) ?? -1))
    if (last >= 0) furthest[last] = (furthest[last] ?? 0) + micros
  }
  let previous: number | undefined
  return {
    people: whole(all),
    peopleMicros: all,
    steps: steps.map(({ id, path }, index) => {
      const people = reached[index] ?? 0
      const isMain = path === 'main'
      const passed = isMain
        ? furthest.reduce((sum, micros, at) => (at >= index ? sum + micros : sum), 0)
        : people
      const conversion = isMain && previous !== undefined ? ratio(passed, previous) : null
      if (isMain) previous = passed
      return {
        id,
        people: whole(people),
        peopleMicros: people,
        passed: whole(passed),
        conversion,
        share: ratio(people, all),
        stopped: isMain ? whole(furthest[index] ?? 0) : null,
        sincePrevious: waitFigures(waits, id, 'previous'),
        sinceStart: waitFigures(waits, id, 'start'),
      }
    }),
  }
}

const byKey = <T extends { readonly key: string }>(list: readonly T[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const each of list) {
    const group = groups.get(each.key) ?? []
    groups.set(each.key, group)
    group.push(each)
  }
  return groups
}

/**
 * The funnel of everybody, and that of each key of the dimension, most people first.
 * @param most so many rows at most; the totals are of all
 */
export function funnelReport(
  process: Pick<Process, 'steps'>,
  rollup: Rollup,
  model: CreditModel,
  dimension: Dimension,
  most: number,
): { readonly totals: FunnelFigures; readonly rows: readonly FunnelRow[]; readonly rowsInAll: number } {
  const { patterns, waits } = readFunnel(rollup, model, dimension)
  const groups = [...byKey(patterns)].map(([key, own]) => ({
    key,
    own,
    micros: own.reduce((sum, { micros }) => sum + micros, 0),
  }))
  groups.sort((a, b) => b.micros - a.micros || (a.key < b.key ? -1 : 1))
  const waitsBy = byKey(waits)
  return {
    totals: funnelFigures(process, patterns, waits),
    rows: groups
      .slice(0, most)
      .map(({ key, own }) => ({ key, ...funnelFigures(process, own, waitsBy.get(key) ?? []) })),
    rowsInAll: groups.length,
  }
}
