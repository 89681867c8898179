import type { Delivery } from '../../../shared/domain/delivery.ts'
import type { Webhook } from '../../../shared/domain/webhook.ts'
import { testEventType } from '../../../shared/domain/webhook.ts'
import { type Refusal, refuse } from '../../../shared/http/problem.ts'
import type { DueHandler } from '../due/work-due.ts'
import { envelope } from './message.ts'
import type { DeliverDeps } from './ports.ts'
import { deliverAgain, scheduleDelivery, workOf } from './schedule.ts'

type Deps = Pick<DeliverDeps, 'webhooks' | 'deliveries' | 'works' | 'now'>

export interface ByHandDeps extends Deps {
  /** How what is due is done. */
  readonly deliver: DueHandler
  /** `evt_…`, a new one. */
  readonly newEventId: () => string
}

/** What somebody asks for and waits for: a message for trying, and one more try of a delivery. */
export function createByHand({ deliver, newEventId, ...deps }: ByHandDeps) {
  const { deliveries, webhooks, works, now } = deps

  /** Does it now; if somebody else is at it already, they do. */
  async function tryNow(delivery: Delivery): Promise<Delivery> {
    const work = await workOf(deps, delivery)
    const taken = work?.state === 'due' ? await works.take(work, now()) : undefined
    if (taken) await works.settle(taken, await deliver.run(taken), now())
    return (await deliveries.get(delivery.account, delivery.id)) ?? delivery
  }

  return {
    async test({ account, id }: Webhook): Promise<Delivery | undefined> {
      const event = newEventId()
      const head = {
        id: event,
        type: testEventType,
        at: now(),
        account,
        sequence: { subject: id, number: 1 },
      }
      const body = JSON.stringify(envelope(head, { webhook: id }))
      const target = { kind: 'webhook', id } as const
      const about = { event, type: testEventType }
      const name = `webhook ${id} ${event}`
      const delivery = await scheduleDelivery(deps, { account, target, about, name, body })
      return delivery && tryNow(delivery)
    },

    async redeliver(delivery: Delivery): Promise<Delivery | Refusal> {
      const { account, target } = delivery
      const webhook = await webhooks.get(account, target.id)
      if (!webhook) return refuse('delivery_unsendable', 'Its webhook was deleted.')
      if (webhook.off && delivery.about.type !== testEventType)
        return refuse('delivery_unsendable', 'Its webhook is switched off: switch it on first.')
      if ((await deliveries.bodyOf(delivery)) === undefined)
        return refuse('delivery_unsendable', 'What it said was erased with its person.')
      const next = await deliverAgain(deps, delivery)
      return next ? tryNow(next) : refuse('delivery_unsendable', 'It is being sent at this moment.')
    },
  }
}
