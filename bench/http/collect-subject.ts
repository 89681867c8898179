import { compose } from '../../functions/session/compose.ts'
import { createTable } from '../../shared/store/table.ts'
import { example } from './bridge.ts'
import { childArgument } from './child.ts'
import { countingClient, type ServerArgument, serveBench } from './serve.ts'

const { endpoint, tables } = childArgument<ServerArgument>()
const { client, commands } = countingClient(endpoint)

const app = compose(
  { ledger: createTable(client, tables.ledger), views: createTable(client, tables.views) },
  { TIELINE_MASTER_KEY: example.masterKey },
  { snippet: async () => '', checkScript: async () => '' },
)
await serveBench(app, commands)
