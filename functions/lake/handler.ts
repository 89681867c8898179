import { openLakeStream } from '../../shared/aws/lake-stream.ts'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { countRecords } from '../../shared/observe/counting.ts'
import { observeLambda } from '../../shared/observe/lambda.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.lake, process.env)
const observer = observeLambda({
  name: 'lake',
  namespace: env.TIELINE_METRICS_NAMESPACE,
  variables: process.env,
})

/** The ledger's stream in, rows of the lake out. */
export const handler = observer.watch(countRecords(compose(openLakeStream(env.LAKE_STREAM), env), observer))
