import { Duration } from 'aws-cdk-lib'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

/** Longer than the function that settles a batch may take: AWS asks for six times its time-out, which is 10 s. */
const hiddenFor = Duration.seconds(60)
/**
 * What can't be settled comes again after a minute, so that the queue rides out a ledger that is away for most of a day;
 * the most that SQS allows. What the ledger will never take is set aside at once, by whoever settles.
 */
const mostReceives = 1000
/** SQS asks for few at a time, so that what was missed doesn't take the functions from those who call now. */
const mostAtOnce = 2

/** The queue in which facts of calls wait for a ledger that does not answer, and what could not be settled from it. */
export class CallSpool extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true }
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) })
    this.queue = new Queue(this, 'Queue', {
      ...common,
      // A letter keeps its age when it dies: it has to have some days left then.
      retentionPeriod: Duration.days(7),
      visibilityTimeout: hiddenFor,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: mostReceives },
    })
  }

  /** The function puts there what the ledger does not take. */
  grantSpool(fn: BridgeFunction): void {
    fn.provide('SPOOL_QUEUE_URL', this.queue.queueUrl)
    this.queue.grant(fn.lambda, 'sqs:SendMessage')
  }

  /** The function may ask how much is there. */
  grantDepth(fn: BridgeFunction): void {
    fn.provide('SPOOL_QUEUE_URL', this.queue.queueUrl)
    this.queue.grant(fn.lambda, 'sqs:GetQueueAttributes')
  }

  /** The function is given what is there, settles it, and sets aside what it can't. */
  grantDrain(fn: BridgeFunction): void {
    fn.provide('SPOOL_DEAD_LETTERS_URL', this.deadLetters.queueUrl)
    this.deadLetters.grant(fn.lambda, 'sqs:SendMessage')
    this.queue.grant(fn.lambda, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes')
    new EventSourceMapping(this, 'Drain', {
      target: fn.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxConcurrency: mostAtOnce,
      reportBatchItemFailures: true,
    })
  }
}
