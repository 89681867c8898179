import { compose } from '../../functions/call-webhook/compose.ts'
import { createTable } from '../../shared/store/table.ts'
import { example } from './bridge.ts'
import { childArgument } from './child.ts'
import { countingClient, type ServerArgument, serveBench } from './serve.ts'

const { endpoint, tables } = childArgument<ServerArgument>()
const { client, commands } = countingClient(endpoint)

const app = compose(
  { ledger: createTable(client, tables.ledger) },
  {
    TIELINE_MASTER_KEY: example.masterKey,
    PUBLIC_BASE_URL: example.publicBaseUrl,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: example.authToken,
    TIELINE_HOUSE_ACCOUNT: example.account,
  },
)
await serveBench(app, commands)
