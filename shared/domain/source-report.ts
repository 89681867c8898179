import { type CreditModel, creditModels } from './credit.ts'
import {
  type Dimension,
  isTouchDimension,
  measures,
  noneKey,
  type Rollup,
  type Section,
  sectionOf,
  sessionSection,
  spendBy,
  spendSection,
} from './rollup.ts'
import { wholeMicros } from './split.ts'

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
  /** Enquiries of people who had made none before. */
  readonly firstTimeEnquiries: number
  /** How many of the enquiries rest on what. */
  readonly confidence: {
    readonly certain: number
    readonly likely: number
    readonly weak: number
    readonly none: number
  }
  /** Minor units; null without enquiries or spend. */
  readonly costPerEnquiry: number | null
  /** Value for each unit spent; null without spend. */
  readonly returnOnSpend: number | null
}
export type ReportTotals = Omit<ReportRow, 'key'>

export interface SourceReport {
  readonly rows: ReportRow[]
  readonly totals: ReportTotals
}

const whole = (micros: number) => micros / wholeMicros

export function rowOf(key: string, sessions: number, sums: readonly number[], spend: number): ReportRow {
  const [enquiries = 0, calls = 0, first = 0, missed = 0, redeemed = 0, value = 0] = sums
  const [firstTime = 0, certain = 0, likely = 0, weak = 0] = sums.slice(6)
  return {
    key,
    sessions,
    enquiries: whole(enquiries),
    enquiriesMicros: enquiries,
    calls: whole(calls),
    firstTimeCalls: whole(first),
    missedCalls: whole(missed),
    redemptions: whole(redeemed),
    value,
    spend,
    firstTimeEnquiries: whole(firstTime),
    confidence: {
      certain: whole(certain),
      likely: whole(likely),
      weak: whole(weak),
      none: whole(enquiries - certain - likely - weak),
    },
    costPerEnquiry: spend > 0 && enquiries > 0 ? Math.round(spend / whole(enquiries)) : null,
    returnOnSpend: spend > 0 ? Math.round((value / spend) * 10_000) / 10_000 : null,
  }
}

export function sumOf(rows: Iterable<readonly number[]>): number[] {
  const total = new Array<number>(measures.length).fill(0)
  for (const sums of rows) for (const [index, sum] of sums.entries()) total[index] = (total[index] ?? 0) + sum
  return total
}

/** The sections that a report of sources is made of. */
export const sectionsOf = (models: readonly CreditModel[], dimension: Dimension): string[] => [
  ...new Set(models.map((model) => sectionOf(model, dimension))),
  // Sessions of a number or a code campaign are not known one by one: their sum is.
  sessionSection(isTouchDimension(dimension) ? dimension : 'channel'),
  spendSection,
]

function sessionsBy(rollup: Rollup, dimension: Dimension): Map<string, number> {
  const counts = Object.entries(
    rollup[sessionSection(isTouchDimension(dimension) ? dimension : 'channel')] ?? {},
  )
  if (isTouchDimension(dimension)) return new Map(counts.map(([key, [count = 0]]) => [key, count]))
  const all = counts.reduce((sum, [, [count = 0]]) => sum + count, 0)
  return all === 0 ? new Map() : new Map([[noneKey, all]])
}

/** The rows of one report, most enquiries first, and their totals. */
export function reportOf(rollup: Rollup, model: CreditModel, dimension: Dimension): SourceReport {
  return tableOf(rollup[sectionOf(model, dimension)] ?? {}, rollup, dimension)
}

/** @param section the enquiries' sums by key, under whatever model */
export function tableOf(section: Section, rollup: Rollup, dimension: Dimension): SourceReport {
  const sums = new Map(Object.entries(section))
  const sessions = sessionsBy(rollup, dimension)
  const spend = spendBy(rollup, dimension)
  const keys = [...new Set([...sums.keys(), ...sessions.keys(), ...spend.keys()])]
  const rows = keys
    .map((key) => rowOf(key, sessions.get(key) ?? 0, sums.get(key) ?? [], spend.get(key) ?? 0))
    .sort(
      (a, b) =>
        b.enquiriesMicros - a.enquiriesMicros ||
        b.sessions - a.sessions ||
        b.spend - a.spend ||
        (a.key < b.key ? -1 : 1),
    )
  const add = (numbers: Iterable<number>) => [...numbers].reduce((all, each) => all + each, 0)
  const { key: _, ...totals } = rowOf('', add(sessions.values()), sumOf(sums.values()), add(spend.values()))
  return { rows, totals }
}

/** Every per-enquiry model side by side: a row a key, with each model's own figures. */
export function reportOfAll(rollup: Rollup, dimension: Dimension) {
  const reports = creditModels.map((model) => [model, reportOf(rollup, model, dimension)] as const)
  const keys = [...new Set(reports.flatMap(([, { rows }]) => rows.map(({ key }) => key)))]
  const side = (pick: (report: SourceReport) => ReportTotals | undefined) =>
    Object.fromEntries(reports.map(([model, report]) => [model, pick(report)]))
  return {
    rows: keys.map((key) => ({
      key,
      models: side(({ rows }) => {
        const { key: _, ...figures } = rows.find((row) => row.key === key) ?? rowOf(key, 0, [], 0)
        return figures
      }),
    })),
    totals: side(({ totals }) => totals),
  }
}
