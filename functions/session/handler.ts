import { readFile } from 'node:fs/promises'
import { handle } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.session, process.env)

/** The build writes the script beside the bundle; read once, when first asked for. */
let script: Promise<string> | undefined
const snippet = () => {
  script ??= readFile(new URL('t.js', import.meta.url), 'utf8')
  return script
}

export const handler = handle(compose(openTables(env), env, { snippet }))
