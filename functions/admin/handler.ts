import { readFile } from 'node:fs/promises'
import { handle } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.admin, process.env)

/** The build writes the document beside the bundle; only the deployment knows its own address. */
async function openApiDocument(): Promise<string> {
  const document = JSON.parse(await readFile(new URL('openapi.json', import.meta.url), 'utf8'))
  return JSON.stringify({ ...document, servers: [{ url: env.PUBLIC_BASE_URL }] })
}

export const handler = handle(
  compose(openTables(env), env, {
    // A deployed account names its pages' origins itself: until then its publishable key serves none.
    newAccountOrigins: [],
    // Not measured yet when deployed: 0 says nothing there until it comes from the streams' iterator age.
    pending: async () => 0,
    openApiDocument,
  }),
)
