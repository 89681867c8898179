import type { Hono } from 'hono'
import type { AccountId } from '../../shared/domain/ids.ts'
import { createApi } from '../../shared/http/api.ts'
import { clientAddress } from '../../shared/http/client-address.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import { fieldErrors } from '../../shared/http/field-error.ts'
import { corsHeaders, isOriginAllowed, preflightHeaders } from '../../shared/http/origin.ts'
import { isRefusal, problemResponse, type Refusal, refuse } from '../../shared/http/problem.ts'
import { tellAbout } from '../../shared/http/seen.ts'
import { answerBeacon } from './answer-beacon.ts'
import { rememberedSession } from './decide.ts'
import { wantsCode } from './decide-code.ts'
import type { SessionDeps } from './deps.ts'
import { mountInstallation } from './installation.ts'
import { collect, snippet } from './operations.ts'
import { hasPrivacySignal } from './privacy-signal.ts'
import { readBeacon } from './read-beacon.ts'
import { beaconSchema } from './schema.ts'

/** Pools and numbers that pages show: more than a site has numbers to swap. */
const maxSwaps = 200
/** More than an account ever had: those that are over stand among them. */
const maxCampaigns = 1000

/** The browser's beacon: visits, touches, leases, codes. */
export function createSessionApp(deps: SessionDeps): Hono {
  const app = createApi({ observer: deps.observer })

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
    context.body(null, 204, preflightHeaders(context.req.header('origin'), 'idempotency-key')),
  )

  app.post(collect.path, async (context) => {
    const body = await readBeacon(context)
    if (isRefusal(body)) return problemResponse(body)
    const account = await accountOf(body.json.key)
    if (isRefusal(account)) return problemResponse(account)
    tellAbout(context, { account })

    const parsed = beaconSchema.safeParse(body.json, { reportInput: true })
    const remembered = parsed.success ? rememberedSession(parsed.data) : undefined
    const [settings, site, campaigns, known] = await Promise.all([
      deps.accounts.get(account),
      deps.site.read(account, maxSwaps),
      parsed.success && wantsCode(parsed.data) ? deps.campaigns.list(account, maxCampaigns) : [],
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
    const hasSignal = hasPrivacySignal(context, settings?.respectedSignals)
    const sender = { userAgent: context.req.header('user-agent'), address: clientAddress(context), hasSignal }
    const work = async () => {
      const loaded = { settings, site, campaigns, known }
      return context.json(await answerBeacon(deps, account, loaded, beacon, sender, deps.now()))
    }
    const scope = `site_${sha256Hex(beacon.key).slice(0, 32)}`
    const response = await deps.once({ scope, context, body: body.text }, work)
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
    return response
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
  mountInstallation(app, deps)
  return app
}
