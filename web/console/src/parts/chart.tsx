import { useEffect, useRef, useState } from 'react'
import type { ChartOption, PaintedChart } from './echarts.ts'
import { Skeleton } from './skeleton.tsx'
import './chart.css'

/** The colours of the look, read where the chart is: they differ by theme. */
export interface Ink {
  readonly ink: string
  readonly quiet: string
  readonly line: string
  readonly sheet: string
  readonly signal: string
  readonly bar: string
  readonly marks: readonly string[]
}

function readInk(element: Element): Ink {
  const style = getComputedStyle(element)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: of('--ink'),
    quiet: of('--ink-2'),
    line: of('--line'),
    sheet: of('--sheet'),
    signal: of('--signal'),
    bar: of('--bar'),
    marks: [1, 2, 3, 4, 5, 6, 7].map((mark) => of(`--mark-${mark}`)),
  }
}

/** The library takes long to read: what stands around the chart is on the screen first. */
const shown = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

/**
 * A chart, painted by a library that is fetched when the first chart is shown.
 * @param label what it says, in a sentence, for whoever can't see it; the figures themselves stand in a table beside it
 * @param draw the library's option, of the colours of the look
 * @param onPick called with the name (and index of data) of what was clicked
 */
export function Chart({
  label,
  draw,
  height = 260,
  onPick,
}: {
  readonly label: string
  readonly draw: (ink: Ink) => ChartOption
  readonly height?: number
  readonly onPick?: (name: string, index: number) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const [painted, setPainted] = useState<PaintedChart>()
  const [looks, setLooks] = useState(0)

  useEffect(() => {
    let chart: PaintedChart | undefined
    let isGone = false
    void shown()
      .then(() => import('./echarts.ts'))
      .then(({ paint }) => {
        if (isGone || !place.current) return
        chart = paint(place.current)
        setPainted(chart)
      })
    return () => {
      isGone = true
      chart?.dispose()
    }
  }, [])

  useEffect(() => {
    const look = () => setLooks((standing) => standing + 1)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', look)
    addEventListener('tieline-theme', look)
    return () => {
      dark.removeEventListener('change', look)
      removeEventListener('tieline-theme', look)
    }
  }, [])

  useEffect(() => {
    if (!painted || !place.current) return
    // Another theme is another set of colours.
    void looks
    painted.setOption(draw(readInk(place.current)), true)
  }, [painted, draw, looks])

  useEffect(() => {
    if (!painted || !onPick) return
    const pick = ({ name, dataIndex }: { name?: string; dataIndex?: number }) =>
      onPick(name ?? '', dataIndex ?? 0)
    painted.on('click', pick as never)
    return () => {
      painted.off('click', pick as never)
    }
  }, [painted, onPick])

  return (
    <div className="chart" style={{ height }} role="img" aria-label={label}>
      {!painted && <Skeleton height="100%" />}
      <div ref={place} className="chart-place" />
    </div>
  )
}
