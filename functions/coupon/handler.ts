import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { fromViewer } from '../../shared/http/edge.ts'
import { startFunction } from '../../shared/start-function.ts'
import { compose } from './compose.ts'

const { env, tables, observer } = await startFunction('coupon')

/** A Lambda's answer has 6 MB at most: of these rows it stays below four. */
const exportRows = 50_000

const answer = handle(compose(tables, env, { exportRows, observer }))

export const handler = observer.watch((event: LambdaEvent, context: LambdaContext) =>
  answer(fromViewer(event, env.TIELINE_EDGE_KEY), context),
)
