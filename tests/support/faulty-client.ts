import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { engineClientConfig } from '../../local/engine-config.ts'

/** What goes wrong with one request, and whether its effect stands nevertheless. */
export const faults = {
  /** The answer is lost after the engine has done the work; the SDK may try again. */
  'answer lost': { after: () => Object.assign(new Error('socket hang up'), { name: 'TimeoutError' }) },
  'connection refused': { before: () => Object.assign(new Error('refused'), { name: 'TimeoutError' }) },
  throttled: {
    before: () =>
      Object.assign(new Error('slow down'), {
        name: 'ThrottlingException',
        $retryable: { throttling: true },
        $metadata: { httpStatusCode: 400 },
      }),
  },
  /** Nothing was written; another transaction was at one of the items. */
  conflict: { before: () => cancelled(['TransactionConflict', 'None']) },
  /** The conflict is with the owner's own other request, which may be what reaches the limit: nothing is decided yet. */
  'conflict beside a reached limit': {
    before: () => cancelled(['TransactionConflict', 'None', 'ConditionalCheckFailed']),
  },
  'throttled inside': { before: () => cancelled(['None', 'ThrottlingError']) },
} as const satisfies Record<string, { before?: () => Error; after?: () => Error }>
export type Fault = keyof typeof faults

const cancelled = (codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => ({ Code })),
  })

/**
 * A client whose transactions meet faults: `next` says which one, if any, the coming attempt meets.
 * @param seen `sdk`: the SDK's own retries are in between; `caller`: the fault reaches us
 */
export function faultyClient(
  endpoint: string,
  next: () => Fault | undefined,
  seen: 'sdk' | 'caller',
): DynamoDBClient {
  const client = new DynamoDBClient({ ...engineClientConfig(endpoint), maxAttempts: 4 })
  async function meeting<Answer>(
    command: string | undefined,
    proceed: () => Promise<Answer>,
  ): Promise<Answer> {
    const name = command === 'TransactWriteItemsCommand' ? next() : undefined
    const fault: { before?: () => Error; after?: () => Error } = name === undefined ? {} : faults[name]
    if (fault.before) throw fault.before()
    const answer = await proceed()
    if (fault.after) throw fault.after()
    return answer
  }
  // A retry repeats the steps from `finalizeRequest` on: what fails before it is not repeated.
  if (seen === 'sdk') {
    client.middlewareStack.add(
      (proceed, { commandName }) =>
        (args) =>
          meeting(commandName, () => proceed(args)),
      { step: 'deserialize', priority: 'high', name: 'fault' },
    )
  } else {
    client.middlewareStack.add(
      (proceed, { commandName }) =>
        (args) =>
          meeting(commandName, () => proceed(args)),
      { step: 'initialize', priority: 'high', name: 'fault' },
    )
  }
  return client
}
