import { useCallback } from 'react'
import type { TimeseriesReport } from '../../api/types.ts'
import { count, longDay } from '../../look/format.ts'
import { Chart, type Ink } from '../../parts/chart.tsx'
import { drawCourse } from '../../parts/course.ts'

/** Enquiries as bars, calls as a line over them, the enquiries of the period before as a quiet line. */
export function Trend({
  report,
  before,
}: {
  readonly report: TimeseriesReport
  readonly before: TimeseriesReport | undefined
}) {
  const { rows, totals } = report
  const draw = useCallback(
    (ink: Ink) =>
      drawCourse(ink, {
        name: 'Enquiries',
        points: rows.map(({ key, enquiries }) => ({ key, value: enquiries })),
        before: before?.rows.map(({ enquiries }) => enquiries) ?? [],
        isSignal: false,
        show: count,
        line: { name: 'Calls', values: rows.map(({ calls }) => calls) },
      }),
    [rows, before],
  )
  const best = rows.reduce(
    (most, row) => (row.enquiries > most.enquiries ? row : most),
    rows[0] ?? { key: '', enquiries: 0 },
  )
  return (
    <Chart
      label={`${count(totals.enquiries)} enquiries and ${count(totals.calls)} calls in ${rows.length} steps${best.key === '' ? '' : `; most enquiries on ${longDay(best.key.slice(0, 10))}, ${count(best.enquiries)}`}.`}
      draw={draw}
      height={240}
    />
  )
}
