import type { DynamoDBStreamEvent } from 'aws-lambda'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.attribution, process.env)
const observer = observeLambda({
  name: 'attribution',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})
const { app, streams } = compose(openTables(env), env, undefined, undefined, observer)
const answerHttp = handle(app)

/** One function behind two streams and the API: a batch of records comes from the table that its ARN names. */
export const handler = observer.watch(
  async (event: DynamoDBStreamEvent | LambdaEvent, context: LambdaContext) => {
    if (!('Records' in event)) return answerHttp(event, context)
    const isViews = event.Records[0]?.eventSourceARN?.includes(`:table/${env.VIEWS_TABLE}/`)
    return isViews ? streams.views(event) : streams.ledger(event)
  },
)
