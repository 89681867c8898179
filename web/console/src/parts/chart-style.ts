import type { Ink } from './chart.tsx'

/** What all charts share: letters, lines and tooltips of the look. */
export const chartStyle = (ink: Ink) => ({
  animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  animationDuration: 250,
  textStyle: { fontFamily: 'IBM Plex Sans Variable, system-ui, sans-serif', color: ink.quiet, fontSize: 12 },
  color: [...ink.marks],
  grid: { left: 0, right: 8, top: 16, bottom: 8, outerBoundsMode: 'same' },
  tooltip: {
    trigger: 'axis',
    backgroundColor: ink.sheet,
    borderColor: ink.line,
    padding: [6, 10],
    textStyle: { color: ink.ink, fontSize: 12 },
    axisPointer: { lineStyle: { color: ink.quiet, type: 'dotted' } },
    // A name given by a visitor (a campaign of an address) is text, never markup.
    renderMode: 'richText',
  },
})

export const axisStyle = (ink: Ink) => ({
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { show: false },
  axisLabel: { color: ink.quiet },
  splitLine: { lineStyle: { color: ink.line } },
})
