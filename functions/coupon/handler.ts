import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { fromViewer } from '../../shared/http/edge.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.coupon, process.env)
const observer = observeLambda({
  name: 'coupon',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})

/** A Lambda's answer has 6 MB at most: of these rows it stays below four. */
const exportRows = 50_000

const answer = handle(compose(openTables(env), env, { exportRows, observer }))

export const handler = observer.watch((event: LambdaEvent, context: LambdaContext) =>
  answer(fromViewer(event, env.TIELINE_EDGE_KEY), context),
)
