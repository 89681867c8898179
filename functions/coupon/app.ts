import type { Hono } from 'hono'
import { createOrderedIds } from '../../shared/domain/ordered-id.ts'
import { createApi } from '../../shared/http/api.ts'
import { mountBatches } from './batch-routes.ts'
import { mountCalls } from './call-routes.ts'
import { mountCampaigns } from './campaign-routes.ts'
import { mountCodes } from './code-routes.ts'
import type { CouponDeps } from './deps.ts'
import { createCodeReader } from './reading.ts'
import { mountRedeemPage } from './redeem-routes.ts'
import { mountRedemptions } from './redemption-routes.ts'
import { mountReferrals } from './referral-routes.ts'

/** Campaigns and their codes: minted, given, quoted, held, redeemed, withdrawn. */
export function createCouponApp(deps: CouponDeps): Hono {
  const app = createApi({ observer: deps.observer })
  const newId = createOrderedIds(deps.now, deps.randomBytes)
  const reader = createCodeReader(deps.campaigns)
  mountRedemptions(app, deps, reader)
  mountRedeemPage(app, deps, reader)
  mountReferrals(app, deps, reader)
  mountCampaigns(app, deps, () => newId('campaign'))
  mountBatches(app, deps, () => newId('job'))
  mountCodes(app, deps, reader)
  mountCalls(app, deps, reader)
  return app
}
