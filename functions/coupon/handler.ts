import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { instantOf } from '../../shared/domain/time.ts'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { fromViewer } from '../../shared/http/edge.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { withKeyRing } from '../../shared/store/key-ring-load.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const given = parseEnv(functionEnvs.coupon, process.env)
const tables = openTables(given)
const env = await withKeyRing(
  given,
  tables.ledger,
  instantOf(Date.now()),
  () => import('../../shared/aws/data-key-service.ts'),
)
const observer = observeLambda({
  name: 'coupon',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})

/** A Lambda's answer has 6 MB at most: of these rows it stays below four. */
const exportRows = 50_000

const answer = handle(compose(tables, env, { exportRows, observer }))

export const handler = observer.watch((event: LambdaEvent, context: LambdaContext) =>
  answer(fromViewer(event, env.TIELINE_EDGE_KEY), context),
)
