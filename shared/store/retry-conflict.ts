import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'

const maxTries = 8
const firstPauseMilliseconds = 5

const isConflict = (error: unknown) =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict')

/**
 * DynamoDB cancels a transaction that meets another on the same item, and the SDK does not try again (Developer Guide,
 * "Transaction conflict handling"). Nothing was written then, so that the same transaction may be sent once more.
 */
export async function retryingConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === maxTries || !isConflict(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, firstPauseMilliseconds * 2 ** attempt))
    }
  }
}
