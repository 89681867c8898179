import { useSourcesReport } from '../../api/reports.ts'
import type { Model, SourcesReport } from '../../api/types.ts'
import { count, money } from '../../look/format.ts'
import { dimensionNames, keyName } from '../../look/names.ts'
import { Badge } from '../../parts/badge.tsx'
import type { SourcesState } from './state.ts'

/** Says whether the rows of a drill-down come to the row that was opened, to the millionth of an enquiry and the penny. */
export function SumCheck({
  state,
  model,
  report,
  currency,
}: {
  readonly state: SourcesState
  readonly model: Model
  readonly report: SourcesReport
  readonly currency: string
}) {
  const opened = state.filters.at(-1)
  const { data } = useSourcesReport(
    {
      from: state.period.from,
      to: state.period.to,
      model,
      groupBy: opened?.[0] ?? 'channel',
      filters: state.filters.slice(0, -1),
    },
    opened !== undefined,
  )
  if (!opened || !data || data.groupBy !== opened[0] || data.from !== report.from || data.to !== report.to)
    return null
  const above = data.rows.find(({ key }) => key === opened[1])
  const micros = report.rows.reduce((sum, row) => sum + row.enquiriesMicros, 0)
  const value = report.rows.reduce((sum, row) => sum + row.value, 0)
  const isSame = micros === (above?.enquiriesMicros ?? 0) && value === (above?.value ?? 0)
  return (
    <p className="small quiet sum-check">
      {isSame ? <Badge tone="good">exact</Badge> : <Badge tone="warn">still changing</Badge>}{' '}
      {report.rows.length === 1 ? 'This row comes' : `These ${report.rows.length} rows come`} to{' '}
      {count(micros / 1_000_000)} {micros === 1_000_000 ? 'enquiry' : 'enquiries'} and{' '}
      {money(value, currency)}
      {isSame
        ? `, as the row of ${dimensionNames[opened[0]].toLowerCase()} ${keyName(opened[1])} says.`
        : `; the row of ${keyName(opened[1])} says ${count((above?.enquiriesMicros ?? 0) / 1_000_000)} and ${money(above?.value ?? 0, currency)}. Reports are current in a moment.`}
    </p>
  )
}
