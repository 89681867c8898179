import type { Hono } from 'hono'
import type { Code, CodeRecipient } from '../../shared/domain/coupon.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { isIdOf } from '../../shared/domain/ids.ts'
import { handle, reply } from '../../shared/http/operation.ts'
import { isRefusal, type Refusal, refuse } from '../../shared/http/problem.ts'
import {
  checkCode,
  createCode,
  getCode,
  holdCode,
  redeemCode,
  releaseCode,
  voidCode,
} from './code-operations.ts'
import type { UseBody } from './code-schema.ts'
import type { CodeUse, CouponDeps } from './deps.ts'
import type { CodeReader } from './reading.ts'
import { refusalOf } from './refusal.ts'
import { renderCode, renderEvent, renderRedemption } from './render.ts'

const isCampaignId = isIdOf('campaign')
const unknown = refusalOf({ code: 'code_unknown' })

export const campaignUnknown = refuse('campaign_unknown', 'The account has no campaign of this id.', {
  errors: [{ path: 'campaignId', message: 'Must be the id of a campaign; see GET /v1/campaigns.' }],
})

/** Issues one code, or says why not. */
export async function issue(
  deps: CouponDeps,
  account: AccountId,
  campaignId: string,
  to: CodeRecipient,
): Promise<Code | Refusal> {
  const campaign = isCampaignId(campaignId) && (await deps.campaigns.get(account, campaignId))
  if (!campaign) return campaignUnknown
  const minted = await deps.codes.mint(account, campaign, to, deps.now())
  return minted.kind === 'minted' ? minted.code : mintRefused(minted.detail)
}

/** @param why in words, with the arithmetic, as the ledger's side puts it */
export const mintRefused = (why: string): Refusal =>
  refuse('mint_refused', `${why.charAt(0).toUpperCase()}${why.slice(1)}.`)

export function mountCodes(app: Hono, deps: CouponDeps, reader: CodeReader): void {
  const { guards, codes, vault, now } = deps
  const randomId = () => Buffer.from(deps.randomBytes(15)).toString('base64url')

  /** The visitor of a session need not be named. */
  const visitorOf = async (
    account: AccountId,
    { sessionId, visitorId }: { sessionId?: string | undefined; visitorId?: string | undefined },
  ) =>
    visitorId ??
    (sessionId === undefined ? undefined : (await deps.sessions.tail(account, sessionId))?.visitor)

  async function useOf(account: AccountId, body: UseBody, newOwner: string): Promise<CodeUse> {
    const { sessionId, callSid, order } = body
    const owner = sessionId ?? callSid ?? order?.reference ?? newOwner
    return {
      owner,
      how: 'api',
      session: sessionId,
      visitor: await visitorOf(account, body),
      callSid,
      order,
      heldBy: body.holder ?? owner,
    }
  }

  handle(app, guards, createCode, async ({ account, body }) => {
    const { sessionId, callSid, holder } = body
    const code = await issue(deps, account, body.campaignId, {
      session: sessionId,
      visitor: await visitorOf(account, body),
      callSid,
      holder: holder && vault.hash(account, holder.kind, holder.value),
    })
    return isRefusal(code) ? code : reply(201, renderCode(code, now()))
  })

  handle(app, guards, getCode, async ({ account, params }) => {
    const code = await reader.read(account, params.code)
    if (isRefusal(code)) return code
    const [found, history] = await Promise.all([codes.get(account, code), codes.history(account, code)])
    return found ? reply(200, { ...renderCode(found, now()), history: history.map(renderEvent) }) : unknown
  })

  handle(app, guards, checkCode, async ({ account, params, body }) => {
    const code = await reader.read(account, params.code)
    if (isRefusal(code)) return code
    const outcome = await codes.check(account, code, await useOf(account, body, randomId()), now())
    if (outcome.kind === 'refused') return refusalOf(outcome)
    const found = outcome.kind === 'redeemable' ? outcome.code : await codes.get(account, code)
    if (!found) return unknown
    const { benefit } = outcome.kind === 'redeemable' ? outcome.campaign : outcome.redemption
    return reply(200, { ...renderCode(found, now()), redeemable: true, benefit })
  })

  handle(app, guards, holdCode, async ({ account, params, body }) => {
    const code = await reader.read(account, params.code)
    if (isRefusal(code)) return code
    const holder = body.holder ?? body.sessionId ?? body.callSid ?? `hold_${randomId()}`
    const outcome = await codes.hold(account, code, holder, body.minutes, now())
    return outcome.kind === 'held'
      ? reply(200, { ...renderCode(outcome.code, now()), holder })
      : refusalOf(outcome)
  })

  handle(app, guards, releaseCode, async ({ account, params, body }) => {
    const code = await reader.read(account, params.code)
    if (isRefusal(code)) return code
    const holder = body.holder ?? body.sessionId ?? body.callSid
    const found = await codes.get(account, code)
    if (!found) return unknown
    const holders = holder === undefined ? found.holds.map(({ by }) => by) : [holder]
    let released = found
    for (const each of holders) {
      const outcome = await codes.release(account, code, each, now())
      if (outcome.kind === 'refused') return refusalOf(outcome)
      released = outcome.code
    }
    return reply(200, renderCode(released, now()))
  })

  handle(app, guards, redeemCode, async ({ account, params, body, context }) => {
    const code = await reader.read(account, params.code)
    if (isRefusal(code)) return code
    // The key of a request that is sent again names the use where nothing else does.
    const newOwner = context.req.header('idempotency-key') ?? randomId()
    const outcome = await codes.redeem(account, code, await useOf(account, body, newOwner), now())
    return outcome.kind === 'redeemed'
      ? reply(outcome.isReplay ? 200 : 201, renderRedemption(outcome.redemption))
      : refusalOf(outcome)
  })

  handle(app, guards, voidCode, async ({ account, params, body }) => {
    const code = await reader.read(account, params.code)
    if (isRefusal(code)) return code
    const { redemptionId, by = 'api', reason } = body
    if (redemptionId === undefined) {
      const outcome = await codes.voidCode(account, code, by, reason, now())
      return outcome.kind === 'voided' ? reply(200, renderCode(outcome.code, now())) : refusalOf(outcome)
    }
    const outcome = await codes.voidUse(account, code, redemptionId, by, reason, now())
    if (outcome.kind === 'refused') {
      return refuse('redemption_unknown', 'The code has no such redemption; GET /v1/codes/{code} lists them.')
    }
    const found = await codes.get(account, code)
    return found ? reply(200, { ...renderCode(found, now()), useReturned: outcome.useReturned }) : unknown
  })
}
