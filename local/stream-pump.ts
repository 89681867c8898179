import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams'
import type { Checkpoints } from './stream-checkpoints.ts'
import { StreamCursor } from './stream-cursor.ts'
import { createDelivery, type StreamHandler } from './stream-delivery.ts'
import type { StreamRecord } from './stream-record.ts'
import { StreamShard } from './stream-shard.ts'
import { createWaiting, Stopped } from './stream-waiting.ts'

export interface StreamPumpOptions {
  readonly streamsClient: DynamoDBStreamsClient
  readonly streamArn: string
  readonly handler: StreamHandler
  readonly checkpoints: Checkpoints
  /** Takes a record that fails always (a dead letter); until it has, the record is tried on. */
  readonly onFailure: (record: StreamRecord, error: unknown) => Promise<void>
  /** Told of what the pump itself can't do at the moment; it tries again. */
  readonly onError: (error: unknown) => void
  /** Awaited before each batch is read: records that come together are handled together. */
  readonly gather?: () => Promise<void>
  /** At most so many records a batch. */
  readonly batchSize?: number
  readonly maximumRetryAttempts?: number
  readonly firstRetryMilliseconds?: number
  readonly longestRetryMilliseconds?: number
  /** How soon an idle stream is looked at again at first, and how seldom in the end. */
  readonly shortestPollMilliseconds?: number
  readonly longestPollMilliseconds?: number
  /** How often it is saved how far the stream was handled. */
  readonly checkpointMilliseconds?: number
  /** How long `stop` waits for a running batch. */
  readonly stopLimitMilliseconds?: number
  /** For tests: the probability that a handled batch is given once more. */
  readonly duplicate?: number
  readonly random?: () => number
}

/** What Lambda's event source mapping is when deployed: brings a table's stream to a function, at least once, in order. */
export interface StreamPump {
  /** @throws if the stream can't be described */
  start(): Promise<void>
  /** A write just happened: look now. */
  ring(): void
  /**
   * How many records stand in the stream and are not handled: each whose write was acknowledged before the call counts,
   * those in flight and in retry too. 0: everything written so far is done.
   */
  pending(): Promise<number>
  /** Lets the running batch finish, for a limited time: what is cut off comes again after the next start. */
  stop(): Promise<void>
}

const defaults = {
  batchSize: 100,
  maximumRetryAttempts: 5,
  firstRetryMilliseconds: 50,
  longestRetryMilliseconds: 1000,
  shortestPollMilliseconds: 100,
  longestPollMilliseconds: 250,
  checkpointMilliseconds: 250,
  stopLimitMilliseconds: 2000,
  duplicate: 0,
  random: () => 1,
} as const

export function createStreamPump(given: StreamPumpOptions): StreamPump {
  const options = { ...defaults, ...given }
  const { streamsClient, streamArn, checkpoints, onError } = options
  const shards = new Map<string, StreamShard>()
  const waiting = createWaiting()
  const deliver = createDelivery({
    ...options,
    pause: waiting.pause,
    unlessAbandoned: waiting.unlessAbandoned,
  })
  let running: Promise<void> | undefined

  async function discover(): Promise<void> {
    for (const shard of await describeShards(streamsClient, streamArn)) {
      const id = shard.ShardId as string
      if (shards.has(id)) continue
      const after = await checkpoints.load(id)
      if (shards.has(id)) continue
      const cursor = new StreamCursor(streamsClient, streamArn, id, after)
      shards.set(id, new StreamShard({ id, parentId: shard.ParentShardId, streamArn, cursor }))
    }
  }

  /** A parent that is not listed was trimmed long ago. */
  const isTurnOf = (shard: StreamShard) =>
    !shard.finished && (shard.parentId === undefined || (shards.get(shard.parentId)?.finished ?? true))

  /** A checkpoint that can't be saved is made good by the next; at worst a batch comes again. */
  async function save(shard: StreamShard, sequenceNumber: string): Promise<void> {
    try {
      await waiting.unlessAbandoned(checkpoints.save(shard.id, sequenceNumber))
    } catch (error) {
      if (!(error instanceof Stopped)) onError(error)
    }
  }

  /** Handles a shard to its end. How far it is is saved now and then: what was done since comes again, at worst. */
  async function drain(shard: StreamShard): Promise<void> {
    let poll = options.shortestPollMilliseconds
    let unsaved: string | undefined
    let savedAt = performance.now()
    async function saveIf(isDue: boolean): Promise<void> {
      if (unsaved === undefined || !isDue) return
      const sequenceNumber = unsaved
      unsaved = undefined
      await save(shard, sequenceNumber)
      savedAt = performance.now()
    }
    while (!waiting.stopping && !shard.drained) {
      try {
        if (options.gather) await waiting.unlessAbandoned(options.gather())
        const batch = await waiting.unlessAbandoned(shard.next(options.batchSize))
        if (batch.length > 0) {
          poll = options.shortestPollMilliseconds
          await deliver(batch, async (records) => {
            shard.done(records.length)
            unsaved = records.at(-1)?.dynamodb.SequenceNumber ?? unsaved
            await saveIf(performance.now() - savedAt >= options.checkpointMilliseconds)
          })
        } else if (!shard.drained) {
          await saveIf(performance.now() - savedAt >= options.checkpointMilliseconds)
          await waiting.untilRung(poll)
          poll = Math.min(options.longestPollMilliseconds, poll * 1.5)
        }
      } catch (error) {
        if (error instanceof Stopped) break
        onError(error)
        await waiting.untilRung(options.longestPollMilliseconds)
      }
    }
    await saveIf(true)
    shard.finished = shard.drained
  }

  async function run(): Promise<void> {
    const draining = new Map<string, Promise<void>>()
    while (!waiting.stopping) {
      for (const shard of shards.values()) {
        if (draining.has(shard.id) || !isTurnOf(shard)) continue
        draining.set(
          shard.id,
          drain(shard).finally(() => draining.delete(shard.id)),
        )
      }
      await (draining.size > 0
        ? Promise.race(draining.values())
        : waiting.untilRung(options.longestPollMilliseconds))
      if (!waiting.stopping) await waiting.unlessAbandoned(discover()).catch(onError)
    }
    await Promise.all(draining.values())
  }

  return {
    async start() {
      await discover()
      running ??= run()
    },
    ring: waiting.ring,
    async pending() {
      if (shards.size === 0) await discover()
      const sumOf = (field: 'pending' | 'handled') =>
        [...shards.values()].reduce((sum, shard) => sum + shard[field], 0)
      for (;;) {
        const [known, handled] = [shards.size, sumOf('handled')]
        await Promise.all([...shards.values()].map((shard) => shard.countToEnd()))
        if ([...shards.values()].some((shard) => shard.closed)) await discover()
        if (known !== shards.size) continue
        // What was handled meanwhile may have written behind the end that was seen.
        if (sumOf('pending') > 0 || sumOf('handled') === handled) return sumOf('pending')
      }
    },
    async stop() {
      waiting.stop()
      const limit = setTimeout(waiting.abandon, options.stopLimitMilliseconds)
      await running
      clearTimeout(limit)
    },
  }
}

async function describeShards(client: DynamoDBStreamsClient, streamArn: string): Promise<Shard[]> {
  const shards: Shard[] = []
  let after: string | undefined
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(after && { ExclusiveStartShardId: after }) }),
    )
    shards.push(...(StreamDescription?.Shards ?? []))
    after = StreamDescription?.LastEvaluatedShardId
  } while (after !== undefined)
  return shards
}
