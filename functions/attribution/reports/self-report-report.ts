import * as z from 'zod/mini'
import type { Account } from '../../../shared/domain/account.ts'
import { heardSection, sectionOf } from '../../../shared/domain/rollup.ts'
import { selfReportTable } from '../../../shared/domain/self-report-table.ts'
import { sumOf } from '../../../shared/domain/source-report.ts'
import { wholeMicros } from '../../../shared/domain/split.ts'
import { operation } from '../../../shared/http/operation.ts'
import type { AttributionPorts } from '../deps.ts'
import { day, note } from '../field.ts'
import { readPeriod } from './period.ts'
import { periodChecks } from './report-schema.ts'
import { calendarOf } from './reports.ts'

const figures = { enquiries: z.int(), value: z.int().check(note('Minor units of the account’s currency')) }
const measured = z.int().check(note('Of these: with a source that was measured, too'))

export const selfReportedQuery = z.object({ from: day, to: day }).check(...periodChecks)
export const selfReportedSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    rows: z
      .array(
        z.object({
          answer: z.string(),
          channel: z
            .string()
            .check(note('What was measured; `(unknown)` where nothing but the answer tells')),
          ...figures,
        }),
      )
      .check(note('Most enquiries first')),
    answers: z.array(z.object({ answer: z.string(), ...figures, measured })),
    totals: z.object({
      ...figures,
      measured,
      answeredShare: z.nullable(z.number()).check(note('Of all enquiries: those whose people answered')),
    }),
  })
  .check(z.meta({ id: 'SelfReportedReport' }))

export const reportSelfReported = operation({
  method: 'get',
  auth: 'secret',
  tag: 'Reports',
  id: 'reportSelfReported',
  summary: '“How did you hear of us?”, against what was measured',
  description:
    'By the answers of forms and of agents (`heardFrom` of a call). Answers that differ in case and spaces alone are one.',
  path: '/v1/reports/self-reported',
  query: selfReportedQuery,
  replies: { 200: selfReportedSchema },
})

export async function selfReportedReport(
  views: Pick<AttributionPorts['views'], 'rollups'>,
  account: Account,
  { from, to }: z.infer<typeof selfReportedQuery>,
) {
  const everything = sectionOf('last', 'channel')
  const rollup = await readPeriod(views, calendarOf(account), { from, to }, [heardSection, everything])
  const [micros = 0] = sumOf(Object.values(rollup[everything] ?? {}))
  const table = selfReportTable(rollup[heardSection] ?? {}, micros / wholeMicros)
  return { from, to, timeZone: account.timeZone, ...table }
}
