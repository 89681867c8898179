import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import type { StreamRecord } from './stream-record.ts'

/** A handler that reports no failures may return nothing. */
export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | undefined>

export interface DeliveryOptions {
  readonly handler: StreamHandler
  /** How often a batch that failed is given again before it is halved, and a single record before it is given up. */
  readonly maximumRetryAttempts: number
  readonly firstRetryMilliseconds: number
  readonly longestRetryMilliseconds: number
  /** Takes a record that fails always. While this fails itself, the record is tried on. */
  readonly onFailure: (record: StreamRecord, error: unknown) => Promise<void>
  /** The probability with which a batch that succeeded is given a second time, as Lambda may. */
  readonly duplicate: number
  readonly random: () => number
  /** Waits; rejects once the pump stops. */
  readonly pause: (milliseconds: number) => Promise<void>
  /** Gives the work's result; rejects once the pump has waited for it long enough. */
  readonly unlessAbandoned: <T>(work: Promise<T>) => Promise<T>
}

/** What a handler made of a batch: so many of its first records are done. */
interface Attempt {
  readonly handled: number
  readonly error?: unknown
}

/**
 * Gives batches to the handler as Lambda's event source mapping does with ReportBatchItemFailures and
 * BisectBatchOnFunctionError: a batch goes on from its first failed record; one that keeps failing is halved until the
 * record that fails stands alone, and is given up.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 * @param done told of each run of records, in order, that is finished
 * @returns once all records are handled or given up
 */
export function createDelivery(options: DeliveryOptions) {
  return async function deliver(
    batch: readonly StreamRecord[],
    done: (records: readonly StreamRecord[]) => Promise<void>,
  ): Promise<void> {
    async function settle(given: readonly StreamRecord[], isHalf: boolean): Promise<void> {
      let records = given
      let failures = 0
      for (;;) {
        const { handled, error } = await attempt(records, options)
        if (handled > 0) {
          await done(records.slice(0, handled))
          records = records.slice(handled)
          failures = 0
        }
        const [first] = records
        if (first === undefined) return
        failures += 1
        const isAlone = records.length === 1
        if (failures > (isHalf && !isAlone ? 0 : options.maximumRetryAttempts)) {
          if (!isAlone) break
          if (await giveUp(first, error, options)) return done(records)
        }
        await options.pause(retryMilliseconds(failures, options))
      }
      const middle = Math.ceil(records.length / 2)
      await settle(records.slice(0, middle), true)
      await settle(records.slice(middle), true)
    }
    await settle(batch, false)
  }
}

async function attempt(records: readonly StreamRecord[], options: DeliveryOptions): Promise<Attempt> {
  const invoke = async (): Promise<Attempt> => {
    try {
      const response = await options.handler({ Records: structuredClone([...records]) })
      return { handled: countHandled(records, response) }
    } catch (error) {
      return { handled: 0, error }
    }
  }
  const first = await options.unlessAbandoned(invoke())
  if (first.handled < records.length || options.random() >= options.duplicate) return first
  return options.unlessAbandoned(invoke())
}

/** An identifier that names no record of the batch fails it whole, as does an empty one. */
function countHandled(records: readonly StreamRecord[], response: DynamoDBBatchResponse | undefined): number {
  const failed = (response?.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    records.findIndex((record) => record.dynamodb.SequenceNumber === itemIdentifier),
  )
  return Math.max(0, Math.min(records.length, ...failed))
}

async function giveUp(record: StreamRecord, error: unknown, options: DeliveryOptions): Promise<boolean> {
  try {
    await options.unlessAbandoned(options.onFailure(record, error))
    return true
  } catch {
    return false
  }
}

const retryMilliseconds = (failures: number, options: DeliveryOptions): number =>
  Math.min(options.longestRetryMilliseconds, options.firstRetryMilliseconds * 2 ** (failures - 1))
