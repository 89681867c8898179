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
const observer = observeLambda({
  name: 'call-webhook',
  namespace: given.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})

const partsOf = (env: typeof given, hasAllKeys: boolean) => ({
  hasAllKeys,
  answerHttp: handle(compose(tables, env, { ...deployedSurroundings(env), observer })),
  sweep: composeSweep(tables, env, { observer }),
  drain: composeDrain(tables, env, { observer }),
})

/**
 * The ring of keys is read from the ledger, and a caller waits for neither it nor KMS: what is sealed by the master key
 * alone stays readable, and as long as the ledger is silent there is nothing to open.
 * @returns undefined if the ring did not come in time
 */
async function withAllKeys(milliseconds: number): Promise<ReturnType<typeof partsOf> | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined)
  })
  const keys = withKeyRing(
    given,
    tables.ledger,
    instantOf(Date.now()),
    () => import('../../shared/aws/data-key-service.ts'),
  ).catch(() => undefined)
  const env = await Promise.race([keys, late])
  clearTimeout(timer)
  return env && partsOf(env, true)
}

const startMilliseconds = 2000
const laterMilliseconds = 300
let parts = (await withAllKeys(startMilliseconds)) ?? partsOf(given, false)

/** What the schedule sends: see `CallSweep` in `infra`. */
interface SweepOrder {
  readonly sweepMinutes: number
}

/** One function behind the API, a schedule and the queue of what the ledger did not take. */
export const handler = observer.watch(
  async (event: SweepOrder | SQSEvent | LambdaEvent, context: LambdaContext) => {
    if (!parts.hasAllKeys) parts = (await withAllKeys(laterMilliseconds)) ?? parts
    const { answerHttp, sweep, drain } = parts
    if ('sweepMinutes' in event) return sweep(event.sweepMinutes)
    return 'Records' in event ? drain(event) : answerHttp(event, context)
  },
)
