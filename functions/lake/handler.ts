import { openLakeStream } from '../../shared/aws/lake-stream.ts'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.lake, process.env)

/** The ledger's stream in, rows of the lake out. */
export const handler = compose(openLakeStream(env.LAKE_STREAM), env)
