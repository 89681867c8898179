import { day } from '../look/format.ts'
import type { Ink } from './chart.tsx'
import { axisStyle, chartStyle } from './chart-style.ts'

export interface Course {
  /** What is drawn, as the legend says. */
  readonly name: string
  /** Keys begin with a day, `YYYY-MM-DD`. */
  readonly points: readonly { readonly key: string; readonly value: number }[]
  /** The same of the period before, beside it step for step. */
  readonly before: readonly number[]
  /** Of what was picked out, rather than of all. */
  readonly isSignal: boolean
  readonly show: (value: number) => string
  readonly line?: { readonly name: string; readonly values: readonly number[] }
}

const rounded = (value: number) => Math.round(value * 10) / 10

/** A figure over time as bars, the period before as a quiet dashed line behind, and perhaps a second figure as a line. */
export const drawCourse = (ink: Ink, { name, points, before, isSignal, show, line }: Course) => {
  const tooltip = { valueFormatter: (value: unknown) => (typeof value === 'number' ? show(value) : '–') }
  return {
    ...chartStyle(ink),
    legend: {
      right: 0,
      top: 0,
      itemHeight: 8,
      itemWidth: 14,
      textStyle: { color: ink.quiet },
      data: [
        { name, icon: 'roundRect' },
        ...(line ? [{ name: line.name }] : []),
        ...(before.length > 0 ? [{ name: 'Before' }] : []),
      ],
    },
    grid: { left: 0, right: 8, top: 36, bottom: 8, outerBoundsMode: 'same' },
    xAxis: { type: 'category', data: points.map(({ key }) => day(key.slice(0, 10))), ...axisStyle(ink) },
    yAxis: {
      type: 'value',
      minInterval: 1,
      ...axisStyle(ink),
      axisLabel: { color: ink.quiet, formatter: show },
    },
    series: [
      {
        name,
        type: 'bar',
        data: points.map(({ value }) => rounded(value)),
        barMaxWidth: 22,
        itemStyle: { color: isSignal ? ink.signal : ink.bar, borderRadius: [2, 2, 0, 0] },
        tooltip,
      },
      ...(line
        ? [
            {
              name: line.name,
              type: 'line',
              data: line.values.map(rounded),
              symbol: 'none',
              lineStyle: { color: ink.signal, width: 2 },
              itemStyle: { color: ink.signal },
              tooltip,
            },
          ]
        : []),
      ...(before.length > 0
        ? [
            {
              name: 'Before',
              type: 'line',
              data: before.slice(0, points.length).map(rounded),
              symbol: 'none',
              lineStyle: { color: ink.quiet, width: 1, type: 'dashed' },
              itemStyle: { color: ink.quiet },
              tooltip,
            },
          ]
        : []),
    ],
  }
}
