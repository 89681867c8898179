import type { Hono } from 'hono'
import type { CodeFigures } from '../../../shared/domain/code-report.ts'
import type { CodeWay } from '../../../shared/domain/code-row.ts'
import { codeWaits } from '../../../shared/domain/code-wait.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { codesReport } from './code-report.ts'
import { reportCodes } from './code-report-operation.ts'
import { csvReply } from './report-csv.ts'
import type { ReportDeps } from './report-routes.ts'

interface CsvRow extends CodeFigures {
  readonly key: string
  readonly name: string | null
  readonly direction: CodeWay
}
const columns: readonly (readonly [string, (row: CsvRow) => string | number | null])[] = [
  ['key', ({ key }) => key],
  ['name', ({ name }) => name],
  ['direction', ({ direction }) => direction],
  ...(['issued', 'used', 'conversion', 'usedWithoutIssue', 'quoted', 'redeemed', 'value'] as const).map(
    (name) => [name, (row: CsvRow) => row[name]] as const,
  ),
  ['meanSeconds', ({ timeToRedemption }) => timeToRedemption.meanSeconds],
  ['median', ({ timeToRedemption }) => timeToRedemption.median],
  ...codeWaits.map(
    (wait) =>
      [
        wait,
        ({ timeToRedemption }: CsvRow) =>
          timeToRedemption.histogram.find((bar) => bar.wait === wait)?.codes ?? 0,
      ] as const,
  ),
]

export function mountCodeReport(app: Hono, { ledger, views, authenticate, settingsOf }: ReportDeps): void {
  handle(app, { authenticate }, reportCodes, async ({ account, query }) => {
    const report = await codesReport({ ledger, views }, await settingsOf(account), query)
    if (query.format === 'json') return reply(200, report)
    const lines = report.rows.flatMap(({ key, name, directions }) =>
      directions.map((figures) => ({ key, name, ...figures })),
    )
    return csvReply(`codes-${query.from}-${query.to}`, columns, lines)
  })
}
