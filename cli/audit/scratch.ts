import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { compose } from '../../functions/attribution/compose.ts'
import { createTables } from '../../local/create-tables.ts'
import { startEngine } from '../../local/engine.ts'
import { engineClientConfig } from '../../local/engine-config.ts'
import { createStreamPump } from '../../local/stream-pump.ts'
import { createTable, type Item, type Table } from '../../shared/store/table.ts'

/** Views made anew from the ledger, in an engine of their own that is gone with them. */
export interface Scratch {
  readonly views: Table
  /** Takes facts, in any order and any number of times. */
  feed(items: readonly Item[]): Promise<void>
  /** Waits until the views show everything that was fed. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** A fact that attribution can't take is tried so often; then it is somebody's to look at. */
const mostTries = 5

const recordOf = (item: Item, index: number): DynamoDBRecord => ({
  eventName: 'INSERT',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    SequenceNumber: String(index),
    NewImage: marshall(item, { removeUndefinedValues: true }) as NonNullable<
      NonNullable<DynamoDBRecord['dynamodb']>['NewImage']
    >,
  },
})

/** @param ledger is only read: facts go through the very consumers that make the live views */
export async function startScratch(ledger: Table, masterKey: string): Promise<Scratch> {
  const engine = await startEngine({ dataFolder: ':memory:' })
  const client = new DynamoDBClient(engineClientConfig(engine.endpoint))
  const streamsClient = new DynamoDBStreamsClient(engineClientConfig(engine.endpoint))
  try {
    const names = { ledger: 'audit-ledger', views: 'audit-views' }
    const streamArns = await createTables(client, names)
    const views = createTable(client, names.views)
    const { streams } = compose({ ledger, views }, { TIELINE_MASTER_KEY: masterKey })
    const failures: unknown[] = []
    const places = new Map<string, string>()
    const pump = createStreamPump({
      streamsClient,
      streamArn: streamArns.views,
      handler: async (event) => {
        const answer = await streams.views(event)
        pump.ring()
        return answer
      },
      checkpoints: {
        load: async (shard) => places.get(shard),
        save: async (shard, sequenceNumber) => void places.set(shard, sequenceNumber),
      },
      batchSize: 1000,
      onFailure: async (_record, error) => void failures.push(error),
      onError: (error) => void failures.push(error),
    })
    await pump.start()

    return {
      views,
      async feed(items) {
        let pending = items.map(recordOf)
        for (let tries = 1; pending.length > 0; tries++) {
          const { batchItemFailures } = await streams.ledger({ Records: pending })
          const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
          pending = pending.filter(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''))
          if (pending.length > 0 && tries === mostTries) {
            throw new Error(`${pending.length} facts can’t be attributed: see the warnings above`)
          }
        }
        pump.ring()
      },
      async settle() {
        for (;;) {
          pump.ring()
          if ((await pump.pending()) === 0) break
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        if (failures.length > 0) throw failures[0]
      },
      async stop() {
        await pump.stop()
        client.destroy()
        streamsClient.destroy()
        await engine.stop()
      },
    }
  } catch (error) {
    await engine.stop()
    throw error
  }
}
