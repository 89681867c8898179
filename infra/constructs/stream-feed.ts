import { Duration, Validations } from 'aws-cdk-lib'
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

export interface StreamFeedProps {
  readonly tables: readonly {
    readonly table: ITableV2
    /** Records of one invocation, at most. */
    readonly batchSize: number
    /** How long they are collected for it. */
    readonly window?: Duration
    /** Only records of items whose sort key begins with one of these: the others cost no invocation. */
    readonly sortKeys?: readonly string[]
  }[]
  readonly to: BridgeFunction
}

/**
 * Feeds the streams of tables into one function, which tells them apart by `eventSourceARN`. A record that fails again
 * and again is set aside in a queue, so that it doesn't hold up those behind it; what stands there is a place in a stream, to
 * be read again within the stream's 24 hours, or rebuilt from the ledger.
 */
export class StreamFeed extends Construct {
  readonly setAside: Queue
  readonly to: BridgeFunction

  constructor(scope: Construct, id: string, props: StreamFeedProps) {
    super(scope, id)
    this.to = props.to
    this.setAside = new Queue(this, 'SetAside', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    })
    Validations.of(this.setAside).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the dead-letter queue of the event sources below.',
    })
    for (const { table, batchSize, window, sortKeys } of props.tables) {
      new EventSourceMapping(this, table.node.id, {
        target: props.to.lambda,
        eventSourceArn: streamArnOf(table),
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize,
        ...(window && { maxBatchingWindow: window }),
        ...(sortKeys && {
          filters: [
            FilterCriteria.filter({
              dynamodb: { Keys: { sk: { S: sortKeys.map((prefix) => ({ prefix })) } } },
            }),
          ],
        }),
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: 10,
        onFailure: new SqsDlq(this.setAside),
      })
      table.grantStreamRead(props.to.lambda)
    }
  }
}

function streamArnOf(table: ITableV2): string {
  if (table.tableStreamArn === undefined) throw new Error(`${table.node.path} has no stream`)
  return table.tableStreamArn
}
