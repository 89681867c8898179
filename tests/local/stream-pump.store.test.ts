import type { DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { tableCheckpoints } from '../../local/stream-checkpoints.ts'
import type { StreamHandler } from '../../local/stream-delivery.ts'
import { createStreamPump, type StreamPump, type StreamPumpOptions } from '../../local/stream-pump.ts'
import type { Table } from '../../shared/store/table.ts'
import { createTestTables, type Tables, withTables } from '../support/engine.ts'

let tables: Tables
/** Each test reads the stream under a name of its own, from where the stream stood when the test began. */
let name: string
let count = 0
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())
beforeEach(async () => {
  name = `reader-${++count}`
  const skip = pumpOf({ handler: async () => undefined })
  await skip.start()
  await vi.waitFor(async () => expect(await skip.pending()).toBe(0), waiting)
  await skip.stop()
})

const waiting = { timeout: 20_000, interval: 10 }

function pumpOf(options: Partial<StreamPumpOptions> & { handler: StreamHandler }): StreamPump {
  const pump = createStreamPump({
    streamsClient: tables.streamsClient,
    streamArn: tables.streamArns.ledger,
    checkpoints: tableCheckpoints(tables.views, name, tables.streamArns.ledger),
    onFailure: async (record, error) => {
      throw new Error(`given up: ${JSON.stringify(record.dynamodb.Keys)}`, { cause: error })
    },
    onError: (error) => {
      throw error
    },
    firstRetryMilliseconds: 1,
    longestRetryMilliseconds: 5,
    // Each batch at once, so that another pump goes on behind it.
    checkpointMilliseconds: 0,
    ...options,
  })
  onTestFinished(() => pump.stop())
  return pump
}

const sortKeys = (event: DynamoDBStreamEvent) =>
  event.Records.map((record) => record.dynamodb?.Keys?.sk?.S ?? '')
const write = async (ledger: Table, sks: readonly string[]) => {
  for (const sk of sks) await ledger.put({ pk: name, sk })
}
const numbered = (length: number, from = 0) => Array.from({ length }, (_, index) => `r${from + index}`)
const drained = (pump: StreamPump) => vi.waitFor(async () => expect(await pump.pending()).toBe(0), waiting)

describe('what the handler is given', () => {
  test('records have the shape of Lambda’s event', async () => {
    const events: DynamoDBStreamEvent[] = []
    const pump = pumpOf({
      handler: async (event) => {
        events.push(event)
        return undefined
      },
    })
    const before = Math.floor(Date.now() / 1000)
    await tables.ledger.put({
      pk: name,
      sk: 'a',
      count: 1,
      nested: { list: [true, null] },
      bytes: new Uint8Array([1, 2]),
    })
    await tables.ledger.update({ pk: name, sk: 'a' }, { set: { count: 2 } })
    await tables.ledger.delete({ pk: name, sk: 'a' })
    await pump.start()
    await drained(pump)

    const records = events.flatMap((event) => event.Records)
    expect(records.map((record) => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE'])
    const [insert, modify, remove] = records
    expect(insert).toMatchObject({ eventSource: 'aws:dynamodb', eventSourceARN: tables.streamArns.ledger })
    expect(insert?.eventID).toBeTruthy()
    expect(insert?.eventVersion).toBeTruthy()
    expect(insert?.awsRegion).toBeTruthy()
    expect(insert?.dynamodb).toMatchObject({
      Keys: { pk: { S: name }, sk: { S: 'a' } },
      NewImage: {
        count: { N: '1' },
        nested: { M: { list: { L: [{ BOOL: true }, { NULL: true }] } } },
        bytes: { B: 'AQI=' },
      },
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    })
    expect(insert?.dynamodb?.OldImage).toBeUndefined()
    // DynamoDB Local rounds down to the minute.
    const created = insert?.dynamodb?.ApproximateCreationDateTime ?? 0
    expect(Number.isInteger(created)).toBe(true)
    expect(created).toBeGreaterThanOrEqual(before - 60)
    expect(created).toBeLessThanOrEqual(before + 60)
    expect(modify?.dynamodb).toMatchObject({
      OldImage: { count: { N: '1' } },
      NewImage: { count: { N: '2' } },
    })
    expect(remove?.dynamodb?.OldImage?.count).toEqual({ N: '2' })
    expect(remove?.dynamodb?.NewImage).toBeUndefined()
  })

  test('a write that changes nothing is no record', async () => {
    const seen: string[] = []
    const pump = pumpOf({
      handler: async (event) => {
        seen.push(...sortKeys(event))
        return undefined
      },
    })
    await write(tables.ledger, ['same', 'same', 'end'])
    expect(await pump.pending()).toBe(2)
    await pump.start()
    await drained(pump)
    expect(seen).toEqual(['same', 'end'])
  })

  test('everything comes in order, in batches of at most the size', async () => {
    const seen: string[] = []
    const sizes: number[] = []
    const pump = pumpOf({
      batchSize: 30,
      handler: async (event) => {
        seen.push(...sortKeys(event))
        sizes.push(event.Records.length)
        return undefined
      },
    })
    await write(tables.ledger, numbered(100))
    await pump.start()
    await write(tables.ledger, numbered(50, 100))
    await drained(pump)
    expect(seen).toEqual(numbered(150))
    expect(Math.max(...sizes)).toBe(30)
  })

  test('a backlog longer than one page of the stream is handled whole', async () => {
    const seen = new Set<string>()
    const pump = pumpOf({
      handler: async (event) => {
        for (const sk of sortKeys(event)) seen.add(sk)
        return undefined
      },
    })
    const all = numbered(1200)
    for (let start = 0; start < all.length; start += 50) {
      await Promise.all(all.slice(start, start + 50).map((sk) => tables.ledger.put({ pk: name, sk })))
    }
    expect(await pump.pending()).toBe(1200)
    await pump.start()
    await drained(pump)
    expect(seen.size).toBe(1200)
  })

  test('the doorbell beats the poll', async () => {
    const seen: string[] = []
    const pump = pumpOf({
      shortestPollMilliseconds: 60_000,
      longestPollMilliseconds: 60_000,
      handler: async (event) => {
        seen.push(...sortKeys(event))
        return undefined
      },
    })
    await pump.start()
    await new Promise((resolve) => setTimeout(resolve, 300))
    await write(tables.ledger, ['rung'])
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(seen).toEqual([])
    pump.ring()
    await vi.waitFor(() => expect(seen).toEqual(['rung']), waiting)
  })
})

describe('pending', () => {
  test('counts what was written before the call, and sinks as batches are done', async () => {
    const gates: (() => void)[] = []
    const pump = pumpOf({
      batchSize: 2,
      handler: () => new Promise((resolve) => gates.push(() => resolve(undefined))),
    })
    expect(await pump.pending()).toBe(0)
    for (const [index, sk] of numbered(5).entries()) {
      await write(tables.ledger, [sk])
      expect(await pump.pending()).toBe(index + 1)
    }
    await pump.start()
    await vi.waitFor(() => expect(gates.length).toBe(1), waiting)
    expect(await pump.pending()).toBe(5)
    gates.shift()?.()
    await vi.waitFor(() => expect(gates.length).toBe(1), waiting)
    expect(await pump.pending()).toBe(3)
    await write(tables.ledger, ['later'])
    expect(await pump.pending()).toBe(4)
    gates.shift()?.()
    await vi.waitFor(() => expect(gates.length).toBe(1), waiting)
    expect(await pump.pending()).toBe(2)
    gates.shift()?.()
    await drained(pump)
  })

  test('is never 0 between a write’s answer and its handling', async () => {
    const handled = new Set<string>()
    const pump = pumpOf({
      handler: async (event) => {
        for (const sk of sortKeys(event)) handled.add(sk)
        return undefined
      },
    })
    await pump.start()
    for (const sk of numbered(60)) {
      await write(tables.ledger, [sk])
      if (Number(sk.slice(1)) % 3 === 0) pump.ring()
      if ((await pump.pending()) === 0) expect(handled).toContain(sk)
    }
    await drained(pump)
    expect(handled.size).toBe(60)
  })

  test('counts a record that is being retried', async () => {
    let mayPass = false
    let attempts = 0
    const pump = pumpOf({
      maximumRetryAttempts: 1_000_000,
      handler: async () => {
        attempts += 1
        if (!mayPass) throw new Error('not yet')
        return undefined
      },
    })
    await write(tables.ledger, ['stubborn'])
    await pump.start()
    await vi.waitFor(() => expect(attempts).toBeGreaterThan(3), waiting)
    expect(await pump.pending()).toBe(1)
    mayPass = true
    await drained(pump)
  })
})

describe('restarts', () => {
  test('the next pump goes on where the last stopped', async () => {
    const first: string[] = []
    const second: string[] = []
    const collect =
      (into: string[]): StreamHandler =>
      async (event) => {
        into.push(...sortKeys(event))
        return undefined
      }
    const one = pumpOf({ handler: collect(first) })
    await write(tables.ledger, numbered(10))
    await one.start()
    await drained(one)
    await one.stop()
    await write(tables.ledger, numbered(10, 10))

    const two = pumpOf({ handler: collect(second) })
    expect(await two.pending()).toBe(10)
    await two.start()
    await drained(two)
    expect(first).toEqual(numbered(10))
    expect(second).toEqual(numbered(10, 10))
  })

  test('stop lets the running batch finish', async () => {
    const seen: string[] = []
    let entered = false
    const pump = pumpOf({
      handler: async (event) => {
        entered = true
        await new Promise((resolve) => setTimeout(resolve, 100))
        seen.push(...sortKeys(event))
        return undefined
      },
    })
    await write(tables.ledger, ['a'])
    await pump.start()
    await vi.waitFor(() => expect(entered).toBe(true), waiting)
    await pump.stop()
    expect(seen).toEqual(['a'])
    expect(await pumpOf({ handler: async () => undefined }).pending()).toBe(0)
  })

  test('stop does not wait for a handler that hangs; its batch comes again', async () => {
    let entered = false
    const pump = pumpOf({
      stopLimitMilliseconds: 50,
      handler: () => {
        entered = true
        return new Promise(() => {})
      },
    })
    await write(tables.ledger, ['a', 'b'])
    await pump.start()
    await vi.waitFor(() => expect(entered).toBe(true), waiting)
    const stopping = performance.now()
    await pump.stop()
    expect(performance.now() - stopping).toBeLessThan(2000)
    expect(await pumpOf({ handler: async () => undefined }).pending()).toBe(2)
  })

  test('checkpoints of the views’ own stream do not feed it', async () => {
    const { streamsClient, streamArns, views } = await withTables()
    let batches = 0
    const pump = createStreamPump({
      streamsClient,
      streamArn: streamArns.views,
      checkpoints: tableCheckpoints(views, 'views', streamArns.views),
      onFailure: async () => {},
      onError: () => {},
      handler: async () => {
        batches += 1
        return undefined
      },
    })
    onTestFinished(() => pump.stop())
    await views.put({ pk: 'view', sk: 'a' })
    await pump.start()
    await vi.waitFor(() => expect(batches).toBe(1), waiting)
    await drained(pump)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(batches).toBe(1)
  })

  test('checkpoints of another stream count as none', async () => {
    const pump = pumpOf({ handler: async () => undefined })
    await write(tables.ledger, ['a'])
    await pump.start()
    await drained(pump)
    await pump.stop()
    const other = tableCheckpoints(tables.views, name, 'arn:another')
    const [item] = await tables.views.query({ pk: `stream#${name}` })
    expect(item?.sequenceNumber).toBeTruthy()
    expect(await other.load(item?.sk ?? '')).toBeUndefined()
  })
})

describe('failures', () => {
  test('a batch goes on from its first failed record', async () => {
    const batches: string[][] = []
    const pump = pumpOf({
      handler: async (event) => {
        batches.push(sortKeys(event))
        const failed = batches.length === 1 ? event.Records.slice(2).reverse() : []
        return {
          batchItemFailures: failed.map((record) => ({
            itemIdentifier: record.dynamodb?.SequenceNumber ?? '',
          })),
        }
      },
    })
    await write(tables.ledger, numbered(4))
    await pump.start()
    await drained(pump)
    expect(batches).toEqual([numbered(4), ['r2', 'r3']])
  })

  test('a record that fails always is given up alone; all others are handled, in order', async () => {
    const handled: string[] = []
    const givenUp: string[] = []
    const pump = pumpOf({
      maximumRetryAttempts: 2,
      handler: async (event) => {
        if (sortKeys(event).includes('poison')) throw new Error('poison')
        handled.push(...sortKeys(event))
        return undefined
      },
      onFailure: async (record, error) => {
        givenUp.push(`${record.dynamodb.Keys?.sk?.S}: ${(error as Error).message}`)
      },
    })
    await write(tables.ledger, [...numbered(13), 'poison', ...numbered(8, 13)])
    await pump.start()
    await drained(pump)
    expect(givenUp).toEqual(['poison: poison'])
    expect(handled).toEqual(numbered(21))
    expect(await pumpOf({ handler: async () => undefined }).pending()).toBe(0)
  })

  test('a record that can’t be laid aside is not lost', async () => {
    let engineIsBack = false
    const handled: string[] = []
    const pump = pumpOf({
      maximumRetryAttempts: 0,
      handler: async (event) => {
        if (!engineIsBack) throw new Error('down')
        handled.push(...sortKeys(event))
        return undefined
      },
      onFailure: async () => {
        throw new Error('down too')
      },
    })
    await write(tables.ledger, numbered(3))
    await pump.start()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await pump.pending()).toBe(3)
    engineIsBack = true
    await drained(pump)
    expect(handled).toEqual(numbered(3))
  })

  test('an error of the stream is told and tried again', async () => {
    const errors: unknown[] = []
    const handled: string[] = []
    let broken = true
    const checkpoints = tableCheckpoints(tables.views, name, tables.streamArns.ledger)
    const pump = pumpOf({
      checkpoints: {
        load: checkpoints.load,
        save: (...position) =>
          broken ? Promise.reject(new Error('no room')) : checkpoints.save(...position),
      },
      onError: (error) => errors.push(error),
      handler: async (event) => {
        handled.push(...sortKeys(event))
        return undefined
      },
    })
    await write(tables.ledger, ['a'])
    await pump.start()
    await drained(pump)
    await vi.waitFor(() => expect(errors).toEqual([new Error('no room')]), waiting)
    broken = false
    await write(tables.ledger, ['b'])
    await drained(pump)
    await pump.stop()
    expect(handled).toEqual(['a', 'b'])
    expect(await pumpOf({ handler: async () => undefined }).pending()).toBe(0)
  })

  test('duplicates on demand: each batch twice, the order kept', async () => {
    const handled: string[] = []
    const pump = pumpOf({
      duplicate: 1,
      random: () => 0.5,
      batchSize: 2,
      handler: async (event) => {
        handled.push(...sortKeys(event))
        return undefined
      },
    })
    await write(tables.ledger, ['a', 'b', 'c'])
    await pump.start()
    await drained(pump)
    expect(handled).toEqual(['a', 'b', 'a', 'b', 'c', 'c'])
  })
})
