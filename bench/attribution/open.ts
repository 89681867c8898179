import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { compose as composeAttribution } from '../../functions/attribution/compose.ts'
import { createTables } from '../../local/create-tables.ts'
import { startEngine } from '../../local/engine.ts'
import { engineClientConfig } from '../../local/engine-config.ts'
import { batchSizes } from '../../local/feeds.ts'
import type { Checkpoints } from '../../local/stream-checkpoints.ts'
import { createStreamPump } from '../../local/stream-pump.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createTable, type Table } from '../../shared/store/table.ts'
import { example, exampleAccount } from '../http/bridge.ts'

export const tableNames = { ledger: 'bench-ledger', views: 'bench-views' } as const

/** How far the streams are is kept outside of the tables, as Lambda does: it is no cost of attribution. */
function forgettable(): Checkpoints {
  const places = new Map<string, string>()
  return {
    load: async (shard) => places.get(shard),
    save: async (shard, sequenceNumber) => void places.set(shard, sequenceNumber),
  }
}

/**
 * Sees every command that the client sends, by name (`PutItemCommand`) and input.
 * @param look may change the input; what it returns sees the answer
 */
export function watchCommands(
  client: DynamoDBClient,
  look: (name: string, input: object) => ((output: unknown) => void) | undefined,
): void {
  const send = client.send.bind(client) as (command: { readonly input: object }) => Promise<unknown>
  const watched = async (command: { readonly input: object }) => {
    const done = look(command.constructor.name, command.input)
    const output = await send(command)
    done?.(output)
    return output
  }
  Object.assign(client, { send: watched })
}

export interface OpenAttribution {
  readonly client: DynamoDBClient
  readonly tables: { readonly ledger: Table; readonly views: Table }
  readonly endpoint: string
  readonly app: ReturnType<typeof composeAttribution>['app']
  /** How often batches of the streams were handed to attribution so far. */
  invocations(): number
  /** Waits until the views show everything written so far. */
  settled(): Promise<void>
}

/** Attribution on an embedded engine of its own, both streams pumped, with the example account. */
export async function withAttribution<Result>(
  work: (open: OpenAttribution) => Promise<Result>,
): Promise<Result> {
  const engine = await startEngine({ dataFolder: ':memory:' })
  const config = engineClientConfig(engine.endpoint)
  const client = new DynamoDBClient(config)
  const streamsClient = new DynamoDBStreamsClient(config)
  const streamArns = await createTables(client, tableNames)
  const tables = {
    ledger: createTable(client, tableNames.ledger),
    views: createTable(client, tableNames.views),
  }
  const { app, streams } = composeAttribution(tables, { TIELINE_MASTER_KEY: example.masterKey })
  let invocations = 0
  const pumps = (['ledger', 'views'] as const).map((name) =>
    createStreamPump({
      streamsClient,
      streamArn: streamArns[name],
      handler: (event) => {
        invocations += 1
        return streams[name](event)
      },
      batchSize: batchSizes[name],
      checkpoints: forgettable(),
      onFailure: async (_record, error) => {
        throw error
      },
      onError: (error) => console.error(String(error)),
    }),
  )
  try {
    await createAccountStore(tables.ledger).create(exampleAccount, {
      siteKey: example.siteKey,
      secretKey: example.secretKey,
    })
    for (const pump of pumps) await pump.start()
    return await work({
      client,
      tables,
      endpoint: engine.endpoint,
      app,
      invocations: () => invocations,
      async settled() {
        for (;;) {
          for (const pump of pumps) pump.ring()
          let pending = 0
          for (const pump of pumps) pending += await pump.pending()
          if (pending === 0) return
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      },
    })
  } finally {
    for (const pump of pumps) await pump.stop()
    client.destroy()
    streamsClient.destroy()
    await engine.stop()
  }
}
