import type { Hono } from 'hono'
import type { AccountId } from '../../shared/domain/ids.ts'
import { newId } from '../../shared/domain/ids.ts'
import { createApi } from '../../shared/http/api.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import { fieldErrors } from '../../shared/http/field-error.ts'
import { isRefusal, problemResponse, type Refusal, refuse } from '../../shared/http/problem.ts'
import { decideVisit, rememberedSession, rememberedVisitor } from './decide.ts'
import type { SessionDeps } from './deps.ts'
import { collect, snippet } from './operations.ts'
import { corsHeaders, isOriginAllowed, preflightHeaders } from './origin.ts'
import { readBeacon } from './read-beacon.ts'
import { record } from './record.ts'
import { renderReply } from './render.ts'
import { beaconSchema } from './schema.ts'

/** More than a page has numbers to swap for. */
const maxPools = 100

/** The browser's beacon: visits, touches, leases. */
export function createSessionApp(deps: SessionDeps): Hono {
  const app = createApi({ ...(deps.log && { log: deps.log }) })

  async function accountOf(key: unknown): Promise<AccountId | Refusal> {
    if (typeof key !== 'string' || key === '') {
      return refuse('unauthorized', 'Send the publishable key, pk_…, as `key` of the body.')
    }
    const owner = await deps.keys.find(sha256Hex(key))
    if (owner?.kind === 'site') return owner.account
    return owner
      ? refuse(
          'unauthorized',
          'This is a secret key, which no page may carry: use the publishable key, pk_….',
        )
      : refuse('unauthorized', 'The key is not known. Check that it is whole and of this bridge.')
  }

  app.options(collect.path, (context) =>
    context.body(null, 204, preflightHeaders(context.req.header('origin'))),
  )

  app.post(collect.path, async (context) => {
    const body = await readBeacon(context)
    if (isRefusal(body)) return problemResponse(body)
    const account = await accountOf(body.json.key)
    if (isRefusal(account)) return problemResponse(account)

    const parsed = beaconSchema.safeParse(body.json, { reportInput: true })
    const remembered = parsed.success ? rememberedSession(parsed.data) : undefined
    const [settings, pools, known] = await Promise.all([
      deps.accounts.get(account),
      deps.pools.list(account, maxPools),
      remembered && deps.sessions.tail(account, remembered),
    ])

    const origin = context.req.header('origin')
    if (!isOriginAllowed(settings?.origins ?? [], origin)) {
      const detail = `Add ${origin ?? 'the page’s origin'} to the account’s origins to use the key there.`
      return problemResponse(refuse('origin_not_allowed', detail, { headers: { vary: 'Origin' } }))
    }
    const headers = corsHeaders(origin)
    if (!parsed.success) {
      const errors = fieldErrors(parsed.error)
      return problemResponse(
        refuse('invalid_body', 'The body does not fit; see `errors`.', { errors, headers }),
      )
    }

    const beacon = parsed.data
    const now = deps.now()
    const userAgent = context.req.header('user-agent')
    const excludedVisitors = settings?.excludedVisitors ?? []
    const visit = decideVisit({ beacon, userAgent, excludedVisitors, known, now })
    if (visit.kind === 'not-counted') {
      const visitor = rememberedVisitor(beacon) ?? newId('visitor', deps.randomBytes)
      return context.json(
        renderReply(visitor, remembered ?? newId('session', deps.randomBytes), []),
        200,
        headers,
      )
    }

    const { visitor, session, shown } = await record(deps, account, pools, visit, beacon, now)
    return context.json(renderReply(visitor, session, shown), 200, headers)
  })

  app.get(snippet.path, async (context) =>
    context.body(await deps.snippet(), 200, {
      'content-type': 'text/javascript; charset=utf-8',
      // An hour: how long a page may run the script of before a deployment.
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    }),
  )
  return app
}
