import { randomUUID } from 'node:crypto'
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { inject, onTestFinished } from 'vitest'
import { createTables } from '../../local/create-tables.ts'
import { engineClientConfig } from '../../local/engine-config.ts'
import { createTable, type Table } from '../../shared/store/table.ts'
import { type TableName, tableNames } from '../../shared/store/tables.ts'
import { isSecondOpinion } from './runs.ts'
import { takeShortWay, takeShortWayOfStreams } from './short-way.ts'
import { signedByName } from './signed-by-name.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The engines of the vitest project: see vitest.config.ts. */
    dynamodbEndpoints: readonly string[]
  }
}

export interface Tables {
  readonly client: DynamoDBClient
  readonly streamsClient: DynamoDBStreamsClient
  readonly ledger: Table
  readonly views: Table
  readonly names: Readonly<Record<TableName, string>>
  readonly streamArns: Readonly<Record<TableName, string>>
  readonly endpoint: string
  drop(): Promise<void>
}

/** A fresh pair of tables on the project's engine, nobody else's: call `drop` in `afterAll`. */
export async function createTestTables(): Promise<Tables> {
  // Each worker has its own, where there are several.
  const endpoints: readonly string[] = inject('dynamodbEndpoints') ?? []
  const endpoint = endpoints[Number(process.env.VITEST_POOL_ID) % endpoints.length]
  if (!endpoint) throw new Error('only the files named *.store.test.ts have an engine: see vitest.config.ts')
  const config = { ...engineClientConfig(endpoint), signer: signedByName }
  const client = new DynamoDBClient(config)
  const streamsClient = new DynamoDBStreamsClient(config)
  const run = randomUUID().slice(0, 13)
  const names = { ledger: `test-${run}-ledger`, views: `test-${run}-views` }
  // What the SDK makes of requests and answers has the second opinion, as have the stores that make them.
  if (!isSecondOpinion) {
    takeShortWay(client, endpoint)
    takeShortWayOfStreams(streamsClient, endpoint)
  }
  const streamArns = await createTables(client, names)
  return {
    client,
    streamsClient,
    ledger: createTable(client, names.ledger),
    views: createTable(client, names.views),
    names,
    streamArns,
    endpoint,
    async drop() {
      await Promise.all(
        tableNames.map((table) => client.send(new DeleteTableCommand({ TableName: names[table] }))),
      )
      client.destroy()
      streamsClient.destroy()
    },
  }
}

/** The same for one test alone: called inside it, dropped with its end. */
export async function withTables(): Promise<Tables> {
  const tables = await createTestTables()
  onTestFinished(() => tables.drop())
  return tables
}
