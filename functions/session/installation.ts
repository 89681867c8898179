import type { Context, Hono } from 'hono'
import * as z from 'zod/mini'
import type { AccountId } from '../../shared/domain/ids.ts'
import { clientAddress } from '../../shared/http/client-address.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import { operation } from '../../shared/http/operation.ts'
import { isOriginAllowed } from '../../shared/http/origin.ts'
import { decideVisit } from './decide.ts'
import type { SessionDeps } from './deps.ts'
import { hasPrivacySignal } from './privacy-signal.ts'

const note = (description: string) => z.meta({ description })

export const installationQuery = z.object({
  key: z.string().check(note('The publishable key of the page')),
  visitorId: z.optional(z.string().check(z.maxLength(128))),
  url: z.optional(z.string().check(z.maxLength(8192))),
})
export const installationSchema = z
  .object({
    key: z.enum(['good', 'secret', 'unknown']).check(note('`secret`: it may stand in no page')),
    origin: z.nullable(z.string()).check(note('The page’s origin, as the browser names it')),
    originAllowed: z.boolean(),
    counted: z.boolean().check(note('Whether visits of this browser count')),
    notCounted: z
      .nullable(z.enum(['bot', 'excluded-visitor', 'excluded-network', 'opted-out', 'privacy-signal']))
      .check(note('Why they do not')),
    targets: z
      .array(z.object({ number: z.string(), by: z.enum(['pool', 'source']) }))
      .check(note('The numbers that pages may show instead of others, and what takes their place')),
  })
  .check(z.meta({ id: 'Installation' }))
export type Installation = z.infer<typeof installationSchema>

export const getInstallation = operation({
  id: 'getInstallation',
  tag: 'Browser',
  summary: 'Whether a page’s key and origin are good, and which numbers it could swap',
  description:
    'What a page shows whoever opens it with `?tieline-check`. Tells nothing that the page does not show, and counts nothing. Any origin may ask.',
  method: 'get',
  path: '/v1/installation',
  auth: 'site',
  query: installationQuery,
  replies: { 200: installationSchema },
})

export const checkScript = operation({
  id: 'checkScript',
  tag: 'Browser',
  summary: 'The script that shows how the page is set up',
  description: 'A module that `t.js` loads where the page’s address has `tieline-check` in it.',
  method: 'get',
  path: '/check.js',
  auth: 'none',
  replies: { 200: 'text/javascript' },
})

export const consentScript = operation({
  id: 'consentScript',
  tag: 'Browser',
  summary: 'The snippet for pages that ask their visitors first',
  description:
    "A module that `t.js` loads where its script tag says `data-consent=\"wait\"`. Until the page says `tieline('consent', 'granted')` nothing is sent or kept, no number is leased, and the page shows its own numbers; it remembers the answer by what it then keeps. `tieline('consent', 'denied')` forgets all of it.",
  method: 'get',
  path: '/consent.js',
  auth: 'none',
  replies: { 200: 'text/javascript' },
})

export const idsScript = operation({
  id: 'idsScript',
  tag: 'Browser',
  summary: 'The script that tells by what ad platforms know the browser',
  description:
    'A module that `t.js` loads where the page has cookies of GA4 (`_ga`), Meta (`_fbp`, `_fbc`) or Microsoft (`_uetmsclkid`), some seconds after the bridge answered, and with `data-consent` after the visitor agreed. It tells their ids with a heartbeat (`ids` of `POST /v1/collect`), once and whenever they change, and heeds `gtag(\'consent\', …)`. `data-ids="off"` in the script tag: nothing is told; `data-ga="G-…"`: the stream whose session counts where a page has several.',
  method: 'get',
  path: '/ids.js',
  auth: 'none',
  replies: { 200: 'text/javascript' },
})

/** More than a site has. */
const maxSwaps = 200

type Owner = { readonly key: 'good'; readonly account: AccountId } | { readonly key: 'secret' | 'unknown' }

async function ownerOf({ keys }: SessionDeps, key: string): Promise<Owner> {
  const owner = key === '' ? undefined : await keys.find(sha256Hex(key))
  if (!owner) return { key: 'unknown' }
  return owner.kind === 'site' ? { key: 'good', account: owner.account } : { key: 'secret' }
}

async function inspect(
  deps: SessionDeps,
  { key, visitorId, url = 'https://page.invalid/' }: z.infer<typeof installationQuery>,
  context: Context,
): Promise<Installation> {
  const origin = context.req.header('origin')
  const owner = await ownerOf(deps, key)
  if (owner.key !== 'good') {
    const nothing = { originAllowed: false, counted: false, notCounted: null, targets: [] }
    return { key: owner.key, origin: origin ?? null, ...nothing }
  }
  const { account } = owner
  const [settings, site] = await Promise.all([deps.accounts.get(account), deps.site.read(account, maxSwaps)])
  const visit = decideVisit({
    beacon: { key, type: 'heartbeat', url, visitorId },
    userAgent: context.req.header('user-agent'),
    address: clientAddress(context),
    excludedVisitors: settings?.excludedVisitors ?? [],
    excludedNetworks: settings?.excludedNetworks ?? [],
    hasSignal: hasPrivacySignal(context, settings?.respectedSignals),
    known: undefined,
    now: deps.now(),
  })
  const originAllowed = isOriginAllowed(settings?.origins ?? [], origin)
  const targets = new Map([
    ...site.statics.flatMap(({ swapTargets }) => swapTargets.map((each) => [each, 'source'] as const)),
    ...site.pools.flatMap(({ swapTargets }) => swapTargets.map((each) => [each, 'pool'] as const)),
  ])
  return {
    key: 'good',
    origin: origin ?? null,
    originAllowed,
    counted: originAllowed && visit.kind !== 'not-counted',
    notCounted: visit.kind === 'not-counted' ? visit.reason : null,
    targets: [...targets].map(([number, by]) => ({ number, by })),
  }
}

export function mountInstallation(app: Hono, deps: SessionDeps): void {
  app.get(getInstallation.path, async (context) => {
    const query = installationQuery.safeParse({ key: '', ...context.req.query() })
    const asked = query.success ? query.data : { key: '' }
    return context.json(await inspect(deps, asked, context), 200, {
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
    })
  })

  const moduleHeaders = {
    'content-type': 'text/javascript; charset=utf-8',
    // A module is fetched by the page's own rights.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  }
  app.get(checkScript.path, async (context) =>
    context.body(await deps.checkScript(), 200, { ...moduleHeaders, 'cache-control': 'no-cache' }),
  )
  for (const [{ path }, script] of [
    [consentScript, deps.consentScript],
    [idsScript, deps.idsScript],
  ] as const) {
    app.get(path, async (context) =>
      // As long as `t.js`: they belong together.
      context.body(await script(), 200, { ...moduleHeaders, 'cache-control': 'public, max-age=3600' }),
    )
  }
}
