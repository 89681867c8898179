import { type BusinessEventType, businessEventTypes } from './business-event.ts'
import type { AccountId, WebhookId } from './ids.ts'
import type { Instant } from './time.ts'

/** What an endpoint can be told of: what happens to the business, and what its triggers do. */
export const webhookEventTypes = [...businessEventTypes, 'trigger.fired'] as const
export type WebhookEventType = BusinessEventType | 'trigger.fired'
/** Sent by hand, to see whether anything arrives. */
export const testEventType = 'webhook.test'

/** What of people leaves only where an endpoint asks for it by name. */
export const personalParts = ['phone', 'email', 'name', 'words', 'clickIds'] as const
export type PersonalPart = (typeof personalParts)[number]

/** Why an endpoint is sent nothing any more: somebody said so, it said so itself (410), or it took nothing for days. */
export const offReasons = ['by-hand', 'gone', 'failing'] as const
export type OffReason = (typeof offReasons)[number]

/** An address of somebody's that is told what happens. */
export interface Webhook {
  readonly account: AccountId
  readonly id: WebhookId
  readonly url: string
  readonly description: string
  readonly events: readonly WebhookEventType[]
  readonly include: readonly PersonalPart[]
  readonly off: { readonly because: OffReason; readonly at: Instant } | null
  readonly createdAt: Instant
}

export const mostWebhooks = 20

/** So long after a new secret the one before signs, too. */
export const oldSecretHours = 24

/** The shape of what is sent; it changes only where what stands in it would mean something else. */
export const messageVersion = 1

export const wants = ({ events, off }: Pick<Webhook, 'events' | 'off'>, type: WebhookEventType): boolean =>
  off === null && events.includes(type)
