import { type CreditModel, creditModels } from './credit.ts'
import type { Enquiry } from './enquiry.ts'
import type { Source } from './source.ts'
import { splitExactly, wholeMicros } from './split.ts'

/** What a report can be grouped by. The last two belong to the enquiry, the others to the credited touch. */
export const dimensions = [
  'channel',
  'source',
  'medium',
  'campaign',
  'term',
  'content',
  'landingPage',
  'referrer',
  'number',
  'codeCampaign',
] as const
export type Dimension = (typeof dimensions)[number]
type TouchDimension = Exclude<Dimension, 'number' | 'codeCampaign'>

/** The row of what has no known source. */
export const unknownKey = '(unknown)'
/** The row of a known source that lacks the dimension. */
export const noneKey = '(none)'

/**
 * What the enquiries of a row come to under one model. The first five are millionths, since a model may give a row a
 * part of an enquiry; sums over all rows are whole enquiries again. Value is minor units, split as exactly.
 */
export const measures = [
  'enquiriesMicros',
  'callsMicros',
  'firstTimeCallsMicros',
  'missedCallsMicros',
  'redemptionsMicros',
  'valueMinorUnits',
] as const
type Sums = number[]

/** Sums of a stretch of time. Adding two is adding their numbers, so that days are sums of quarter hours. */
export interface Rollup {
  readonly sessions: Record<string, Record<string, number>>
  /** model → dimension → key → measures, in their order above. */
  readonly models: Record<string, Record<string, Record<string, Sums>>>
}
export const emptyRollup = (): Rollup => ({ sessions: {}, models: {} })

const keyOf = (dimension: TouchDimension, source: Source | null) =>
  source === null ? unknownKey : (source[dimension] ?? noneKey)

function child<T>(record: Record<string, T>, key: string, make: () => T): T {
  // Keys come from the outside: `__proto__` must be a key like any other.
  if (!Object.hasOwn(record, key)) {
    Object.defineProperty(record, key, {
      value: make(),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return record[key] as T
}

const zeros = (): Sums => new Array(measures.length).fill(0)

function addSums(
  rollup: Rollup,
  model: string,
  dimension: string,
  key: string,
  sums: readonly number[],
): void {
  const row = child(
    child(
      child(rollup.models, model, () => ({})),
      dimension,
      () => ({}),
    ),
    key,
    zeros,
  )
  for (const [index, sum] of sums.entries()) row[index] = (row[index] ?? 0) + sum
}

/** Counts one session under the source of its first touch. */
export function addSession(rollup: Rollup, source: Source): void {
  for (const dimension of dimensions) {
    const key = dimension === 'number' || dimension === 'codeCampaign' ? noneKey : keyOf(dimension, source)
    const counts = child(rollup.sessions, dimension, () => ({}) as Record<string, number>)
    const before = child(counts, key, () => 0)
    counts[key] = before + 1
  }
}

type Countable = Pick<
  Enquiry,
  'credits' | 'journey' | 'counts' | 'valueMinorUnits' | 'number' | 'codeCampaign'
>

/** Counts one enquiry, under every model and dimension. */
export function addEnquiry(rollup: Rollup, enquiry: Countable): void {
  const { calls, firstTimeCalls, missedCalls, redemptions } = enquiry.counts
  const counts = [1, calls, firstTimeCalls, missedCalls, redemptions]
  for (const model of creditModels) {
    const credits = enquiry.credits[model]
    const values = splitExactly(
      enquiry.valueMinorUnits,
      credits.map(({ micros }) => micros),
    )
    for (const [index, { touch, micros }] of credits.entries()) {
      const source = touch === null ? null : (enquiry.journey[touch]?.source ?? null)
      const sums = [...counts.map((count) => count * micros), values[index] ?? 0]
      for (const dimension of dimensions) {
        if (dimension === 'number' || dimension === 'codeCampaign') continue
        addSums(rollup, model, dimension, keyOf(dimension, source), sums)
      }
    }
    const whole = [...counts.map((count) => count * wholeMicros), enquiry.valueMinorUnits]
    addSums(rollup, model, 'number', enquiry.number ?? noneKey, whole)
    addSums(rollup, model, 'codeCampaign', enquiry.codeCampaign ?? noneKey, whole)
  }
}

/** Adds `part` to `rollup`. */
export function addRollup(rollup: Rollup, part: Rollup): void {
  for (const [dimension, counts] of Object.entries(part.sessions)) {
    const into = child(rollup.sessions, dimension, () => ({}) as Record<string, number>)
    for (const [key, count] of Object.entries(counts)) into[key] = child(into, key, () => 0) + count
  }
  for (const [model, byDimension] of Object.entries(part.models)) {
    for (const [dimension, rows] of Object.entries(byDimension)) {
      for (const [key, sums] of Object.entries(rows)) addSums(rollup, model, dimension, key, sums)
    }
  }
}

export interface ReportRow {
  readonly key: string
  readonly sessions: number
  /** `enquiriesMicros` in whole enquiries: a fraction where the model splits one. */
  readonly enquiries: number
  readonly enquiriesMicros: number
  readonly calls: number
  readonly firstTimeCalls: number
  readonly missedCalls: number
  readonly redemptions: number
  readonly value: number
  readonly spend: number
}

const rowOf = (key: string, sessions: number, sums: readonly number[]): ReportRow => {
  const [enquiriesMicros = 0, calls = 0, firstTime = 0, missed = 0, redemptions = 0, value = 0] = sums
  return {
    key,
    sessions,
    enquiries: enquiriesMicros / wholeMicros,
    enquiriesMicros,
    calls: calls / wholeMicros,
    firstTimeCalls: firstTime / wholeMicros,
    missedCalls: missed / wholeMicros,
    redemptions: redemptions / wholeMicros,
    value,
    spend: 0,
  }
}

/** The rows of one report, most enquiries first, and their totals. */
export function reportOf(
  rollup: Rollup,
  model: CreditModel,
  dimension: Dimension,
): { rows: ReportRow[]; totals: Omit<ReportRow, 'key'> } {
  const sums = rollup.models[model]?.[dimension] ?? {}
  // The sessions of a number or code campaign are not known: only what touches have is counted there.
  const sessions = rollup.sessions[dimension] ?? {}
  const keys = [...new Set([...Object.keys(sums), ...Object.keys(sessions)])]
  const own = <T>(record: Record<string, T>, key: string) =>
    Object.hasOwn(record, key) ? record[key] : undefined
  const rows = keys
    .map((key) => rowOf(key, own(sessions, key) ?? 0, own(sums, key) ?? []))
    .sort(
      (a, b) => b.enquiriesMicros - a.enquiriesMicros || b.sessions - a.sessions || (a.key < b.key ? -1 : 1),
    )
  const total = zeros()
  for (const key of Object.keys(sums)) {
    for (const [index, sum] of (own(sums, key) ?? []).entries()) total[index] = (total[index] ?? 0) + sum
  }
  const totalSessions = Object.values(sessions).reduce((all, count) => all + count, 0)
  const { key: _, ...totals } = rowOf('', totalSessions, total)
  return { rows, totals }
}
