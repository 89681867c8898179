import { type CreditModel, creditModels } from './credit.ts'
import type { ProgressRow } from './progress.ts'
import {
  addSums,
  type Dimension,
  dimensions,
  isTouchDimension,
  keyOf,
  noneKey,
  type Rollup,
  type Section,
  type TouchDimension,
} from './rollup.ts'
import { wholeMicros } from './split.ts'
import { epochMillisecondsOf, type Instant } from './time.ts'

/** What of a person's row the funnel counts: while this stays, nothing has to be added up anew. */
export type Countable = Pick<
  ProgressRow,
  'steps' | 'path' | 'sources' | 'credits' | 'number' | 'codeCampaign'
>
export const countableOf = ({ steps, path, sources, credits, number, codeCampaign }: Countable) => ({
  steps: steps.map(({ step, at }) => [step, at]),
  path,
  sources,
  credits,
  number,
  codeCampaign,
})

/**
 * Sections of a rollup: `funnel/model/dimension`, by the pattern of steps that people reached and the key of the
 * dimension, holds millionths of people. Of most people every model says the same, since they came but once: these stand
 * under the model `all`, once for all seven.
 */
const sectionOf = (model: CreditModel | 'all', dimension: Dimension) => `funnel/${model}/${dimension}`
/** Likewise, by step, bucket of time and key. */
const waitSectionOf = (model: CreditModel | 'all', dimension: Dimension) =>
  `funnel-waits/${model}/${dimension}`

/** What a report by this dimension and model reads. */
export const funnelSections = (model: CreditModel, dimension: Dimension): string[] =>
  (['all', model] as const).flatMap((each) => [sectionOf(each, dimension), waitSectionOf(each, dimension)])

/** Between two parts of a key; ids of steps have none, and a dimension's key stands last. */
const bar = '|'
/** The steps on the way in its order, then the others by name. */
function patternOf({ path, steps }: Countable): string {
  const main = new Set(path)
  const others = steps.flatMap(({ step }) => (main.has(step) ? [] : [step])).sort()
  return `${path.join(' ')}${bar}${others.join(' ')}`
}

/** Eight buckets to a doubling: what is read off them is right to within 5 %. */
const bucketsPerDoubling = 8
export const waitBucketOfSeconds = (seconds: number): number =>
  Math.floor(bucketsPerDoubling * Math.log2(1 + seconds))
/** The middle of a bucket, in seconds. */
export const secondsOfBucket = (bucket: number): number =>
  bucket === 0 ? 0 : 2 ** ((bucket + 0.5) / bucketsPerDoubling) - 1

export type WaitKind = 'previous' | 'start'
export interface Wait {
  readonly step: string
  readonly since: WaitKind
  readonly bucket: number
}

/**
 * How long people took to each step on the way: since the step before it that they reached, and since their first. Who
 * reached a later step first took no time that one could speak of: such a step is left out.
 */
export function waitsOf({ path, steps }: Pick<Countable, 'path' | 'steps'>): Wait[] {
  const at = new Map(steps.map((each) => [each.step, each.at]))
  const seconds = (from: Instant, to: Instant) => (epochMillisecondsOf(to) - epochMillisecondsOf(from)) / 1000
  const first = steps[0]?.at
  return path.flatMap((step, index): Wait[] => {
    const reached = at.get(step)
    const previous = index === 0 ? undefined : at.get(path[index - 1] ?? '')
    if (reached === undefined || first === undefined) return []
    const waits: Wait[] = []
    if (previous !== undefined && reached >= previous) {
      waits.push({ step, since: 'previous', bucket: waitBucketOfSeconds(seconds(previous, reached)) })
    }
    if (reached > first || index > 0) {
      waits.push({ step, since: 'start', bucket: waitBucketOfSeconds(seconds(first, reached)) })
    }
    return waits
  })
}

/** What of a person a model gives to each key of the dimension; the parts sum to 1,000,000. */
export function partsOfPerson(
  row: Pick<Countable, 'sources' | 'credits' | 'number' | 'codeCampaign'>,
  model: CreditModel,
  dimension: Dimension,
): Map<string, number> {
  const parts = new Map<string, number>()
  if (!isTouchDimension(dimension)) return parts.set(row[dimension] ?? noneKey, wholeMicros)
  for (const { touch, micros } of row.credits[model]) {
    const key = keyOf(dimension, touch === null ? null : (row.sources[touch] ?? null))
    parts.set(key, (parts.get(key) ?? 0) + micros)
  }
  return parts
}

const isAgreed = ({ credits }: Pick<Countable, 'credits'>) => {
  const [first, ...others] = creditModels.map((model) => JSON.stringify(credits[model]))
  return others.every((each) => each === first)
}

/** Counts one person, or a visitor who made no contact yet; who reached no step is in no funnel. */
export function addProgress(rollup: Rollup, row: Countable): void {
  if (row.steps.length === 0) return
  const pattern = patternOf(row)
  const waits = waitsOf(row)
  const agreed = isAgreed(row)
  for (const dimension of dimensions) {
    const models: readonly (CreditModel | 'all')[] =
      agreed || !isTouchDimension(dimension) ? ['all'] : creditModels
    for (const model of models) {
      for (const [key, micros] of partsOfPerson(row, model === 'all' ? 'first' : model, dimension)) {
        addSums(rollup, sectionOf(model, dimension), `${pattern}${bar}${key}`, [micros])
        for (const { step, since, bucket } of waits) {
          const name = [step, since, bucket, key].join(bar)
          addSums(rollup, waitSectionOf(model, dimension), name, [micros])
        }
      }
    }
  }
}

/** People of one key and one pattern of steps, in millionths. */
export interface PatternCount {
  readonly key: string
  readonly main: readonly string[]
  readonly others: readonly string[]
  readonly micros: number
}
export interface WaitCount extends Wait {
  readonly key: string
  readonly micros: number
}

const words = (text: string) => (text === '' ? [] : text.split(' '))
const entries = (section: Section | undefined) => Object.entries(section ?? {})

/** What the sections of a report say. */
export function readFunnel(
  rollup: Rollup,
  model: CreditModel,
  dimension: Dimension,
): { readonly patterns: readonly PatternCount[]; readonly waits: readonly WaitCount[] } {
  const of = ['all', model] as const
  return {
    patterns: of.flatMap((each) =>
      entries(rollup[sectionOf(each, dimension)]).map(([text, [micros = 0]]) => {
        const [main = '', others = '', ...key] = text.split(bar)
        return { key: key.join(bar), main: words(main), others: words(others), micros }
      }),
    ),
    waits: of.flatMap((each) =>
      entries(rollup[waitSectionOf(each, dimension)]).map(([text, [micros = 0]]) => {
        const [step = '', since = '', bucket = '', ...key] = text.split(bar)
        return { key: key.join(bar), step, since: since as WaitKind, bucket: Number(bucket), micros }
      }),
    ),
  }
}

export type { Dimension, TouchDimension }
