import { useCallback, useMemo } from 'react'
import { count } from '../../look/format.ts'
import { useIsNarrow } from '../../look/narrow.ts'
import { Chart, type Ink } from '../../parts/chart.tsx'
import { chartStyle } from '../../parts/chart-style.ts'
import { flowOf, type Path } from './flow.ts'

/** As many as there are marks to tell them apart by. */
const toldChannels = 7
const positionsShown = { wide: 4, narrow: 2 } as const

/** From the first touch to the enquiry, as wide as there are enquiries. */
export function FlowChart({
  paths,
  ranked,
  onPick,
}: {
  readonly paths: readonly Path[]
  /** Channels, the most frequent first. */
  readonly ranked: readonly string[]
  readonly onPick: (channel: string) => void
}) {
  const isNarrow = useIsNarrow()
  const positions = isNarrow ? positionsShown.narrow : positionsShown.wide
  const flow = useMemo(
    () => flowOf(paths, positions, new Set(ranked.slice(0, toldChannels))),
    [paths, positions, ranked],
  )
  const draw = useCallback(
    (ink: Ink) => {
      const { axisPointer: _none, ...tooltip } = chartStyle(ink).tooltip
      const names = new Map(flow.nodes.map(({ id, name }) => [id, name]))
      const colourOf = (channel: string | null, name: string) =>
        name === 'Enquiry'
          ? ink.quiet
          : channel === null
            ? ink.line
            : (ink.marks[ranked.indexOf(channel)] ?? ink.line)
      return {
        ...chartStyle(ink),
        tooltip: {
          ...tooltip,
          trigger: 'item',
          formatter: ({ dataType, name, value, data }: Hovered) =>
            dataType === 'edge'
              ? `${names.get(data.source ?? '')} → ${names.get(data.target ?? '')}: ${count(value)}`
              : `${names.get(name)}: ${count(value)}`,
        },
        series: [
          {
            type: 'sankey',
            left: 0,
            right: isNarrow ? 64 : 84,
            top: 8,
            bottom: 8,
            nodeWidth: 8,
            nodeGap: 10,
            nodeAlign: 'left',
            layoutIterations: 48,
            draggable: false,
            emphasis: { focus: 'trajectory' },
            data: flow.nodes.map(({ id, channel, name, depth }) => ({
              name: id,
              depth,
              itemStyle: { color: colourOf(channel, name), borderWidth: 0 },
            })),
            links: flow.links,
            lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
            label: {
              color: ink.ink,
              fontSize: isNarrow ? 11 : 12,
              formatter: ({ name, value }: Hovered) => `${names.get(name)} ${count(value)}`,
            },
          },
        ],
      }
    },
    [flow, ranked, isNarrow],
  )
  const pick = useCallback(
    (id: string) => {
      const channel = flow.nodes.find((node) => node.id === id)?.channel
      if (channel) onPick(channel)
    },
    [flow, onPick],
  )
  const all = flow.links.reduce((sum, { target, value }) => (target === 'enquiry' ? sum + value : sum), 0)
  return (
    <Chart
      label={`${count(all)} enquiries by the channels of their touches, from the first one on. The same as paths in the table below.`}
      draw={draw}
      height={isNarrow ? 420 : 380}
      onPick={pick}
    />
  )
}

interface Hovered {
  readonly dataType?: 'node' | 'edge'
  readonly name: string
  readonly value: number
  readonly data: { readonly source?: string; readonly target?: string }
}
