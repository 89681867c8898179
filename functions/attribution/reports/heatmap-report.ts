import * as z from 'zod/mini'
import type { Account } from '../../../shared/domain/account.ts'
import { heatmapOf } from '../../../shared/domain/call-times.ts'
import { callSection } from '../../../shared/domain/rollup.ts'
import { operation } from '../../../shared/http/operation.ts'
import type { AttributionPorts } from '../deps.ts'
import { day, note } from '../field.ts'
import { readPeriod } from './period.ts'
import { periodChecks } from './report-schema.ts'
import { calendarOf } from './reports.ts'

const figures = {
  calls: z.int(),
  ended: z.int().check(note('Whether or not they were answered; the others still last')),
  answered: z.int(),
  missed: z
    .int()
    .check(
      note('As the other reports count them: neither answered, nor given up at once, nor with a message'),
    ),
  abandoned: z.int().check(note('Given up within 15 seconds')),
  voicemail: z.int().check(note('Not answered, but the caller left a message')),
  answeredShare: z
    .nullable(z.number())
    .check(note('Answered calls of those that have ended, whether missed, abandoned or left on voicemail')),
}

export const heatmapQuery = z.object({ from: day, to: day }).check(...periodChecks)
export const heatmapSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    rows: z
      .array(z.object({ weekday: z.int().check(note('1 is Monday')), hour: z.int(), ...figures }))
      .check(note('All 168 hours of the week, from Monday')),
    totals: z.object(figures),
  })
  .check(z.meta({ id: 'HeatmapReport' }))

export const reportHeatmap = operation({
  method: 'get',
  auth: 'secret',
  tag: 'Reports',
  id: 'reportHeatmap',
  summary: 'When people call, by hour and weekday of the account’s zone, and how many are answered',
  description:
    'The calls of the enquiries that opened in the period, so that the totals are those of the sources; each at its own hour.',
  path: '/v1/reports/heatmap',
  query: heatmapQuery,
  replies: { 200: heatmapSchema },
})

/** From months and days alone: a year of a busy account is a dozen rows. */
export async function heatmapReport(
  views: Pick<AttributionPorts['views'], 'rollups'>,
  account: Account,
  { from, to }: z.infer<typeof heatmapQuery>,
) {
  const rollup = await readPeriod(views, calendarOf(account), { from, to }, [callSection])
  return { from, to, timeZone: account.timeZone, ...heatmapOf(rollup[callSection] ?? {}, account.timeZone) }
}
