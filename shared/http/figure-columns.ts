import type { ReportRow } from '../domain/source-report.ts'

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

/** The columns of a report's CSV, whoever writes it: the API, or a mail that has it attached. */
export const figureColumns: readonly (readonly [string, (row: ReportRow) => string | number | null])[] = [
  ['key', ({ key }) => key],
  ...figures.map((name) => [name, (row: ReportRow) => row[name]] as const),
  ...(['certain', 'likely', 'weak', 'none'] as const).map(
    (band) => [`confidence:${band}`, ({ confidence }: ReportRow) => confidence[band]] as const,
  ),
]
