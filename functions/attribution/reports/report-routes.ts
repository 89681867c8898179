import type { Hono } from 'hono'
import type { Account } from '../../../shared/domain/account.ts'
import { creditModels } from '../../../shared/domain/credit.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { type Authenticate, handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal } from '../../../shared/http/problem.ts'
import type { AttributionPorts } from '../deps.ts'
import { heatmapReport, reportHeatmap } from './heatmap-report.ts'
import { pathModelReport } from './path-report.ts'
import { csvReply, figureColumns } from './report-csv.ts'
import { reportJourneys, reportSources, reportTimeseries } from './report-operations.ts'
import { isPathModel } from './report-schema.ts'
import { allModelsReport, journeysReport, sourceReport, timeseriesReport } from './reports.ts'
import { reportSelfReported, selfReportedReport } from './self-report-report.ts'

export interface ReportDeps extends Pick<AttributionPorts, 'ledger' | 'views'> {
  readonly authenticate: Authenticate
  readonly settingsOf: (account: AccountId) => Promise<Account>
}

export function mountReports(app: Hono, { views, authenticate, settingsOf }: ReportDeps): void {
  const guards = { authenticate }

  handle(app, guards, reportSources, async ({ account, query }) => {
    const settings = await settingsOf(account)
    const { model, from, to, format } = query
    if (model === 'all') {
      const report = await allModelsReport(views, settings, query)
      if (format === 'json') return reply(200, report)
      return csvReply(
        `sources-${from}-${to}-all`,
        [
          ['key', ({ key }) => key],
          ...creditModels.map(
            (each) =>
              [each, (row: (typeof report.rows)[number]) => row.models[each]?.enquiries ?? 0] as const,
          ),
        ],
        report.rows,
      )
    }
    const report = isPathModel(model)
      ? await pathModelReport(views, settings, query, model)
      : await sourceReport(views, settings, query, model)
    if (isRefusal(report)) return report
    return format === 'json'
      ? reply(200, report)
      : csvReply(`sources-${from}-${to}`, figureColumns, report.rows)
  })

  handle(app, guards, reportHeatmap, async ({ account, query }) =>
    reply(200, await heatmapReport(views, await settingsOf(account), query)),
  )
  handle(app, guards, reportSelfReported, async ({ account, query }) =>
    reply(200, await selfReportedReport(views, await settingsOf(account), query)),
  )

  handle(app, guards, reportTimeseries, async ({ account, query }) => {
    const report = await timeseriesReport(views, await settingsOf(account), query)
    if (query.format === 'json') return reply(200, report)
    return csvReply(`timeseries-${query.from}-${query.to}`, figureColumns, report.rows)
  })

  handle(app, guards, reportJourneys, async ({ account, query }) => {
    const report = await journeysReport(views, await settingsOf(account), query)
    if (query.format === 'json') return reply(200, report)
    return csvReply(
      `journeys-${query.from}-${query.to}`,
      [
        ['path', ({ key }) => key],
        ['touches', ({ touches }) => touches.length],
        ['enquiries', ({ enquiries }) => enquiries],
        ['value', ({ value }) => value],
        ['share', ({ share }) => share],
      ],
      report.rows,
    )
  })
}
