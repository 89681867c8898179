import { readFile } from 'node:fs/promises'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { openTables } from '../../shared/store/open.ts'
import {
  compose,
  composeFallbacks,
  composePending,
  composeRecordingSweep,
  lateFallbackBucket,
  lateIssuer,
  refreshAll,
} from './compose.ts'

const env = parseEnv(functionEnvs.admin, process.env)
const observer = observeLambda({
  name: 'admin',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})
const tables = openTables(env)
const documents = lateFallbackBucket(env.FALLBACK_BUCKET)
const fallbacks = composeFallbacks(tables, documents, env.PUBLIC_BASE_URL, observer)

/** The build writes the document beside the bundle; only the deployment knows its own address. */
async function openApiDocument(): Promise<string> {
  const document = JSON.parse(await readFile(new URL('openapi.json', import.meta.url), 'utf8'))
  return JSON.stringify({ ...document, servers: [{ url: env.PUBLIC_BASE_URL }] })
}

const answerHttp = handle(
  compose(tables, env, {
    // A deployed account names its pages' origins itself: until then its publishable key serves none.
    newAccountOrigins: [],
    pending: composePending(tables, env.SPOOL_QUEUE_URL),
    fallbacks,
    issuer: lateIssuer(
      {
        issuer: env.OIDC_ISSUER,
        clientId: env.OIDC_CLIENT_ID,
        clientSecret: env.OIDC_CLIENT_SECRET,
      },
      observer,
    ),
    observer,
    openApiDocument,
    // Lambda answers with 6 MB at most, and sound rides in it as base64.
    mostRecordingBytes: 4 * 1024 * 1024,
  }),
)
const sweepRecordings = composeRecordingSweep(tables, env, observer)

/** What the schedules send: render the documents anew (see `FallbackFiles` in `infra`), delete recordings whose time is over. */
type Order = { readonly refreshFallbacks: true } | { readonly sweepRecordings: true }

/** One function behind the API and its schedules. */
export const handler = observer.watch(async (event: Order | LambdaEvent, context: LambdaContext) => {
  if ('refreshFallbacks' in event) return refreshAll(fallbacks, documents)
  return 'sweepRecordings' in event ? sweepRecordings() : answerHttp(event, context)
})
