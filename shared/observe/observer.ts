import type { Metric } from './metric.ts'

/** A value that a log line may carry. */
export type LogValue = string | number | boolean | readonly string[] | undefined

/**
 * One line of the log. Ids are kept as they are (see `clean.ts`), everything else is scrubbed: no phone, no e-mail
 * address, no key. Names and what people wrote do not belong here at all.
 */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly [field: string]: LogValue
}

/** A request as the log tells it: the route's pattern, never its address. */
export interface SeenRequest extends About {
  readonly requestId: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly milliseconds: number
}

/** Whom and what a request turned out to be about: by these the lines of webhook, stream and join are found together. */
export interface About {
  readonly account?: string | undefined
  readonly callSid?: string | undefined
  readonly messageSid?: string | undefined
  /** The contact of a beacon or a stream record, if it is no call. */
  readonly contact?: string | undefined
}

/**
 * What goes on, told to whoever watches. Functions know this port alone: deployed it writes log lines in which CloudWatch
 * finds the metrics, on one machine it prints what went wrong and drops the rest.
 */
export interface Observer {
  /** @param reason why, where the metric has that dimension: one of few words */
  count(metric: Metric, amount?: number, reason?: string): void
  /** One value of a metric that is not a count. */
  measure(metric: Metric, value: number): void
  tell(line: LogLine): void
  request(seen: SeenRequest): void
}
