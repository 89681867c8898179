import { readFile } from 'node:fs/promises'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { fromViewer } from '../../shared/http/edge.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.session, process.env)
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
  compose(openTables(env), env, { snippet: script('t.js'), checkScript: script('check.js'), observer }),
)

export const handler = observer.watch((event: LambdaEvent, context: LambdaContext) =>
  answer(fromViewer(event, env.TIELINE_EDGE_KEY), context),
)
