import type { MarkovOrder } from '../shared/domain/markov.ts'
import { evaluatePaths, type PathModel } from '../shared/domain/path-models.ts'
import { internPaths, type PathRow } from '../shared/domain/path-table.ts'
import { channels } from '../shared/domain/source.ts'
import type { Bench, Figure } from './bench.ts'
import { interleave, median } from './measure.ts'

const rounds = 3
const meanTouches = 6

/** Numerical Recipes' generator: the same table in each run. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Distinct paths over the 21 channels, some far more frequent than others, as the body of a request has them. */
function pathTable(count: number): string {
  const random = createRandom(7)
  const seen = new Set<string>()
  while (seen.size < count) {
    const touches: number[] = []
    do touches.push(Math.floor(random() ** 2 * channels.length))
    while (random() < 1 - 1 / meanTouches)
    seen.add(touches.join())
  }
  const lines: string[] = []
  for (const path of seen) {
    const touches = path.split(',').map((channel) => channels[Number(channel)])
    const conversions = Math.floor(random() * 3)
    const nulls = Math.floor(random() * 20)
    lines.push(JSON.stringify({ touches, conversions, value: conversions * 12_50, nulls }))
  }
  return `[${lines.join()}]`
}

/** Parses the table and looks at each touch and number once: what nobody can do without. */
function readOnce(text: string): number {
  let sum = 0
  for (const { touches, conversions, nulls, value } of JSON.parse(text) as PathRow[]) {
    for (const touch of touches) sum += touch.length
    sum += conversions + (nulls ?? 0) + (value ?? 0)
  }
  return sum
}

const timed =
  (work: () => unknown): (() => Promise<number>) =>
  async () => {
    const startedAt = performance.now()
    work()
    return performance.now() - startedAt
  }

interface Wanted {
  readonly figure: string
  readonly model: PathModel
  readonly order?: MarkovOrder
  readonly aim?: Figure['aim']
}

async function compare(text: string, wanted: readonly Wanted[], progress: (round: number) => void) {
  const rows = JSON.parse(text) as PathRow[]
  const subjects: Record<string, () => Promise<number>> = { floor: timed(() => readOnce(text)) }
  for (const { figure, model, order = 1 } of wanted) {
    subjects[figure] = timed(() => evaluatePaths(rows, { models: [model], order }))
  }
  const samples = await interleave(subjects, rounds, progress)
  const floor = { name: 'reading the table once', value: median(samples.floor ?? []) }
  return wanted.map(({ figure, aim }): Figure => {
    const value = median(samples[figure] ?? [])
    return { figure, value, unit: 'ms', floor, ...(aim && { aim }) }
  })
}

/** Of what the models work on, once the rows themselves are let go. */
function tableKilobytes(text: string): number {
  const { touches, starts, conversions, values, nulls } = internPaths(JSON.parse(text) as PathRow[])
  const bytes = [touches, starts, conversions, values, nulls].map(({ buffer }) => buffer.byteLength)
  return bytes.reduce((sum, each) => sum + each, 0) / 1000
}

export const models: Bench = {
  name: 'models',
  title:
    'Attribution models over path tables of 21 channels, beside parsing the table and looking at each touch once',

  async run(context) {
    const progress = (paths: string) => (round: number) =>
      context.progress(`${paths} paths, round ${round + 1}/${rounds}`)
    const few = { of: 'ratio', atMost: 3 } as const
    const small = await compare(
      pathTable(100_000),
      [
        { figure: 'Shapley, 100,000 distinct paths', model: 'shapley', aim: few },
        { figure: 'Markov of order 1, 100,000 distinct paths', model: 'markov', aim: few },
        { figure: 'Markov of order 2, 100,000 distinct paths', model: 'markov', order: 2 },
        { figure: 'Markov of order 3, 100,000 distinct paths', model: 'markov', order: 3 },
      ],
      progress('100,000'),
    )
    const million = pathTable(1_000_000)
    const large = await compare(
      million,
      [
        {
          figure: 'Shapley, a million distinct paths',
          model: 'shapley',
          aim: { of: 'value', atMost: 2000 },
        },
        {
          figure: 'Markov of order 1, a million distinct paths',
          model: 'markov',
          aim: { of: 'value', atMost: 2000 },
        },
        { figure: 'Markov of order 3, a million distinct paths', model: 'markov', order: 3 },
      ],
      progress('a million'),
    )
    return [
      ...small,
      ...large,
      {
        figure: 'memory of a million paths, numbered',
        value: tableKilobytes(million),
        unit: 'kB',
        floor: { name: 'their JSON', value: million.length / 1000 },
        aim: { of: 'ratio', atMost: 1 },
      },
    ]
  },
}
