import { type Metric, metrics, reasonDimension } from './metric.ts'

/** What was counted and measured since it was written last. */
export interface Taken {
  readonly metric: Metric
  readonly value: number
  readonly reason?: string | undefined
}

/** CloudWatch reads at most so many values of one metric from one line. */
const mostValues = 100

/**
 * Metrics as CloudWatch finds them in a log line (embedded metric format): sums of counts, each value of what was
 * measured. What has a reason is counted by it and altogether.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @returns the fields of one line for each; usually there is one, and none where nothing was taken
 */
export function embeddedMetrics(
  namespace: string,
  taken: readonly Taken[],
  epochMilliseconds: number,
): Record<string, unknown>[] {
  const lines = [...linesOf(taken.filter(({ reason }) => reason === undefined))].map((values) =>
    embedded(namespace, values, epochMilliseconds),
  )
  const byReason = new Map<string, Taken[]>()
  for (const each of taken) {
    if (each.reason !== undefined) byReason.set(each.reason, [...(byReason.get(each.reason) ?? []), each])
  }
  for (const [reason, ofReason] of byReason) {
    for (const values of linesOf(ofReason)) {
      lines.push(embedded(namespace, values, epochMilliseconds, reason))
    }
  }
  return lines
}

type Values = ReadonlyMap<Metric, number | readonly number[]>

function* linesOf(taken: readonly Taken[]): Generator<Values> {
  const sums = new Map<Metric, number>()
  const lists = new Map<Metric, number[]>()
  for (const { metric, value } of taken) {
    if (metrics[metric] === 'Count') sums.set(metric, (sums.get(metric) ?? 0) + value)
    else lists.set(metric, [...(lists.get(metric) ?? []), value])
  }
  for (
    let start = 0;
    start === 0 || [...lists.values()].some(({ length }) => length > start);
    start += mostValues
  ) {
    const values = new Map<Metric, number | readonly number[]>(start === 0 ? sums : [])
    for (const [metric, list] of lists) {
      const some = list.slice(start, start + mostValues)
      if (some.length > 0) values.set(metric, some)
    }
    if (values.size > 0) yield values
  }
}

const embedded = (namespace: string, values: Values, epochMilliseconds: number, reason?: string) => ({
  _aws: {
    Timestamp: epochMilliseconds,
    CloudWatchMetrics: [
      {
        Namespace: namespace,
        Dimensions: reason === undefined ? [[]] : [[], [reasonDimension]],
        Metrics: [...values.keys()].map((metric) => ({ Name: metric, Unit: metrics[metric] })),
      },
    ],
  },
  ...Object.fromEntries(values),
  ...(reason !== undefined && { [reasonDimension]: reason }),
})
