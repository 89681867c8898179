import { instantOf } from './domain/time.ts'
import { type FunctionName, functionEnvs, parseEnv } from './env.ts'
import { observeLambda } from './observe/lambda.ts'
import { withKeyRing } from './store/key-ring-load.ts'
import { openTables, type Tables } from './store/open.ts'

/** All that keep a ledger; the lake only writes down what passes. */
export type LedgerFunction = Exclude<FunctionName, 'lake'>

type EnvOf<Name extends LedgerFunction> = ReturnType<(typeof functionEnvs)[Name]['parse']>

export interface Started<Name extends LedgerFunction> {
  readonly env: EnvOf<Name>
  readonly tables: Tables
  readonly observer: ReturnType<typeof observeLambda>
}

/**
 * What every deployed function begins with: its environment, the tables, all keys that values are sealed by, and somebody
 * who watches. Whoever answers callers waits for no key, and begins by itself (`call-webhook/handler.ts`).
 * @throws an Error of one line that names every missing or bad variable
 */
export async function startFunction<Name extends LedgerFunction>(name: Name): Promise<Started<Name>> {
  const given = parseEnv(functionEnvs[name], process.env) as EnvOf<Name>
  const tables = openTables(given)
  const env = await withKeyRing(
    given,
    tables.ledger,
    instantOf(Date.now()),
    () => import('./aws/data-key-service.ts'),
  )
  const observer = observeLambda({
    name,
    namespace: env.TIELINE_METRICS_NAMESPACE,
    variables: process.env,
  })
  return { env, tables, observer }
}
