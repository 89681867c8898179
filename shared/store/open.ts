import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable, type Table } from './table.ts'

export interface StoreSettings {
  readonly LEDGER_TABLE: string
  readonly VIEWS_TABLE: string
  readonly DYNAMODB_ENDPOINT?: string | undefined
}

export interface Tables {
  readonly ledger: Table
  readonly views: Table
}

/** Opens the two tables; nothing is connected before the first request. */
export function openTables(settings: StoreSettings): Tables {
  const client = new DynamoDBClient({
    // The steps of a request are put together once for each kind of command: a sixth less work a request.
    cacheMiddleware: true,
    ...(settings.DYNAMODB_ENDPOINT && { endpoint: settings.DYNAMODB_ENDPOINT }),
    // A request that hangs must not hold its socket for ever; who can't wait so long waits less by itself.
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
  })
  return {
    ledger: createTable(client, settings.LEDGER_TABLE),
    views: createTable(client, settings.VIEWS_TABLE),
  }
}
