import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { type TableName, tableDefinition, tableNames } from '../shared/store/tables.ts'

/** @returns the ARN of each table's stream */
export async function createTables(
  client: DynamoDBClient,
  names: Readonly<Record<TableName, string>>,
): Promise<Record<TableName, string>> {
  const [ledger, views] = await Promise.all(tableNames.map((table) => createTable(client, names[table])))
  return { ledger: ledger as string, views: views as string }
}

/** Creates what is missing: a start that was cut off is completed by the next. */
async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  const { partitionKey, sortKey, timeToLiveAttribute, streamViewType } = tableDefinition
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: partitionKey, AttributeType: 'S' },
          { AttributeName: sortKey, AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType },
      }),
    )
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: name })

  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }))
  if (TimeToLiveDescription?.TimeToLiveStatus !== 'ENABLED') {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
      }),
    )
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }))
  if (!Table?.LatestStreamArn) throw new Error(`the table ${name} has no stream`)
  return Table.LatestStreamArn
}
