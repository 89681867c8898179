/** What a figure should be: the value itself, or its ratio to the floor. */
export type Aim = { readonly of: 'value' | 'ratio' } & (
  | { readonly atMost: number }
  | { readonly atLeast: number }
)

/** One measured number, beside the floor or peer that was measured in the same run. */
export interface Figure {
  readonly figure: string
  readonly value: number
  readonly unit:
    | 'µs'
    | 'ms'
    | 'kB'
    | '/s'
    | '%'
    | 'MB'
    | 'MB/s'
    | 'write units'
    | 'requests'
    | 'USD'
    | 'units/s'
  readonly floor?: { readonly name: string; readonly value: number }
  readonly aim?: Aim
}

export interface BenchContext {
  /** Tells the person who waits; goes to standard error. */
  readonly progress: (text: string) => void
  /** `--keep`: a benchmark whose figures other programs reckon with writes them to their file. */
  readonly keep: boolean
}

/** A benchmark: one file of this folder exports one, `benches.ts` lists them. */
export interface Bench {
  /** As `--only` takes it. */
  readonly name: string
  readonly title: string
  /** Runs only where it is named: it takes long. */
  readonly isLong?: boolean
  run(context: BenchContext): Promise<readonly Figure[]>
}

export const ratioOf = ({ value, floor }: Figure): number | undefined => floor && value / floor.value

/** `undefined` where nothing is aimed at. A ratio that can't be had (no floor, a floor of 0) is not met. */
export function isMet(figure: Figure): boolean | undefined {
  if (!figure.aim) return undefined
  const measured = figure.aim.of === 'value' ? figure.value : (ratioOf(figure) ?? Number.NaN)
  return 'atMost' in figure.aim ? measured <= figure.aim.atMost : measured >= figure.aim.atLeast
}
