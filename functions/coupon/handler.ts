import { handle } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.coupon, process.env)

/** A Lambda's answer has 6 MB at most: of these rows it stays below four. */
const exportRows = 50_000

export const handler = handle(compose(openTables(env), env, { exportRows }))
