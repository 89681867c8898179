import type { Hono } from 'hono'
import { isIdOf } from '../../shared/domain/ids.ts'
import { pageOf, positionOfCursor } from '../../shared/http/list.ts'
import { handle, reply } from '../../shared/http/operation.ts'
import { type FieldError, isRefusal, refuse } from '../../shared/http/problem.ts'
import { changeCampaign, createCampaign, getCampaign, listCampaigns } from './campaign-operations.ts'
import { decideCampaignChange, decideNewCampaign } from './decide.ts'
import type { CouponDeps } from './deps.ts'

const isCampaignId = isIdOf('campaign')
const unknown = refuse('not_found', 'The account has no campaign of this id.')
const contradictory = (errors: readonly FieldError[]) =>
  refuse('invalid_body', 'The body does not fit; see `errors`.', { errors })

export function mountCampaigns(app: Hono, deps: CouponDeps, newId: () => string): void {
  const { guards, campaigns, now } = deps

  handle(app, guards, createCampaign, async ({ account, body }) => {
    const decision = decideNewCampaign(body, newId(), now())
    if ('errors' in decision) return contradictory(decision.errors)
    await campaigns.create(account, decision.decided)
    return reply(201, decision.decided)
  })

  handle(app, guards, listCampaigns, async ({ account, query }) => {
    const after = positionOfCursor(query.cursor, isCampaignId)
    if (isRefusal(after)) return after
    const found = await campaigns.list(account, query.limit + 1, after)
    return reply(
      200,
      pageOf(found, query.limit, ({ id }) => id),
    )
  })

  handle(app, guards, getCampaign, async ({ account, params }) => {
    const found = isCampaignId(params.id) && (await campaigns.get(account, params.id))
    return found ? reply(200, found) : unknown
  })

  handle(app, guards, changeCampaign, async ({ account, params, body }) => {
    if (!isCampaignId(params.id)) return unknown
    let errors: readonly FieldError[] = []
    const changed = await campaigns.update(account, params.id, (current) => {
      const decision = decideCampaignChange(current, body)
      if ('decided' in decision) return decision.decided
      errors = decision.errors
      return undefined
    })
    if (changed) return reply(200, changed)
    return errors.length > 0 ? contradictory(errors) : unknown
  })
}
