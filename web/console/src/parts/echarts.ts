import { BarChart, HeatmapChart, LineChart, SankeyChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/** Only what the console draws: the whole library is four times as large. */
use([
  BarChart,
  HeatmapChart,
  LineChart,
  SankeyChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
])

export type ChartOption = EChartsCoreOption
export type PaintedChart = Pick<ECharts, 'setOption' | 'on' | 'off'> & { dispose(): void }

export function paint(place: HTMLElement): PaintedChart {
  const chart = init(place, undefined, { renderer: 'svg' })
  const watch = new ResizeObserver(() => chart.resize())
  watch.observe(place)
  return {
    setOption: chart.setOption.bind(chart),
    on: chart.on.bind(chart) as ECharts['on'],
    off: chart.off.bind(chart) as ECharts['off'],
    dispose() {
      watch.disconnect()
      chart.dispose()
    },
  }
}
