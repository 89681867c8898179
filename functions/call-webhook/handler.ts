import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose, composeSweep } from './compose.ts'

const env = parseEnv(functionEnvs['call-webhook'], process.env)
const tables = openTables(env)
const answerHttp = handle(compose(tables, env))
const sweep = composeSweep(tables, env)

/** What the schedule sends: see `CallSweep` in `infra`. */
interface SweepOrder {
  readonly sweepMinutes: number
}

/** One function behind the API and a schedule. */
export async function handler(event: SweepOrder | LambdaEvent, context: LambdaContext) {
  return 'sweepMinutes' in event ? sweep(event.sweepMinutes) : answerHttp(event, context)
}
