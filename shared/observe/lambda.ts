import { causeOf, clean } from './clean.ts'
import { embeddedMetrics, type Taken } from './emf.ts'
import { usualNamespace } from './metric.ts'
import type { About, LogLine, Observer, SeenRequest } from './observer.ts'
import { type Annotations, sendToDaemon, subsegments, traceHeaderOf } from './trace.ts'

export interface LambdaObserverOptions {
  /** The function's own name. */
  readonly name: string
  readonly namespace?: string | undefined
  /** Of Lambda itself: which trace the present invocation belongs to, and who takes it. */
  readonly variables?: Readonly<Record<string, string | undefined>>
  /** Takes one line at a time. */
  readonly write?: (line: string) => void
  readonly now?: () => number
}

type LambdaHandler<Event, Context, Result> = (event: Event, context: Context) => Promise<Result>

export interface LambdaObserver extends Observer {
  /** The handler, whose every invocation ends with one line of the log that holds its metrics as well. */
  watch<Event, Context, Result>(
    handler: LambdaHandler<Event, Context, Result>,
  ): LambdaHandler<Event, Context, Result>
}

/** Lambda puts a time and an id before what `console` prints, and CloudWatch finds metrics in plain JSON alone. */
const toStandardOutput = (line: string) => void process.stdout.write(`${line}\n`)

/** What a line was about, if it is one by which its trace is to be found. */
function annotationsOf({ account, callSid, messageSid, contact }: About): Annotations[] {
  const about = clean({ level: 'info', account, callSid, messageSid, contact })
  const { level: _, ...annotations } = about as unknown as Record<string, string>
  return annotations.callSid || annotations.messageSid || annotations.contact ? [annotations] : []
}

/** What came: by what the function is woken, and how many records it was handed. */
function kindOf(event: unknown): { readonly event: string; readonly records?: number } {
  const { Records: records } = (event ?? {}) as { Records?: readonly Record<string, unknown>[] }
  if (records) {
    const [first = {}] = records
    const kind = 'dynamodb' in first ? 'stream' : 'Sns' in first ? 'feedback' : 'queue'
    return { event: kind, records: records.length }
  }
  return { event: 'requestContext' in ((event ?? {}) as object) ? 'request' : 'order' }
}

/**
 * The observer of a deployed function. A Lambda process has one invocation at a time: what is told belongs to it.
 *
 * Of our own, not Powertools for AWS Lambda: its logger and metrics have 34 kB where this has 4.5, and take 10 ms more
 * of CPU at a cold start, in which a caller hears silence (`docs/watching.md`); it writes the messages of errors as they
 * are, bodies quoted in them included, and puts a dimension on every metric, which is paid for.
 */
export function observeLambda({
  name,
  namespace = usualNamespace,
  variables = {},
  write = toStandardOutput,
  now = Date.now,
}: LambdaObserverOptions): LambdaObserver {
  let ids: { readonly requestId?: string | undefined; readonly traceId?: string | undefined } = {}
  let taken: Taken[] = []
  let request: Partial<SeenRequest> = {}
  let annotated: Annotations[] = []
  let isCold = true

  const writeLine = (line: LogLine, more: Record<string, unknown> = {}) =>
    write(JSON.stringify({ ...clean({ ...line, function: name, ...ids }), ...more }))

  function end(line: LogLine): void {
    const [first, ...further] = embeddedMetrics(namespace, taken, now())
    writeLine({ ...line, ...request }, first)
    for (const each of further) write(JSON.stringify(each))
    taken = []
    request = {}
  }

  return {
    count(metric, amount = 1, reason) {
      if (amount !== 0) taken.push({ metric, value: amount, reason })
    },
    measure: (metric, value) => void taken.push({ metric, value }),
    tell(line) {
      writeLine(line)
      if (line.event === 'joined') annotated.push(...annotationsOf(line as About))
    },
    request(seen) {
      request = seen
      annotated.push(...annotationsOf(seen))
    },
    watch: (handler) => async (event, context) => {
      const { awsRequestId } = (context ?? {}) as { awsRequestId?: string }
      const header = traceHeaderOf(variables._X_AMZN_TRACE_ID)
      ids = { requestId: awsRequestId, traceId: header?.root }
      const line = { ...kindOf(event), ...(isCold && { coldStart: true }) }
      isCold = false
      const began = now()
      const milliseconds = () => now() - began
      const trace = async () => {
        const daemon = variables.AWS_XRAY_DAEMON_ADDRESS
        const done = annotated
        annotated = []
        if (!header?.isSampled || daemon === undefined || done.length === 0) return
        await sendToDaemon(daemon, subsegments(header, name, done, { began, ended: now() })).catch(() => {})
      }
      try {
        const result = await handler(event, context)
        end({ level: 'info', ...line, milliseconds: milliseconds() })
        await trace()
        return result
      } catch (error) {
        end({ level: 'error', ...line, milliseconds: milliseconds(), cause: causeOf(error) })
        await trace()
        throw error
      }
    },
  }
}
