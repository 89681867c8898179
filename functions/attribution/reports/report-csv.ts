import type { ReportRow } from '../../../shared/domain/source-report.ts'
import { csvLine } from '../../../shared/http/csv.ts'
import { reply } from '../../../shared/http/operation.ts'

/** A table for a spreadsheet: RFC 4180, with a header row, formulas disarmed. */
export function csvReply<Row>(
  name: string,
  columns: readonly (readonly [string, (row: Row) => string | number | null])[],
  rows: readonly Row[],
) {
  const lines = [
    csvLine(columns.map(([title]) => title)),
    ...rows.map((row) => csvLine(columns.map(([, cell]) => cell(row)))),
  ]
  return reply(
    200,
    new Response(lines.join(''), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.csv"`,
      },
    }),
  )
}

const figures = [
  'sessions',
  'enquiries',
  'enquiriesMicros',
  'calls',
  'firstTimeCalls',
  'missedCalls',
  'redemptions',
  'value',
  'spend',
  'firstTimeEnquiries',
  'costPerEnquiry',
  'returnOnSpend',
] as const satisfies (keyof ReportRow)[]

export const figureColumns: readonly (readonly [string, (row: ReportRow) => string | number | null])[] = [
  ['key', ({ key }) => key],
  ...figures.map((name) => [name, (row: ReportRow) => row[name]] as const),
  ...(['certain', 'likely', 'weak', 'none'] as const).map(
    (band) => [`confidence:${band}`, ({ confidence }: ReportRow) => confidence[band]] as const,
  ),
]
