import type { Hono } from 'hono'
import type { Clock } from '../../../shared/domain/time.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { poolsReport } from './pool-report.ts'
import { reportPools } from './pool-report-operation.ts'
import { csvReply } from './report-csv.ts'
import type { ReportDeps } from './report-routes.ts'

type Row = Awaited<ReturnType<typeof poolsReport>>['rows'][number]

const figures = [
  'key',
  'name',
  'numbers',
  'leases',
  'sharedLeases',
  'overflowShare',
  'leasedMinutes',
  'numberMinutes',
  'utilisation',
  'peakLeases',
  'calls',
  'ambiguousCalls',
  'ambiguousShare',
  'meanHoldingMinutes',
  'offeredErlangs',
  'expectedOverflow',
  'recommendedNumbers',
] as const satisfies (keyof Row)[]

const columns: readonly (readonly [string, (row: Row) => string | number | null])[] = [
  ...figures.map((name) => [name, (row: Row) => row[name]] as const),
  ['busiestHour', ({ busiestHour }) => busiestHour?.from ?? null],
  ['arrivals', ({ busiestHour }) => busiestHour?.arrivals ?? null],
  ['restingNumbers', ({ restingNumbers }) => restingNumbers.length],
]

export function mountPoolReport(
  app: Hono,
  { ledger, views, authenticate, settingsOf, now }: ReportDeps & { readonly now: Clock },
): void {
  handle(app, { authenticate }, reportPools, async ({ account, query }) => {
    const report = await poolsReport({ ledger, views }, await settingsOf(account), query, now())
    if (query.format === 'json') return reply(200, report)
    return csvReply(`pools-${query.from}-${query.to}`, columns, report.rows)
  })
}
