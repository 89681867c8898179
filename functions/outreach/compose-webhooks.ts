import { randomUUID } from 'node:crypto'
import { testEventType } from '../../shared/domain/webhook.ts'
import type { Post } from '../../shared/outgoing/post.ts'
import { createDeliveryStore } from '../../shared/store/delivery-store.ts'
import type { OutreachBase } from './compose-base.ts'
import { eventId } from './events/event-id.ts'
import { createAnnounceToWebhooks, createAnnounceTrigger } from './webhooks/announce.ts'
import { createByHand } from './webhooks/by-hand.ts'
import { createDeliver } from './webhooks/deliver.ts'
import { createPersonal } from './webhooks/personal.ts'
import { createTellOff } from './webhooks/tell-off.ts'

/** What is told to endpoints of others, and its log. */
export function composeWebhooks({ tables: { ledger }, deps, vault, works }: OutreachBase, post: Post) {
  const { now } = deps
  const webhooks = {
    webhooks: deps.webhooks,
    deliveries: createDeliveryStore(ledger, vault),
    works,
    now,
  }
  const deliver = createDeliver({
    ...webhooks,
    post,
    chance: Math.random,
    tellOff: createTellOff(deps),
  })
  const byHand = createByHand({
    ...webhooks,
    deliver: deliver(),
    newEventId: () => eventId(testEventType, randomUUID()),
  })
  return {
    ...webhooks,
    deliver,
    byHand,
    tellTrigger: createAnnounceTrigger(webhooks),
    tell: createAnnounceToWebhooks({
      ...webhooks,
      ledger: deps.ledger,
      personal: createPersonal(deps),
      origin: new URL(deps.publicBaseUrl).origin,
    }),
  }
}
