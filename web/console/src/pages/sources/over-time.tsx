import { useCallback } from 'react'
import { periodBefore } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import { useTimeseries } from '../../api/reports.ts'
import { useOneOf } from '../../api/search.ts'
import type { Model } from '../../api/types.ts'
import { count, money } from '../../look/format.ts'
import { keyName } from '../../look/names.ts'
import { Chart, type Ink } from '../../parts/chart.tsx'
import { Segments } from '../../parts/choice.tsx'
import { drawCourse } from '../../parts/course.ts'
import { Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import type { SourcesState } from './state.ts'

const measures = [
  { id: 'enquiries', name: 'Enquiries' },
  { id: 'sessions', name: 'Visits' },
  { id: 'calls', name: 'Calls' },
  { id: 'value', name: 'Value' },
] as const
type Measure = (typeof measures)[number]['id']

/** The course of one row, or of all. Within two filters none is told: the report over time knows one dimension. */
export function OverTime({ state, model }: { readonly state: SourcesState; readonly model: Model }) {
  const { currency } = useMe().account
  const [measure, setMeasure] = useOneOf<Measure>(
    'measure',
    measures.map(({ id }) => id),
    'enquiries',
  )
  const drawn = drawnRow(state)
  const { data, error, refetch } = useTimeseries(
    state.period,
    { model, ...(drawn && { groupBy: drawn[0], key: drawn[1] }) },
    drawn !== null,
  )
  const before = useTimeseries(
    periodBefore(state.period),
    { model, isCompared: false, ...(drawn && { groupBy: drawn[0], key: drawn[1] }) },
    drawn !== null,
  )
  const draw = useCallback(
    (ink: Ink) =>
      drawCourse(ink, {
        name: measures.find(({ id }) => id === measure)?.name ?? measure,
        points: (data?.rows ?? []).map((row) => ({ key: row.key, value: row[measure] })),
        before: (before.data?.rows ?? []).map((row) => row[measure]),
        isSignal: drawn !== undefined,
        show: (value) => (measure === 'value' ? money(value, currency) : count(value)),
      }),
    [data, before.data, measure, drawn, currency],
  )
  if (drawn === null) return null
  const subject = drawn ? keyName(drawn[1]) : 'All'
  return (
    <Section
      title={`${subject} over time`}
      actions={<Segments label="Drawn" options={measures} value={measure} onChange={setMeasure} />}
    >
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Chart
          label={`${subject}: ${measure === 'value' ? money(data.totals.value, currency) : count(data.totals[measure])} ${measure} in ${data.rows.length} steps.`}
          draw={draw}
          height={220}
        />
      ) : (
        <TableSkeleton rows={5} />
      )}
    </Section>
  )
}

/** @returns undefined: all; null: nothing that the report over time could tell */
function drawnRow({ filters, row, groupBy }: SourcesState) {
  if (row !== undefined) return filters.length === 0 ? ([groupBy, row] as const) : null
  return filters.length > 1 ? null : filters[0]
}
