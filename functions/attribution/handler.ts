import type { DynamoDBStreamEvent } from 'aws-lambda'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { startFunction } from '../../shared/start-function.ts'
import { compose } from './compose.ts'

const { env, tables, observer } = await startFunction('attribution')
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
