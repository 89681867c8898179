import type { Hono } from 'hono'
import { docsPage } from '../../shared/http/docs-page.ts'
import type { OpenApiDocument } from '../../shared/http/openapi-document.ts'
import { handle, reply } from '../../shared/http/operation.ts'
import type { AdminDeps } from './deps.ts'
import { getDocs, getFreshness, getHealth, getOpenApi } from './operations.ts'

/** The page has no script and loads nothing: its own style is all it may use. */
const docsHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
}

export function mountService(app: Hono, { guards, pending, openApiDocument }: AdminDeps): void {
  handle(app, guards, getHealth, async () =>
    reply(200, { status: 'ok', pending: await pending() }, { 'cache-control': 'no-store' }),
  )

  handle(app, guards, getFreshness, async () => reply(200, { pending: await pending() }))

  handle(app, guards, getOpenApi, async () =>
    reply(200, new Response(await openApiDocument(), { headers: { 'content-type': 'application/json' } })),
  )

  handle(app, guards, getDocs, async () => {
    const document = JSON.parse(await openApiDocument()) as OpenApiDocument
    return reply(200, new Response(docsPage(document), { headers: docsHeaders }))
  })
}
