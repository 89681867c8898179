import { useCallback } from 'react'
import type { TimeseriesReport } from '../../api/types.ts'
import { count, day } from '../../look/format.ts'
import { Chart, type Ink } from '../../parts/chart.tsx'
import { axisStyle, chartStyle } from '../../parts/chart-style.ts'

/** Enquiries as bars, calls as a line over them. */
export function Trend({ report }: { readonly report: TimeseriesReport }) {
  const { rows, totals } = report
  const draw = useCallback(
    (ink: Ink) => ({
      ...chartStyle(ink),
      legend: {
        data: ['Enquiries', 'Calls'],
        right: 0,
        top: 0,
        icon: 'roundRect',
        itemHeight: 8,
        itemWidth: 14,
        textStyle: { color: ink.quiet },
      },
      grid: { ...chartStyle(ink).grid, top: 36 },
      xAxis: { type: 'category', data: rows.map(({ key }) => day(key.slice(0, 10))), ...axisStyle(ink) },
      yAxis: { type: 'value', minInterval: 1, ...axisStyle(ink) },
      series: [
        {
          name: 'Enquiries',
          type: 'bar',
          data: rows.map(({ enquiries }) => Math.round(enquiries * 10) / 10),
          barMaxWidth: 22,
          itemStyle: { color: ink.bar, borderRadius: [2, 2, 0, 0] },
        },
        {
          name: 'Calls',
          type: 'line',
          data: rows.map(({ calls }) => Math.round(calls * 10) / 10),
          showSymbol: false,
          lineStyle: { color: ink.signal, width: 2 },
          itemStyle: { color: ink.signal },
        },
      ],
    }),
    [rows],
  )
  const best = rows.reduce(
    (most, row) => (row.enquiries > most.enquiries ? row : most),
    rows[0] ?? { key: '', enquiries: 0 },
  )
  return (
    <Chart
      label={`${count(totals.enquiries)} enquiries and ${count(totals.calls)} calls in ${rows.length} steps; most enquiries on ${best.key}, ${count(best.enquiries)}.`}
      draw={draw}
      height={240}
    />
  )
}
