import type { Hono } from 'hono'
import type * as z from 'zod/mini'
import { funnelSections } from '../../../shared/domain/funnel.ts'
import { type FunnelRow, funnelReport } from '../../../shared/domain/funnel-report.ts'
import { type Period, previousPeriod } from '../../../shared/domain/period.ts'
import { handle, operation, reply } from '../../../shared/http/operation.ts'
import type { AttributionPorts } from '../deps.ts'
import { funnelQuery, funnelReportSchema } from './funnel-schema.ts'
import { readPeriod } from './period.ts'
import { csvReply } from './report-csv.ts'
import type { ReportDeps } from './report-routes.ts'
import { calendarOf } from './reports.ts'

export const reportFunnel = operation({
  method: 'get',
  auth: 'secret',
  tag: 'Reports',
  id: 'reportFunnel',
  summary: 'How many people reached each step of the process, how fast, and where they stopped',
  description:
    'Everybody counts on the day of their first step, visitors who made no contact yet included; what they reach later counts there, too, so that a row is one group of people from its first step to its last. ' +
    'A person who makes a contact and the visitor who turns out to be the same are one. Under every model each person belongs to the same sources in every step: those of the first enquiry, or of all visits where there is none. ' +
    'Times are read off a scale of steps of 9 %: right to within 5 %. With `format=csv` there is one line for each row and step.',
  path: '/v1/reports/funnel',
  query: funnelQuery,
  replies: { 200: funnelReportSchema },
})

function comparedWith(query: z.infer<typeof funnelQuery>): Period | undefined {
  const { compareFrom, compareTo, compare } = query
  if (compareFrom !== undefined && compareTo !== undefined) return { from: compareFrom, to: compareTo }
  return compare === 'previous' ? previousPeriod(query) : undefined
}

async function readFunnelReport(
  { views, ledger }: Pick<AttributionPorts, 'views' | 'ledger'>,
  account: string,
  query: z.infer<typeof funnelQuery>,
) {
  const { from, to, model, groupBy, limit } = query
  const { settings, process } = await ledger.processes.rulesOf(account)
  if (!settings) throw new Error(`no account ${account}`)
  const tell = async (period: Period) => {
    const rollup = await readPeriod(views, calendarOf(settings), period, funnelSections(model, groupBy))
    return funnelReport(process, rollup, model, groupBy, limit)
  }
  const other = comparedWith(query)
  return {
    from,
    to,
    timeZone: settings.timeZone,
    model,
    groupBy,
    stages: process.stages,
    steps: process.steps.map(({ rules: _, ...step }) => step),
    ...(await tell({ from, to })),
    ...(other && { previous: { ...other, ...(await tell(other)) } }),
  }
}

export function mountFunnel(app: Hono, { ledger, views, authenticate }: ReportDeps): void {
  handle(app, { authenticate }, reportFunnel, async ({ account, query }) => {
    const report = await readFunnelReport({ ledger, views }, account, query)
    if (query.format === 'json') return reply(200, report)
    const names = new Map(report.steps.map(({ id, name }) => [id, name]))
    const lines = report.rows.flatMap(({ key, steps }: FunnelRow) => steps.map((step) => ({ key, ...step })))
    return csvReply(
      `funnel-${query.from}-${query.to}`,
      [
        ['key', ({ key }) => key],
        ['step', ({ id }) => id],
        ['name', ({ id }) => names.get(id) ?? ''],
        ['people', ({ people }) => people],
        ['passed', ({ passed }) => passed],
        ['conversion', ({ conversion }) => conversion],
        ['share', ({ share }) => share],
        ['stopped', ({ stopped }) => stopped],
        ['medianSecondsSincePrevious', ({ sincePrevious }) => sincePrevious.medianSeconds],
        ['p90SecondsSincePrevious', ({ sincePrevious }) => sincePrevious.p90Seconds],
        ['medianSecondsSinceStart', ({ sinceStart }) => sinceStart.medianSeconds],
        ['p90SecondsSinceStart', ({ sinceStart }) => sinceStart.p90Seconds],
      ],
      lines,
    )
  })
}
