import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { compose } from '../../functions/attribution/compose.ts'
import { createTables } from '../../local/create-tables.ts'
import { readEndpoint } from '../../local/endpoint-file.ts'
import { startEngine } from '../../local/engine.ts'
import { engineClientConfig, localTables } from '../../local/engine-config.ts'
import { createFeeds } from '../../local/feeds.ts'
import { loadKeys } from '../../local/keys.ts'
import { openTables, type Tables } from '../../shared/store/open.ts'
import { createTable } from '../../shared/store/table.ts'
import { Complaint, type Surroundings } from '../command.ts'

export interface Store {
  readonly tables: Tables
  readonly masterKey: string
  /** In words, for the person. */
  readonly place: string
  close(): Promise<void>
}

/**
 * The tables that the bridge works on: deployed, those that the environment names; on one machine the running bridge's
 * own engine, else one started for this.
 * @throws Complaint where there are none
 */
export async function openStore({ env, err }: Pick<Surroundings, 'env' | 'err'>): Promise<Store> {
  const { LEDGER_TABLE, VIEWS_TABLE, TIELINE_MASTER_KEY, DYNAMODB_ENDPOINT } = env
  if (LEDGER_TABLE !== undefined && VIEWS_TABLE !== undefined) {
    if (TIELINE_MASTER_KEY === undefined)
      throw new Complaint('set TIELINE_MASTER_KEY beside LEDGER_TABLE and VIEWS_TABLE')
    return {
      tables: openTables({ LEDGER_TABLE, VIEWS_TABLE, DYNAMODB_ENDPOINT }),
      masterKey: TIELINE_MASTER_KEY,
      place: `the tables ${LEDGER_TABLE} and ${VIEWS_TABLE}`,
      close: async () => {},
    }
  }
  const dataFolder = env.TIELINE_DATA ?? '.tieline'
  if (!existsSync(join(dataFolder, 'keys.json'))) {
    throw new Complaint(
      `${dataFolder} holds no data of a bridge: set TIELINE_DATA to its folder, or, deployed, LEDGER_TABLE, VIEWS_TABLE and TIELINE_MASTER_KEY`,
    )
  }
  const { masterKey } = loadKeys({
    TIELINE_DATA: dataFolder,
    TIELINE_OPERATOR_KEY: undefined,
    TIELINE_SECRET_KEY: undefined,
  })
  const running = DYNAMODB_ENDPOINT ?? (await answering(readEndpoint(dataFolder)))
  if (running !== undefined) {
    return { ...tablesAt(running), masterKey, place: `the running bridge’s data in ${dataFolder}` }
  }
  return { ...(await ownEngine(dataFolder, masterKey, err)), masterKey, place: `the data in ${dataFolder}` }
}

/** The endpoint, if an engine with the bridge's tables answers there: the file may be older than the last crash. */
async function answering(endpoint: string | undefined): Promise<string | undefined> {
  if (endpoint === undefined) return undefined
  const client = new DynamoDBClient({
    ...engineClientConfig(endpoint),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
  })
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}))
    return TableNames.includes(localTables.ledger) ? endpoint : undefined
  } catch {
    return undefined
  } finally {
    client.destroy()
  }
}

function tablesAt(endpoint: string): Pick<Store, 'tables' | 'close'> {
  const client = new DynamoDBClient(engineClientConfig(endpoint))
  return {
    tables: {
      ledger: createTable(client, localTables.ledger),
      views: createTable(client, localTables.views),
    },
    close: async () => client.destroy(),
  }
}

/** Without a bridge nobody shows in the views what came last: that is done first. */
async function ownEngine(
  dataFolder: string,
  masterKey: string,
  warn: (line: string) => void,
): Promise<Pick<Store, 'tables' | 'close'>> {
  const engine = await startEngine({ dataFolder }).catch((error: Error) => {
    throw new Complaint(error.message)
  })
  const opened = tablesAt(engine.endpoint)
  const close = async () => {
    await opened.close()
    await engine.stop()
  }
  try {
    const client = new DynamoDBClient(engineClientConfig(engine.endpoint))
    const streamsClient = new DynamoDBStreamsClient(engineClientConfig(engine.endpoint))
    const feeds = createFeeds({
      streamsClient,
      streamArns: await createTables(client, localTables),
      handlers: compose(opened.tables, { TIELINE_MASTER_KEY: masterKey }).streams,
      views: opened.tables.views,
      dataFolder,
      warn: (line) => warn(`${line}\n`),
    })
    await feeds.start()
    while ((await feeds.pending()) > 0) await new Promise((resolve) => setTimeout(resolve, 50))
    await feeds.stop()
    client.destroy()
    streamsClient.destroy()
    return { tables: opened.tables, close }
  } catch (error) {
    await close()
    throw error
  }
}
