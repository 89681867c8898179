import { randomInt } from 'node:crypto'
import {
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb'

const maxTries = 10
const firstPauseMilliseconds = 5
const longestPauseMilliseconds = 1000

/** Half of it by chance, so that those who met do not meet again. */
const pause = (attempt: number) => {
  const whole = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempt)
  return new Promise((resolve) => setTimeout(resolve, whole / 2 + randomInt(Math.ceil(whole / 2))))
}

/** Reasons for which nothing was written and the same transaction may succeed a moment later. */
const passingReasons: ReadonlySet<unknown> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

/**
 * A conflict outweighs a failed condition: the conflicting transaction may be the same one in another request, and what
 * the conditions say is only known when it has ended.
 */
const isPassing = (error: unknown) =>
  error instanceof TransactionConflictException ||
  error instanceof TransactionInProgressException ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => passingReasons.has(Code)))

/**
 * DynamoDB cancels a write that meets a transaction on the same item, and the SDK does not try again (Developer Guide,
 * "Transaction conflict handling").
 */
export async function retryingConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === maxTries || !isPassing(error)) throw error
      await pause(attempt)
    }
  }
}
