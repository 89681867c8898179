import { expect, test } from 'vitest'
import { synthesize } from './synth.ts'

const { template, logicalId } = synthesize()
const resources = (type: string) => template.findResources(type)
const queueOf = (id: string) => resources('AWS::SQS::Queue')[logicalId(`CallSpool/${id}`)]?.Properties
const arnOf = (id: string) => ({ 'Fn::GetAtt': [logicalId(`CallSpool/${id}`), 'Arn'] })
const callWebhook = resources('AWS::Lambda::Function')[logicalId('CallWebhook/Lambda')]?.Properties

test('a batch is not given to another while the first may still be at it', () => {
  expect(queueOf('Queue').VisibilityTimeout).toBeGreaterThanOrEqual(6 * callWebhook.Timeout)
})

test('a ledger that is away for half a day loses nothing: only then does an entry die, with days left to look at it', () => {
  const { RedrivePolicy, VisibilityTimeout, MessageRetentionPeriod } = queueOf('Queue')
  expect(RedrivePolicy.deadLetterTargetArn).toEqual(arnOf('DeadLetters'))
  const aliveSeconds = RedrivePolicy.maxReceiveCount * VisibilityTimeout
  expect(aliveSeconds).toBeGreaterThan(12 * 3600)
  expect(MessageRetentionPeriod).toBeGreaterThan(aliveSeconds)
  expect(queueOf('DeadLetters').MessageRetentionPeriod).toBeGreaterThan(MessageRetentionPeriod)
})

test('both are encrypted, and answer by TLS alone', () => {
  for (const id of ['Queue', 'DeadLetters']) {
    expect(queueOf(id).SqsManagedSseEnabled, id).toBe(true)
    const policy = Object.values(resources('AWS::SQS::QueuePolicy')).find(({ Properties }) =>
      Properties.Queues.some((queue: { Ref: string }) => queue.Ref === logicalId(`CallSpool/${id}`)),
    )
    expect(policy?.Properties.PolicyDocument.Statement, id).toMatchObject([
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ])
  }
})

test('the queue is drained by whoever fills it, entry by entry, and never by many at once', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: arnOf('Queue'),
    FunctionName: { Ref: logicalId('CallWebhook/Lambda') },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BatchSize: 10,
    ScalingConfig: { MaximumConcurrency: 2 },
  })
  expect(callWebhook.Environment.Variables).toMatchObject({
    SPOOL_QUEUE_URL: { Ref: logicalId('CallSpool/Queue') },
    SPOOL_DEAD_LETTERS_URL: { Ref: logicalId('CallSpool/DeadLetters') },
  })
})

test('that takes these rights, and nobody else has any', () => {
  /** Who may do what with which queue, one line each, however the statements were merged. */
  const rightsOn = (id: string) =>
    Object.values(resources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) =>
        Properties.PolicyDocument.Statement.filter(({ Resource }: { Resource: unknown }) =>
          [Resource].flat().some((one) => JSON.stringify(one) === JSON.stringify(arnOf(id))),
        ).flatMap(({ Action }: { Action: string | string[] }) =>
          [Action].flat().map((action) => `${Properties.Roles[0].Ref} ${action}`),
        ),
      )
      .sort()
  const role = logicalId('CallWebhook/Role')
  expect(rightsOn('Queue')).toEqual([
    // It says how much is pending.
    `${logicalId('Admin/Role')} sqs:GetQueueAttributes`,
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage', 'SendMessage'].map(
      (action) => `${role} sqs:${action}`,
    ),
  ])
  expect(rightsOn('DeadLetters')).toEqual([`${role} sqs:SendMessage`])
})
