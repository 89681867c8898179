import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTables } from '../../local/create-tables.ts'
import { startEngine } from '../../local/engine.ts'
import { engineClientConfig } from '../../local/engine-config.ts'
import { type Account, accountDefaults } from '../../shared/domain/account.ts'
import { createTable, type Table } from '../../shared/store/table.ts'
import type { ServerArgument } from './serve.ts'

/** What the benchmarks' servers and requests agree on. */
export const example = {
  account: 'acc_bench',
  siteKey: 'pk_bench',
  secretKey: 'sk_bench',
  businessPhone: '+442079460000',
  publicBaseUrl: 'https://tieline.example',
  authToken: '0123456789abcdef0123456789abcdef',
  masterKey: Buffer.alloc(32, 1).toString('base64'),
  createdAt: '2026-01-01T00:00:00.000Z',
} as const

export const exampleAccount: Account = {
  ...accountDefaults,
  id: example.account,
  name: 'Bench',
  origins: ['*'],
  excludedVisitors: [],
  createdAt: example.createdAt,
}

/** One of Ofcom's numbers for use in drama. */
export const trackingNumber = (index: number) => `+441632960${String(index).padStart(3, '0')}`

/** Runs `work` on an embedded engine with empty tables, which are gone afterwards. */
export async function withBridge<Result>(
  work: (ledger: Table, server: ServerArgument) => Promise<Result>,
): Promise<Result> {
  const engine = await startEngine({ dataFolder: ':memory:' })
  const client = new DynamoDBClient(engineClientConfig(engine.endpoint))
  try {
    const tables = { ledger: 'bench-ledger', views: 'bench-views' }
    await createTables(client, tables)
    return await work(createTable(client, tables.ledger), { endpoint: engine.endpoint, tables })
  } finally {
    client.destroy()
    await engine.stop()
  }
}
