import type { Context, Hono } from 'hono'
import type { AccountId } from '../../shared/domain/ids.ts'
import { clientAddress } from '../../shared/http/client-address.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import { handle, reply } from '../../shared/http/operation.ts'
import { corsHeaders, isOriginAllowed, preflightHeaders } from '../../shared/http/origin.ts'
import { isRefusal, problemResponse, type Refusal, refuse } from '../../shared/http/problem.ts'
import { tellAbout } from '../../shared/http/seen.ts'
import type { RedemptionBody } from './code-schema.ts'
import type { CouponDeps } from './deps.ts'
import type { CodeReader } from './reading.ts'
import { groupsOfLengths } from './redeem-page.ts'
import { redeemTyped } from './redemption.ts'
import { createRedemption, getCodeLengths } from './redemption-operations.ts'
import { renderRedemption } from './render.ts'

const originRefused = (origin: string | undefined) =>
  refuse(
    'origin_not_allowed',
    `Add ${origin ?? 'the page’s origin'} to the account’s origins to use the key there.`,
  )

export function mountRedemptions(app: Hono, deps: CouponDeps, reader: CodeReader): void {
  const { guards, keys, accounts, sessions } = deps
  const { path } = createRedemption

  /** A refusal tells a page no more than the page told us: any may read it, but one that may not use the key. */
  app.use(path, async (context, next) => {
    await next()
    if (context.req.method !== 'POST') return
    const headers =
      context.res.status === 403 ? { vary: 'Origin' } : corsHeaders(context.req.header('origin'))
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value)
  })
  app.options(path, (context) =>
    context.body(null, 204, preflightHeaders(context.req.header('origin'), 'idempotency-key')),
  )

  /** It tells no more than the hosted page does, which anybody may open: any page may read it. */
  app.get(getCodeLengths.path, async (context) => {
    const owner = await keys.find(sha256Hex(context.req.query('key') ?? ''))
    const headers = corsHeaders(context.req.header('origin'))
    if (owner?.kind !== 'site') {
      const detail = 'Send the publishable key, pk_…, as `key` of the query.'
      return problemResponse(refuse('unauthorized', detail, { headers }))
    }
    const lengths = await reader.lengths(owner.account)
    return context.json({ lengths, groups: groupsOfLengths(lengths) }, 200, {
      ...headers,
      // A campaign of another length is rare, and the server reads every code by itself.
      'cache-control': 'public, max-age=300',
    })
  })

  interface Caller {
    readonly account: AccountId
    /** Anybody who has seen a page, and so anybody who guesses. */
    readonly isPublic: boolean
  }

  async function callerOf(
    context: Context,
    owner: AccountId,
    key: RedemptionBody['key'],
  ): Promise<Caller | Refusal> {
    if (owner !== '') return { account: owner, isPublic: false }
    if (!key) return refuse('unauthorized', 'Send the publishable key, pk_…, as `key` of the body.')
    const found = await keys.find(sha256Hex(key))
    if (!found)
      return refuse('unauthorized', 'The key is not known. Check that it is whole and of this bridge.')
    const origin = context.req.header('origin')
    if (found.kind === 'secret') {
      return origin === undefined
        ? { account: found.account, isPublic: false }
        : refuse(
            'unauthorized',
            'This is a secret key, which no page may carry: use the publishable key, pk_….',
          )
    }
    const settings = await accounts.get(found.account)
    return isOriginAllowed(settings?.origins ?? [], origin)
      ? { account: found.account, isPublic: true }
      : originRefused(origin)
  }

  /** A secret key stands in the header, a publishable one in the body. */
  const eitherKey = {
    ...guards,
    authenticate: async (...[operation, context]: Parameters<typeof guards.authenticate>) =>
      context.req.header('authorization') === undefined
        ? ({ account: '', caller: { kind: 'none' } } as const)
        : guards.authenticate({ ...operation, auth: 'secret' }, context),
  }

  handle(app, eitherKey, createRedemption, async ({ account: owner, body, context }) => {
    const caller = await callerOf(context, owner, body.key)
    if (isRefusal(caller)) return caller
    const { account, isPublic } = caller
    tellAbout(context, { account })
    const session = body.sessionId || undefined
    const known = session !== undefined && !body.visitorId ? await sessions.tail(account, session) : undefined
    const visitor = body.visitorId || known?.visitor
    const order = body.order ?? undefined
    // The key of a request that is sent again names the use where nothing else does.
    const ownerOfUse =
      session ??
      order?.reference ??
      context.req.header('idempotency-key') ??
      Buffer.from(deps.randomBytes(15)).toString('base64url')
    const outcome = await redeemTyped(deps, reader, account, {
      typed: body.code,
      use: {
        owner: ownerOfUse,
        how: isPublic ? 'online' : 'api',
        session,
        visitor,
        order,
        heldBy: ownerOfUse,
      },
      ...(isPublic && { attempts: { session, visitor, address: clientAddress(context) } }),
    })
    return isRefusal(outcome)
      ? outcome
      : reply(outcome.isReplay ? 200 : 201, renderRedemption(outcome.redemption))
  })
}
