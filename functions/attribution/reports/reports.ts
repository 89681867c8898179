import type * as z from 'zod/mini'
import type { Account } from '../../../shared/domain/account.ts'
import { type CreditModel, creditModels } from '../../../shared/domain/credit.ts'
import { journeyReport } from '../../../shared/domain/journey-report.ts'
import { isTupleDimension, narrowRollup, narrowSections } from '../../../shared/domain/narrow-report.ts'
import {
  hoursIn,
  type Interval,
  intervalOfDay,
  intervalsIn,
  type Period,
  previousPeriod,
} from '../../../shared/domain/period.ts'
import {
  addRollup,
  emptyRollup,
  pathSection,
  type Rollup,
  waitSection,
} from '../../../shared/domain/rollup.ts'
import {
  type ReportTotals,
  reportOf,
  reportOfAll,
  rowOf,
  sectionsOf,
} from '../../../shared/domain/source-report.ts'
import type { AttributionPorts } from '../deps.ts'
import { type Calendar, readDays, readHours, readPeriod } from './period.ts'
import { type journeysQuery, rowKeysOf, type sourcesQuery, type timeseriesQuery } from './report-schema.ts'

type Views = Pick<AttributionPorts['views'], 'rollups'>
type Compare = 'previous' | undefined

export const calendarOf = ({ id, timeZone }: Account): Calendar => ({ account: id, timeZone })

/** The same figures of as many days before, where they are asked for. */
export async function before<T>(compare: Compare, period: Period, tell: (earlier: Period) => Promise<T>) {
  if (compare === undefined) return {}
  const earlier = previousPeriod(period)
  return { previous: { ...earlier, ...(await tell(earlier)) } }
}

/** What a report of sources is made of: of everything, or of what stands in some rows. */
async function readSources(
  views: Views,
  account: Account,
  query: z.infer<typeof sourcesQuery>,
  period: Period,
  models: readonly CreditModel[],
): Promise<Rollup> {
  const { groupBy } = query
  const keys = rowKeysOf(query)
  const isNarrowed = keys !== undefined && isTupleDimension(groupBy)
  const sections = isNarrowed ? narrowSections(models) : sectionsOf(models, groupBy)
  const rollup = await readPeriod(views, calendarOf(account), period, sections)
  return isNarrowed ? narrowRollup(rollup, models, groupBy, keys) : rollup
}

/** What each source brought, under one per-enquiry model. */
export async function sourceReport(
  views: Views,
  account: Account,
  query: z.infer<typeof sourcesQuery>,
  model: CreditModel,
) {
  const { from, to, groupBy, compare } = query
  const read = async (period: Period) =>
    reportOf(await readSources(views, account, query, period, [model]), model, groupBy)
  const { timeZone } = account
  return {
    from,
    to,
    timeZone,
    model,
    groupBy,
    ...(await read({ from, to })),
    ...(await before(compare, { from, to }, async (earlier) => ({ totals: (await read(earlier)).totals }))),
  }
}

/** Likewise under all of them, side by side. */
export async function allModelsReport(views: Views, account: Account, query: z.infer<typeof sourcesQuery>) {
  const { from, to, groupBy } = query
  const rollup = await readSources(views, account, query, { from, to }, creditModels)
  return { from, to, timeZone: account.timeZone, model: 'all', groupBy, ...reportOfAll(rollup, groupBy) }
}

/** The parts of a period under their intervals, in order; an interval in which nothing happened is empty. */
async function readIntervals(
  views: Views,
  calendar: Calendar,
  period: Period,
  interval: Interval,
  sections: readonly string[],
): Promise<[string, Rollup][]> {
  const isHourly = interval === 'hour'
  const parts = await (isHourly ? readHours : readDays)(views, calendar, period, sections)
  const keys = isHourly ? hoursIn(period, calendar.timeZone) : intervalsIn(period, interval)
  const points = new Map(keys.map((key) => [key, emptyRollup()]))
  for (const { key, rollup } of parts) {
    const point = points.get(isHourly ? key : intervalOfDay(key, interval))
    if (point) addRollup(point, rollup)
  }
  return [...points]
}

/** The figures of a period, interval by interval. */
export async function timeseriesReport(
  views: Views,
  account: Account,
  query: z.infer<typeof timeseriesQuery>,
) {
  const { from, to, interval, model, groupBy, key, compare } = query
  const calendar = calendarOf(account)
  const dimension = groupBy ?? 'channel'
  const keys = rowKeysOf(query)
  const isNarrowed = keys !== undefined && isTupleDimension(dimension)
  const sections = isNarrowed ? narrowSections([model]) : sectionsOf([model], dimension)
  const tell = (whole: Rollup): ReportTotals & { rows?: ReturnType<typeof reportOf>['rows'] } => {
    const rollup = isNarrowed ? narrowRollup(whole, [model], dimension, keys) : whole
    const { rows, totals } = reportOf(rollup, model, dimension)
    if (key === undefined) return { ...totals, ...(groupBy && { rows }) }
    const { key: _, ...figures } = rows.find((row) => row.key === key) ?? rowOf(key, 0, [], 0)
    return figures
  }
  const totalsOf = (rollup: Rollup) => {
    const { rows: _, ...totals } = tell(rollup)
    return totals
  }
  const [points, previous] = await Promise.all([
    readIntervals(views, calendar, { from, to }, interval, sections),
    before(compare, { from, to }, async (earlier) => ({
      totals: totalsOf(await readPeriod(views, calendar, earlier, sections)),
    })),
  ])
  const whole = emptyRollup()
  for (const [, rollup] of points) addRollup(whole, rollup)
  return {
    from,
    to,
    timeZone: account.timeZone,
    interval,
    model,
    ...(groupBy && { groupBy }),
    rows: points.map(([point, rollup]) => ({ key: point, ...tell(rollup) })),
    totals: totalsOf(whole),
    ...previous,
  }
}

/** How people came to their enquiries. */
export async function journeysReport(
  views: Views,
  account: Account,
  { from, to, limit, compare }: z.infer<typeof journeysQuery>,
) {
  const read = async (period: Period) =>
    journeyReport(await readPeriod(views, calendarOf(account), period, [pathSection, waitSection]), limit)
  return {
    from,
    to,
    timeZone: account.timeZone,
    lookbackDays: account.lookbackDays,
    ...(await read({ from, to })),
    ...(await before(compare, { from, to }, async (earlier) => ({ totals: (await read(earlier)).totals }))),
  }
}
