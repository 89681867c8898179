import type { Hono } from 'hono'
import type { Delivery, TargetKind } from '../../../shared/domain/delivery.ts'
import { type AccountId, isIdOf } from '../../../shared/domain/ids.ts'
import { rightsOf } from '../../../shared/http/caller.ts'
import { positionOfCursor } from '../../../shared/http/list.ts'
import { type Guards, handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal, type Refusal, refuse } from '../../../shared/http/problem.ts'
import type { DeliveryPort } from '../webhooks/ports.ts'
import { getDelivery, listDeliveries, redeliver } from './delivery-schema.ts'
import { renderDelivery } from './render.ts'
import { type SearchDeps, searchDeliveries } from './search.ts'

/** Sends it once more, by hand. @returns what stands after the try; a refusal: it can't be */
export type Redeliver = (delivery: Delivery) => Promise<Delivery | Refusal>

export interface DeliveryRouteDeps extends SearchDeps {
  readonly guards: Guards
  readonly deliveries: Pick<DeliveryPort, 'list' | 'get' | 'bodyOf'>
  /** By whoever knows how. */
  readonly redeliver: Readonly<Partial<Record<TargetKind, Redeliver>>>
}

const unknown = refuse('not_found', 'The account has no delivery of this id.')
const isId = isIdOf('delivery')
const encoded = (position: string | undefined) =>
  position === undefined ? null : Buffer.from(position).toString('base64url')

/** What went to systems outside: webhooks and ad platforms alike. */
export function mountDeliveries(app: Hono, deps: DeliveryRouteDeps): void {
  const { guards, deliveries } = deps
  const find = async (account: AccountId, id: string) =>
    isId(id) ? await deliveries.get(account, id) : undefined

  handle(app, guards, listDeliveries, async ({ account, query: { limit, cursor, ...wanted } }) => {
    const before = positionOfCursor(cursor, isId)
    if (isRefusal(before)) return before
    const { found, next } = await searchDeliveries(deps, account, wanted, { limit, before })
    return reply(200, { data: found.map(renderDelivery), nextCursor: encoded(next) })
  })

  handle(app, guards, getDelivery, async ({ account, caller, params: { id } }) => {
    const delivery = await find(account, id)
    if (!delivery) return unknown
    const body = rightsOf(caller).phones ? await deliveries.bodyOf(delivery) : undefined
    return reply(200, { ...renderDelivery(delivery), body: body ?? null })
  })

  handle(app, guards, redeliver, async ({ account, params: { id } }) => {
    const delivery = await find(account, id)
    if (!delivery) return unknown
    const again = deps.redeliver[delivery.target.kind]
    if (!again) return refuse('delivery_unsendable', 'Nothing of this kind is sent again by hand.')
    const answer = await again(delivery)
    return isRefusal(answer) ? answer : reply(200, renderDelivery(answer))
  })
}
