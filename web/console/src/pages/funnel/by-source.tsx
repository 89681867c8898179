import type { FunnelReport } from '../../api/types.ts'
import { share } from '../../look/format.ts'
import { dimensionNames } from '../../look/names.ts'
import { span } from '../../look/span.ts'
import { Change } from '../../parts/change.tsx'
import { KeyName } from '../../parts/key-name.tsx'
import { Bar, type Column, DataTable } from '../../parts/table.tsx'
import { figuresOf, mainSteps, people, type StepFigures } from './figures.ts'

export const measures = [
  { id: 'conversion', name: 'Step to step' },
  { id: 'share', name: 'Of all' },
  { id: 'people', name: 'People' },
  { id: 'time', name: 'Time' },
] as const
export type Measure = (typeof measures)[number]['id']
export const measureSayings: Readonly<Record<Measure, string>> = {
  conversion: 'Of those who came to the step before it.',
  share: 'Of everybody from that source.',
  people: 'Who came this far.',
  time: 'From the first step, at the median.',
}

type Row = FunnelReport['rows'][number]

/** The figure of a cell; null where there is nothing to tell. */
function figureOf(measure: Measure, row: Pick<Row, 'people'>, step: StepFigures | undefined): number | null {
  if (!step) return null
  switch (measure) {
    case 'conversion':
      return step.conversion ?? (row.people > 0 ? step.passed / row.people : null)
    case 'share':
      return row.people > 0 ? step.passed / row.people : null
    case 'people':
      return step.passed
    case 'time':
      return step.sinceStart.medianSeconds
  }
}
const said = (measure: Measure, value: number | null): string =>
  value === null
    ? '–'
    : measure === 'people'
      ? people(value)
      : measure === 'time'
        ? span(value)
        : share(value)

/** Each source on its way: what part of its people came how far, the darker the more. */
export function BySource({
  report,
  measure,
  chosen,
}: {
  readonly report: FunnelReport
  readonly measure: Measure
  readonly chosen: string | undefined
}) {
  const most = Math.max(...report.rows.map((row) => row.people), 1)
  const before = new Map(report.previous?.rows.map((row) => [row.key, row]))
  const cell = (row: Pick<Row, 'people' | 'steps'>, id: string) => figureOf(measure, row, figuresOf(row, id))
  // Everybody stands at the first step: it would say nothing.
  const steps = mainSteps(report).slice(1)
  const columns: readonly Column<Row>[] = [
    {
      id: 'key',
      title: dimensionNames[report.groupBy],
      order: ({ key }) => key.toLowerCase(),
      cell: ({ key }) => <KeyName of={key} />,
      total: 'All',
    },
    {
      id: 'people',
      title: 'People',
      isFigure: true,
      order: (row) => row.people,
      cell: (row) => (
        <Bar share={row.people / most}>
          <Change now={row.people} before={before.get(row.key)?.people} /> {people(row.people)}
        </Bar>
      ),
      total: people(report.totals.people),
    },
    ...steps.map(({ id, name }): Column<Row> => {
      const highest = Math.max(...report.rows.map((row) => cell(row, id) ?? 0), 0)
      return {
        id,
        title: name,
        isFigure: true,
        order: (row) => cell(row, id),
        cell: (row) => {
          const value = cell(row, id)
          const part =
            value === null ? 0 : measure === 'people' || measure === 'time' ? value / (highest || 1) : value
          return (
            <span
              className="heat"
              data-chosen={id === chosen || undefined}
              style={{ '--heat': `${Math.round(Math.min(1, part) * 38)}%` } as React.CSSProperties}
            >
              {said(measure, value)}
            </span>
          )
        },
        total: said(measure, cell(report.totals, id)),
      }
    }),
  ]
  return (
    <div className="by-source">
      <DataTable
        label="People by source"
        columns={columns}
        rows={report.rows}
        rowKey={({ key }) => key}
        usualOrder={{ column: 'people', isDescending: true }}
      />
      {report.rowsInAll > report.rows.length && (
        <p className="quiet small">
          The {report.rows.length} with the most people, of {report.rowsInAll}.
        </p>
      )}
    </div>
  )
}
