import { readFile } from 'node:fs/promises'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { fromViewer } from '../../shared/http/edge.ts'
import { startFunction } from '../../shared/start-function.ts'
import { compose } from './compose.ts'

const { env, tables, observer } = await startFunction('session')

/** The build writes the scripts beside the bundle; each is read once, when first asked for. */
const script = (name: string) => {
  let text: Promise<string> | undefined
  return () => {
    text ??= readFile(new URL(name, import.meta.url), 'utf8')
    return text
  }
}

const answer = handle(
  compose(tables, env, {
    snippet: script('t.js'),
    checkScript: script('check.js'),
    consentScript: script('consent.js'),
    idsScript: script('ids.js'),
    observer,
  }),
)

export const handler = observer.watch((event: LambdaEvent, context: LambdaContext) =>
  answer(fromViewer(event, env.TIELINE_EDGE_KEY), context),
)
