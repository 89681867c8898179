import type { Metric } from '../../shared/observe/metric.ts'
import type { LogLine, Observer, SeenRequest } from '../../shared/observe/observer.ts'

export interface Witness extends Observer {
  readonly lines: LogLine[]
  readonly requests: SeenRequest[]
  /** The sum of a metric, of one reason or of all. */
  counted(metric: Metric, reason?: string): number
  measured(metric: Metric): readonly number[]
  forget(): void
}

/** An observer that remembers what it was told. */
export function createWitness(): Witness {
  const lines: LogLine[] = []
  const requests: SeenRequest[] = []
  let counts: { metric: Metric; amount: number; reason: string | undefined }[] = []
  let values: { metric: Metric; value: number }[] = []
  return {
    lines,
    requests,
    count: (metric, amount = 1, reason) => void counts.push({ metric, amount, reason }),
    measure: (metric, value) => void values.push({ metric, value }),
    tell: (line) => void lines.push(line),
    request: (seen) => void requests.push(seen),
    counted: (metric, reason) =>
      counts
        .filter((each) => each.metric === metric && (reason === undefined || each.reason === reason))
        .reduce((sum, { amount }) => sum + amount, 0),
    measured: (metric) => values.filter((each) => each.metric === metric).map(({ value }) => value),
    forget() {
      lines.length = 0
      requests.length = 0
      counts = []
      values = []
    },
  }
}
