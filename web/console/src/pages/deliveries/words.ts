import type * as z from 'zod/mini'
import type { destinationAnswer } from '../../../../../functions/outreach/conversions/destination-schema.ts'
import type {
  deliveryAnswer,
  deliveryWithBody,
} from '../../../../../functions/outreach/deliveries/delivery-schema.ts'
import type {
  newSecretAnswer,
  newWebhookAnswer,
  webhookAnswer,
} from '../../../../../functions/outreach/webhooks/webhook-schema.ts'

export type Webhook = z.infer<typeof webhookAnswer>
export type NewWebhook = z.infer<typeof newWebhookAnswer>
export type NewSecret = z.infer<typeof newSecretAnswer>
export type Delivery = z.infer<typeof deliveryAnswer>
export type DeliveryWithBody = z.infer<typeof deliveryWithBody>
export type Destination = z.infer<typeof destinationAnswer>
/** Whom deliveries may go to, for their names. */
export interface Targets {
  readonly webhooks: readonly Webhook[]
  readonly destinations: readonly Destination[]
}
export type EventType = Webhook['events'][number]
export type PersonalPart = Webhook['include'][number]

export const webhooksKey = ['webhooks']
export const deliveriesPath = '/v1/deliveries'

export const eventNames: Readonly<Record<EventType, string>> = {
  'enquiry.opened': 'Enquiry opened',
  'enquiry.revised': 'Enquiry revised',
  'step.reached': 'Step reached',
  'score.crossed': 'Score crossed a threshold',
  'code.redeemed': 'Code redeemed',
  'outcome.reported': 'Outcome reported',
  'call.missed': 'Call missed',
  'trigger.fired': 'Trigger fired',
}
export const eventTypes = Object.keys(eventNames) as EventType[]
/** What goes to ad platforms, and the test of a webhook. */
export const otherEventNames: Readonly<Record<string, string>> = {
  'conversion.sent': 'Conversion',
  'conversion.restated': 'Conversion, another value',
  'conversion.taken-back': 'Conversion taken back',
  'webhook.test': 'Test',
}
export const eventName = (type: string): string =>
  eventNames[type as EventType] ?? otherEventNames[type] ?? type

export const partNames: Readonly<Record<PersonalPart, string>> = {
  phone: 'Phone',
  email: 'E-mail',
  name: 'Name',
  words: 'What was written',
  clickIds: 'Click ids of ads',
}
export const personalParts = Object.keys(partNames) as PersonalPart[]

export const stateNames: Readonly<Record<Delivery['state'], string>> = {
  due: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  failed: 'Failed',
  skipped: 'Not sent',
  'dry-run': 'Dry run',
}
export const stateTones = {
  due: 'warn',
  sending: 'plain',
  delivered: 'good',
  failed: 'signal',
  skipped: 'plain',
  'dry-run': 'plain',
} as const satisfies Readonly<Record<Delivery['state'], string>>

export const platformNames: Readonly<Record<Destination['platform'], string>> = {
  ga4: 'Google Analytics',
  google: 'Google Ads',
  meta: 'Meta',
  microsoft: 'Microsoft Advertising',
}

const hostOf = (url: string): string => new URL(url).host

/** Where a delivery goes, as people know it; what was deleted is known by its kind alone. */
export function targetName({ kind, id }: Delivery['target'], { webhooks, destinations }: Targets): string {
  if (kind !== 'webhook') return destinations.find((each) => each.id === id)?.name ?? platformNames[kind]
  const webhook = webhooks.find((each) => each.id === id)
  return webhook ? webhook.description || hostOf(webhook.url) : 'A deleted webhook'
}

export const offSayings: Readonly<Record<NonNullable<Webhook['off']>['because'], string>> = {
  'by-hand': 'Switched off',
  gone: 'Switched off: it answered 410 Gone',
  failing: 'Switched off: it took nothing for three days',
}

const processingNames: Readonly<Record<NonNullable<Delivery['processing']>['state'], string>> = {
  awaited: 'to be processed',
  processed: 'processed',
  partly: 'processed in part, sent again one by one',
  failed: 'not processed',
  unknown: 'nobody said what came of it',
}
/** What the receiver made of it after it took it. */
export const processingWords = ({ state, because }: NonNullable<Delivery['processing']>): string =>
  [processingNames[state], because].filter(Boolean).join(': ')
