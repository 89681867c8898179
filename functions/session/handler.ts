import { readFile } from 'node:fs/promises'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { instantOf } from '../../shared/domain/time.ts'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { fromViewer } from '../../shared/http/edge.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { withKeyRing } from '../../shared/store/key-ring-load.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const given = parseEnv(functionEnvs.session, process.env)
const tables = openTables(given)
const env = await withKeyRing(
  given,
  tables.ledger,
  instantOf(Date.now()),
  () => import('../../shared/aws/data-key-service.ts'),
)
const observer = observeLambda({
  name: 'session',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})

/** The build writes the scripts beside the bundle; each is read once, when first asked for. */
const script = (name: string) => {
  let text: Promise<string> | undefined
  return () => {
    text ??= readFile(new URL(name, import.meta.url), 'utf8')
    return text
  }
}

const answer = handle(
  compose(tables, env, {
    snippet: script('t.js'),
    checkScript: script('check.js'),
    consentScript: script('consent.js'),
    observer,
  }),
)

export const handler = observer.watch((event: LambdaEvent, context: LambdaContext) =>
  answer(fromViewer(event, env.TIELINE_EDGE_KEY), context),
)
