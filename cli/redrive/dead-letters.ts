import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'

/** How far SQS is with moving letters back. */
export interface Move {
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED'
  readonly moved: number
  /** At its beginning, approximately. */
  readonly toMove: number | undefined
  readonly failure: string | undefined
}

/** A dead-letter queue of SQS's. */
export interface DeadLetters {
  /** Approximately, as SQS counts. */
  waiting(): Promise<number>
  /** The queues whose letters die here, by URL: empty where it is streams or topics that set something aside. */
  sources(): Promise<string[]>
  /** The last move, whoever started it. */
  lastMove(): Promise<Move | undefined>
  /** Has SQS move all back to where they came from. */
  start(perSecond: number | undefined): Promise<void>
  close(): void
}

const regionIn = (url: URL) => /^sqs\.([^.]+)\./.exec(url.hostname)?.[1]

const moveOf = (entry: ListMessageMoveTasksResultEntry): Move => ({
  status: entry.Status as Move['status'],
  moved: entry.ApproximateNumberOfMessagesMoved ?? 0,
  toMove: entry.ApproximateNumberOfMessagesToMove,
  failure: entry.FailureReason,
})

/** @param url as SQS names the queue; it tells the Region, the credentials are the environment's */
export async function openDeadLetters(url: URL): Promise<DeadLetters> {
  const region = regionIn(url)
  const client = new SQSClient({ endpoint: url.origin, ...(region !== undefined && { region }) })
  const QueueUrl = url.href
  const attributes = async () =>
    (
      await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages'],
        }),
      )
    ).Attributes ?? {}
  const { QueueArn: SourceArn } = await attributes()

  return {
    waiting: async () => Number((await attributes()).ApproximateNumberOfMessages ?? 0),
    sources: async () =>
      (await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }))).queueUrls ?? [],
    async lastMove() {
      const { Results: [last] = [] } = await client.send(
        new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }),
      )
      return last && moveOf(last)
    },
    async start(perSecond) {
      await client.send(
        new StartMessageMoveTaskCommand({
          SourceArn,
          ...(perSecond !== undefined && { MaxNumberOfMessagesPerSecond: perSecond }),
        }),
      )
    },
    close: () => client.destroy(),
  }
}
