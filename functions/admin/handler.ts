import { readFile } from 'node:fs/promises'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { startFunction } from '../../shared/start-function.ts'
import {
  compose,
  composeFallbacks,
  composePending,
  composePeopleSweep,
  composeRecordingSweep,
  lateFallbackBucket,
  lateIssuer,
  refreshAll,
} from './compose.ts'

const { env, tables, observer } = await startFunction('admin')
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
const sweepPeople = composePeopleSweep(tables, env)

/** What the schedules send: render the documents anew (see `FallbackFiles` in `infra`), delete recordings whose time is over. */
type Order = { readonly refreshFallbacks: true } | { readonly sweepRecordings: true }

/** One function behind the API and its schedules. */
export const handler = observer.watch(async (event: Order | LambdaEvent, context: LambdaContext) => {
  if ('refreshFallbacks' in event) return refreshAll(fallbacks, documents)
  if (!('sweepRecordings' in event)) return answerHttp(event, context)
  // One failing does not keep the other from its work.
  const [recordings, people] = await Promise.allSettled([sweepRecordings(), sweepPeople()])
  if (recordings.status === 'rejected') throw recordings.reason
  if (people.status === 'rejected') throw people.reason
  return { ...recordings.value, ...people.value }
})
