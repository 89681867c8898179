import type { DynamoDBStreamEvent } from 'aws-lambda'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { instantOf } from '../../shared/domain/time.ts'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { withKeyRing } from '../../shared/store/key-ring-load.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const given = parseEnv(functionEnvs.attribution, process.env)
const tables = openTables(given)
const env = await withKeyRing(
  given,
  tables.ledger,
  instantOf(Date.now()),
  () => import('../../shared/aws/data-key-service.ts'),
)
const observer = observeLambda({
  name: 'attribution',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})
const { app, streams } = compose(tables, env, undefined, undefined, observer)
const answerHttp = handle(app)

/** One function behind two streams and the API: a batch of records comes from the table that its ARN names. */
export const handler = observer.watch(
  async (event: DynamoDBStreamEvent | LambdaEvent, context: LambdaContext) => {
    if (!('Records' in event)) return answerHttp(event, context)
    const isViews = event.Records[0]?.eventSourceARN?.includes(`:table/${env.VIEWS_TABLE}/`)
    return isViews ? streams.views(event) : streams.ledger(event)
  },
)
