import { useCallback } from 'react'
import { periodBefore } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import type { TimeseriesQuestion } from '../../api/report-queries.ts'
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
import { isDrillable, type SourcesState } from './state.ts'

const measures = [
  { id: 'enquiries', name: 'Enquiries' },
  { id: 'sessions', name: 'Visits' },
  { id: 'calls', name: 'Calls' },
  { id: 'value', name: 'Value' },
] as const
type Measure = (typeof measures)[number]['id']

/** The course of one row, or of all that is shown. */
export function OverTime({ state, model }: { readonly state: SourcesState; readonly model: Model }) {
  const { currency } = useMe().account
  const [measure, setMeasure] = useOneOf<Measure>(
    'measure',
    measures.map(({ id }) => id),
    'enquiries',
  )
  const { question, subject } = drawnOf(state)
  const { data, error, refetch } = useTimeseries(state.period, { model, ...question })
  const before = useTimeseries(periodBefore(state.period), { model, isCompared: false, ...question })
  const isNarrowed = subject !== undefined
  const draw = useCallback(
    (ink: Ink) =>
      drawCourse(ink, {
        name: measures.find(({ id }) => id === measure)?.name ?? measure,
        points: (data?.rows ?? []).map((row) => ({ key: row.key, value: row[measure] })),
        before: (before.data?.rows ?? []).map((row) => row[measure]),
        isSignal: isNarrowed,
        show: (value) => (measure === 'value' ? money(value, currency) : count(value)),
      }),
    [data, before.data, measure, isNarrowed, currency],
  )
  const name = subject === undefined ? 'All' : keyName(subject)
  return (
    <Section
      title={`${name} over time`}
      actions={<Segments label="Drawn" options={measures} value={measure} onChange={setMeasure} />}
    >
      {error && !data ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Chart
          label={`${name}: ${measure === 'value' ? money(data.totals.value, currency) : count(data.totals[measure])} ${measure} in ${data.rows.length} steps.`}
          draw={draw}
          height={220}
        />
      ) : (
        <TableSkeleton rows={5} />
      )}
    </Section>
  )
}

/** What is asked for, and the name of what is drawn; undefined: all. */
function drawnOf({ filters, row, groupBy }: SourcesState): {
  readonly question: TimeseriesQuestion
  readonly subject: string | undefined
} {
  if (row === undefined) return { question: { filters }, subject: filters.at(-1)?.[1] }
  // What can't be opened further can't stand within others either.
  const question = isDrillable(groupBy)
    ? { filters: [...filters, [groupBy, row] as const] }
    : { groupBy, key: row }
  return { question, subject: row }
}
