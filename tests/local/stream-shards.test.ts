import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'
import { mockClient } from 'aws-sdk-client-mock'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Checkpoints } from '../../local/stream-checkpoints.ts'
import { createStreamPump } from '../../local/stream-pump.ts'

/**
 * What no engine on one machine does at will: shards that split, iterators that expire, records that are trimmed. The
 * stream here is told by hand; all else is tested on real ones.
 */
interface ShardOfStream {
  parent?: string
  records: number[]
  closed: boolean
}

function streamOf(shards: Record<string, ShardOfStream>, saved: Record<string, string> = {}) {
  const streamsClient = new DynamoDBStreamsClient({ region: 'eu-west-1' })
  const mock = mockClient(streamsClient)
  const asked: GetShardIteratorCommandInput[] = []
  const faults: Error[] = []
  mock.on(DescribeStreamCommand).callsFake(() => ({
    StreamDescription: {
      Shards: Object.entries(shards).map(([ShardId, { parent }]) => ({
        ShardId,
        ...(parent && { ParentShardId: parent }),
      })),
    },
  }))
  mock.on(GetShardIteratorCommand).callsFake((input: GetShardIteratorCommandInput) => {
    asked.push(input)
    return { ShardIterator: `${input.ShardId} ${input.SequenceNumber ?? 0}` }
  })
  mock.on(GetRecordsCommand).callsFake(({ ShardIterator }: { ShardIterator: string }) => {
    const fault = faults.shift()
    if (fault) throw fault
    const [id = '', after = ''] = ShardIterator.split(' ')
    const shard = shards[id] as ShardOfStream
    const records = shard.records.filter((number) => number > Number(after)).slice(0, 2)
    const last = records.at(-1) ?? Number(after)
    const isEnd = shard.closed && last === (shard.records.at(-1) ?? Number(after))
    return {
      Records: records.map((number) => ({ eventName: 'INSERT', dynamodb: { SequenceNumber: `${number}` } })),
      ...(!isEnd && { NextShardIterator: `${id} ${last}` }),
    }
  })

  const handled: string[] = []
  const checkpoints: Checkpoints = {
    load: async (id) => saved[id],
    save: async (id, sequenceNumber) => {
      saved[id] = sequenceNumber
    },
  }
  const pump = createStreamPump({
    streamsClient,
    streamArn: 'arn:stream',
    checkpoints,
    handler: async ({ Records }) => {
      handled.push(...Records.map((record) => record.dynamodb?.SequenceNumber ?? ''))
      return undefined
    },
    onFailure: async () => {},
    onError: () => {},
    shortestPollMilliseconds: 5,
    longestPollMilliseconds: 5,
  })
  onTestFinished(() => pump.stop())
  return { pump, handled, asked, faults, shards, saved }
}

const drained = (pump: { pending(): Promise<number> }) =>
  vi.waitFor(async () => expect(await pump.pending()).toBe(0))

test('children are read after their parent’s end, and pending counts both', async () => {
  const { pump, handled } = streamOf({
    left: { parent: 'root', records: [4, 6, 8], closed: false },
    right: { parent: 'root', records: [5, 7], closed: true },
    root: { parent: 'trimmed-long-ago', records: [1, 2, 3], closed: true },
  })
  expect(await pump.pending()).toBe(8)
  await pump.start()
  await drained(pump)
  expect(handled.slice(0, 3)).toEqual(['1', '2', '3'])
  expect(handled.slice(3).sort()).toEqual(['4', '5', '6', '7', '8'])
})

test('a shard that opens when another closes is found, by the count at once', async () => {
  const { pump, handled, shards } = streamOf({ root: { records: [1], closed: false } })
  await pump.start()
  await drained(pump)
  const root = shards.root as ShardOfStream
  root.records.push(2)
  root.closed = true
  shards.child = { parent: 'root', records: [3], closed: false }
  expect(await pump.pending()).toBeGreaterThanOrEqual(1)
  await drained(pump)
  expect(handled).toEqual(['1', '2', '3'])
})

test('an expired iterator is renewed after the last record', async () => {
  const { pump, handled, asked, faults } = streamOf({ root: { records: [1, 2, 3], closed: false } })
  await pump.start()
  await drained(pump)
  faults.push(new ExpiredIteratorException({ message: 'expired', $metadata: {} }))
  await vi.waitFor(() => expect(asked.at(-1)?.ShardIteratorType).toBe('AFTER_SEQUENCE_NUMBER'))
  expect(asked.at(-1)?.SequenceNumber).toBe('3')
  await drained(pump)
  expect(handled).toEqual(['1', '2', '3'])
})

test('where the checkpoint’s record was trimmed, the oldest that is left comes next', async () => {
  const { pump, handled, asked, faults } = streamOf(
    { root: { records: [8, 9], closed: false } },
    { root: '3' },
  )
  faults.push(new TrimmedDataAccessException({ message: 'trimmed', $metadata: {} }))
  await pump.start()
  await drained(pump)
  expect(asked.map((each) => each.ShardIteratorType)).toEqual(['AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON'])
  expect(handled).toEqual(['8', '9'])
})

test('an engine that does not answer for a while loses nothing', async () => {
  const { pump, handled, faults } = streamOf({ root: { records: [1, 2, 3], closed: false } })
  faults.push(new Error('connection refused'), new Error('connection refused'))
  await pump.start()
  await vi.waitFor(() => expect(handled).toEqual(['1', '2', '3']))
})

test('numbers of unequal length are in the order of numbers', async () => {
  const { pump, handled } = streamOf({ root: { records: [8, 9, 10, 11], closed: false } })
  expect(await pump.pending()).toBe(4)
  await pump.start()
  await drained(pump)
  expect(handled).toEqual(['8', '9', '10', '11'])
})
