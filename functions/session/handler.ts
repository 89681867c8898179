import { readFile } from 'node:fs/promises'
import { handle } from 'hono/aws-lambda'
import { functionEnvs, parseEnv } from '../../shared/env.ts'
import { openTables } from '../../shared/store/open.ts'
import { compose } from './compose.ts'

const env = parseEnv(functionEnvs.session, process.env)

/** The build writes the scripts beside the bundle; each is read once, when first asked for. */
const script = (name: string) => {
  let text: Promise<string> | undefined
  return () => {
    text ??= readFile(new URL(name, import.meta.url), 'utf8')
    return text
  }
}

export const handler = handle(
  compose(openTables(env), env, { snippet: script('t.js'), checkScript: script('check.js') }),
)
