import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openQueue } from '../../shared/aws/queue.ts'
import { type Ailment, startFaultyServer } from '../support/faulty-server.ts'

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-2')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})
afterEach(() => vi.unstubAllEnvs())

describe('what is sent', () => {
  test('goes in batches of ten, SQS’s limit, each text once', async () => {
    const sqs = mockClient(SQSClient)
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] })
    const texts = Array.from({ length: 21 }, (_, index) => `text ${index}`)
    await openQueue('https://queues.example/0/spool').send(texts)
    const requests = sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input)
    expect(requests.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 1])
    expect(requests.flatMap(({ Entries }) => Entries?.map(({ MessageBody }) => MessageBody))).toEqual(texts)
    for (const { Entries = [], QueueUrl } of requests) {
      expect(QueueUrl).toBe('https://queues.example/0/spool')
      expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length)
    }
    sqs.restore()
  })

  test('counts as sent only if the queue took every text: its 200 may say otherwise', async () => {
    const sqs = mockClient(SQSClient)
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [],
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    })
    await expect(openQueue('https://queues.example/0/spool').send(['a', 'b'])).rejects.toThrow(
      'the queue refused 1 of 2: InternalError',
    )
    sqs.restore()
  })
})

test.each<[Ailment, number]>([
  ['hangs', 3000],
  ['refuses', 2000],
  ['answers 500', 2000],
])('a queue that %s is tried again, and given up within %i ms', async (ailment, milliseconds) => {
  const server = await startFaultyServer(() => {})
  server.ailment = ailment
  const began = performance.now()
  await expect(openQueue(`${server.url}/000000000000/spool`).send(['a'])).rejects.toThrow()
  expect(performance.now() - began).toBeLessThan(milliseconds)
  expect(server.asked).toHaveLength(3)
  await server.close()
})

test('an attempt that hangs leaves the caller’s 700 ms for a second one', async () => {
  const server = await startFaultyServer((_, outgoing) => {
    outgoing
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ Successful: [], Failed: [] }))
  })
  server.ailment = 'hangs'
  setTimeout(() => {
    server.ailment = 'none'
  }, 150)
  const began = performance.now()
  await openQueue(`${server.url}/000000000000/spool`).send(['a'])
  expect(performance.now() - began).toBeLessThan(700)
  expect(server.asked).toHaveLength(2)
  await server.close()
})

test('its depth is what waits, what somebody is at, and what is to come', async () => {
  const sqs = mockClient(SQSClient)
  sqs.on(GetQueueAttributesCommand).resolves({
    Attributes: {
      ApproximateNumberOfMessages: '4',
      ApproximateNumberOfMessagesNotVisible: '2',
      ApproximateNumberOfMessagesDelayed: '1',
    },
  })
  expect(await openQueue('https://queues.example/0/spool').depth()).toBe(7)
  sqs.restore()
})
