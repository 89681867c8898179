import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { Table } from '../shared/store/table.ts'
import type { TableName } from '../shared/store/tables.ts'
import { tableCheckpoints } from './stream-checkpoints.ts'
import type { StreamHandler } from './stream-delivery.ts'
import { createStreamPump } from './stream-pump.ts'

export interface FeedsOptions {
  readonly streamsClient: DynamoDBStreamsClient
  readonly streamArns: Readonly<Record<TableName, string>>
  readonly handlers: Readonly<Record<TableName, StreamHandler>>
  readonly views: Table
  /** Sees each batch of the views' stream once the rollups are made of it; it claims mails, and sends none. */
  readonly alsoViews?: StreamHandler | undefined
  /** Where records that always fail are kept; `:memory:` keeps none. */
  readonly dataFolder: string
  readonly warn: (line: string) => void
  /** Whether so much is written that its changes had better gather before they are handled. */
  readonly isFlood?: () => boolean
}

/** The two streams of the bridge: the ledger's makes the views, the views' own makes the rollups. */
export interface Feeds {
  start(): Promise<void>
  /** The ledger was written: look now. */
  ring(): void
  /** Ledger changes that the views do not show yet; 0: every report is current. */
  pending(): Promise<number>
  stop(): Promise<void>
}

/** What comes together leads to the same few persons and sums: the more of it, the less is done twice. */
export const batchSizes: Readonly<Record<TableName, number>> = { ledger: 500, views: 2000 }

const longestWindowMilliseconds = 5000
const windowStepMilliseconds = 100

export function createFeeds(options: FeedsOptions): Feeds {
  const { streamsClient, streamArns, handlers, views, dataFolder, warn, isFlood = () => false } = options
  const pumpOf = (name: TableName, handler: StreamHandler, gather?: () => Promise<void>) =>
    createStreamPump({
      streamsClient,
      streamArn: streamArns[name],
      handler,
      ...(gather && { gather }),
      batchSize: batchSizes[name],
      checkpoints: tableCheckpoints(views, name, streamArns[name]),
      onFailure: async (record, error) => {
        const line = JSON.stringify({
          level: 'error',
          message: 'a record was set aside',
          stream: name,
          record,
          error: String(error),
        })
        if (dataFolder !== ':memory:') appendFileSync(join(dataFolder, 'set-aside.ndjson'), `${line}\n`)
        warn(
          JSON.stringify({
            level: 'error',
            message: 'a record was set aside',
            stream: name,
            sequence: record.dynamodb?.SequenceNumber,
            error: String(error),
          }),
        )
      },
      onError: (error) =>
        warn(
          JSON.stringify({
            level: 'warn',
            message: 'a stream could not be read',
            stream: name,
            error: String(error),
          }),
        ),
    })

  /**
   * What Lambda calls a batching window, in a flood alone and for a limited time: facts of one person often come one
   * after the other, so the ledger's changes gather until no more come; the views' until the ledger's are handled, since
   * many of them lead to the same sums.
   */
  async function whileFlood(isGathering: () => Promise<boolean>): Promise<void> {
    const until = performance.now() + longestWindowMilliseconds
    while (isFlood() && performance.now() < until && (await isGathering()))
      await sleep(windowStepMilliseconds)
  }
  async function untilNoMoreCome(): Promise<void> {
    let seen = -1
    await whileFlood(async () => {
      const before = seen
      seen = await ledgerPump.pending()
      return seen > before && seen < batchSizes.ledger
    })
  }

  // Each batch of the one writes what the other reads next; rollups write to the stream that they are made of.
  const viewsPump = pumpOf('views', async (event) => {
    await whileFlood(async () => (await ledgerPump.pending()) > 0)
    const answer = await handlers.views(event)
    await options.alsoViews?.(event)
    viewsPump.ring()
    return answer
  })
  const ledgerPump = pumpOf(
    'ledger',
    async (event) => {
      const answer = await handlers.ledger(event)
      viewsPump.ring()
      return answer
    },
    untilNoMoreCome,
  )

  return {
    async start() {
      await ledgerPump.start()
      await viewsPump.start()
    },
    ring: () => ledgerPump.ring(),
    async pending() {
      // In this order: what the first has handled meanwhile stands in the second's stream by then.
      const ledger = await ledgerPump.pending()
      return ledger + (await viewsPump.pending())
    },
    async stop() {
      await ledgerPump.stop()
      await viewsPump.stop()
    },
  }
}
