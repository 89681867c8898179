import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'

/** A queue that keeps texts until whoever consumes them has deleted them. */
export interface Queue {
  /** @returns once all of them are durable; rejects if that can't be said of every one */
  send(texts: readonly string[]): Promise<void>
  /** About how many texts there are, those included that somebody is just at. */
  depth(): Promise<number>
}

/** Of one request to SQS. */
const mostAtOnce = 10

/**
 * A caller waits 700 ms for the queue (`functions/call-webhook/outage/keep.ts`): a request that hangs leaves time for a second
 * one on another connection. A third is for callbacks, behind which nobody waits.
 */
const attempts = { maxAttempts: 3, connectionTimeout: 300, requestTimeout: 300 }

const depthAttributes = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

/**
 * A queue of SQS. What is sent twice, since an answer was lost, is received twice.
 * @param url as SQS names it; the Region and the credentials are the environment's
 */
export function openQueue(url: string): Queue {
  const { maxAttempts, ...requestHandler } = attempts
  const client = new SQSClient({
    endpoint: new URL(url).origin,
    maxAttempts,
    requestHandler: { ...requestHandler, throwOnRequestTimeout: true },
  })

  async function sendSome(texts: readonly string[]): Promise<void> {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: texts.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
      }),
    )
    const [failed] = Failed
    if (failed) throw new Error(`the queue refused ${Failed.length} of ${texts.length}: ${failed.Code}`)
  }

  return {
    async send(texts) {
      const batches = Array.from({ length: Math.ceil(texts.length / mostAtOnce) }, (_, index) =>
        texts.slice(index * mostAtOnce, (index + 1) * mostAtOnce),
      )
      await Promise.all(batches.map(sendSome))
    },

    async depth() {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...depthAttributes] }),
      )
      return depthAttributes.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0)
    },
  }
}
