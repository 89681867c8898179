import type { Delivery, NewDelivery } from '../../../shared/domain/delivery.ts'
import type { DueWork } from '../../../shared/domain/due-work.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { DeliverDeps } from './ports.ts'

export const webhookWork = 'webhook'
export interface WebhookWork {
  readonly delivery: string
}
export const deliveryOfWork = ({ body }: DueWork): string => (body as WebhookWork).delivery

type Deps = Pick<DeliverDeps, 'deliveries' | 'works' | 'now'>
/** What has it looked at when it is due, in this round of it. */
export const workOf = ({ works }: Deps, delivery: Delivery) =>
  works.get(delivery.account, webhookWork, workIdOf(delivery))
const workIdOf = ({ id, round }: Delivery) => `${id}.${round}`

async function wake({ works, now }: Deps, delivery: Delivery, dueAt: Instant): Promise<void> {
  const { account, id } = delivery
  const work = { account, kind: webhookWork, id: workIdOf(delivery), dueAt, body: { delivery: id } }
  await works.add(work, now())
}

/**
 * Adds it, and has it looked at when it is due. Whoever ends between the two comes again with the event, and finds one
 * that nobody looks at yet.
 */
export async function scheduleDelivery(deps: Deps, wanted: NewDelivery): Promise<Delivery | undefined> {
  const { delivery } = await deps.deliveries.add(wanted, deps.now())
  if (delivery?.state === 'due' && delivery.tries === 0) await wake(deps, delivery, delivery.nextAt)
  return delivery
}

/** Once more, by hand. @returns undefined: it is under way */
export async function deliverAgain(deps: Deps, delivery: Delivery): Promise<Delivery | undefined> {
  const { works, deliveries, now } = deps
  const next = await deliveries.again(delivery, now())
  if (!next) return undefined
  const waiting = await workOf(deps, next)
  if (waiting) await works.move(waiting, next.nextAt, now())
  else await wake(deps, next, next.nextAt)
  return next
}
