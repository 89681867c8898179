import { cpus, totalmem } from 'node:os'
import { type Aim, type Bench, type Figure, isMet, ratioOf } from './bench.ts'

export interface BenchResult {
  readonly bench: Bench
  readonly figures: readonly Figure[]
}

const number = (value: number) =>
  value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value >= 0.1 || value === 0
        ? value.toFixed(2)
        : value.toFixed(4)
const quantity = (value: number, unit: string) => `${number(value)} ${unit}`

function aimText(aim: Aim, unit: string): string {
  const [sign, bound] = 'atMost' in aim ? ['≤', aim.atMost] : ['≥', aim.atLeast]
  return aim.of === 'ratio' ? `${sign} ${number(bound)} ×` : `${sign} ${quantity(bound, unit)}`
}

function row(figure: Figure): string[] {
  const ratio = ratioOf(figure)
  const met = isMet(figure)
  return [
    figure.figure,
    quantity(figure.value, figure.unit),
    figure.floor ? `${figure.floor.name} ${quantity(figure.floor.value, figure.unit)}` : '',
    ratio === undefined ? '' : `${number(ratio)} ×`,
    figure.aim ? aimText(figure.aim, figure.unit) : '',
    met === undefined ? '' : met ? 'yes' : 'NO',
  ]
}

const heading = ['', 'measured', 'beside', 'ratio', 'aim', 'met']

/** For people: one block a benchmark. */
export function asTable(results: readonly BenchResult[]): string {
  const rows = results.map(({ figures }) => figures.map(row))
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.flat().map((cells) => cells[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()
  return results
    .map(({ bench }, index) =>
      [`${bench.title} (${bench.name})`, line(heading), ...(rows[index] ?? []).map(line)].join('\n'),
    )
    .join('\n\n')
}

/** For programs: the same, with the machine that it was measured on. */
export function asJson(results: readonly BenchResult[], startedAt: string) {
  const [processor] = cpus()
  return {
    startedAt,
    machine: {
      node: process.version,
      processor: processor?.model.trim(),
      cores: cpus().length,
      memoryBytes: totalmem(),
    },
    benches: results.map(({ bench, figures }) => ({
      name: bench.name,
      title: bench.title,
      figures: figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), met: isMet(figure) })),
    })),
  }
}
