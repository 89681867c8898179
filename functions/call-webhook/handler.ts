import type { SQSEvent } from 'aws-lambda'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { instantOf } from '../../shared/domain/time.ts'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { withKeyRing } from '../../shared/store/key-ring-load.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose, composeDrain, composeSweep, deployedSurroundings } from './compose.ts'

const given = parseEnv(functionEnvs['call-webhook'], process.env)
const tables = openTables(given)
const env = await withKeyRing(
  given,
  tables.ledger,
  instantOf(Date.now()),
  () => import('../../shared/aws/data-key-service.ts'),
)
const observer = observeLambda({
  name: 'call-webhook',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})
const answerHttp = handle(compose(tables, env, { ...deployedSurroundings(env), observer }))
const sweep = composeSweep(tables, env, { observer })
const drain = composeDrain(tables, env, { observer })

/** What the schedule sends: see `CallSweep` in `infra`. */
interface SweepOrder {
  readonly sweepMinutes: number
}

/** One function behind the API, a schedule and the queue of what the ledger did not take. */
export const handler = observer.watch(
  async (event: SweepOrder | SQSEvent | LambdaEvent, context: LambdaContext) => {
    if ('sweepMinutes' in event) return sweep(event.sweepMinutes)
    return 'Records' in event ? drain(event) : answerHttp(event, context)
  },
)
