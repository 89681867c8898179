import * as z from 'zod/mini'
import {
  messageVersion,
  offReasons,
  personalParts,
  webhookEventTypes,
} from '../../../shared/domain/webhook.ts'
import { longestUrl } from '../../../shared/domain/webhook-url.ts'
import { instant, text } from '../../../shared/http/field.ts'

const note = (description: string) => z.meta({ description })

const url = z.string().check(
  z.maxLength(longestUrl),
  z.meta({
    description:
      'Where to post: `https://`, a host out in the world, without credentials. The bridge itself, private and other special addresses are refused, now and whenever the name is looked up.',
    examples: ['https://example.com/hooks/tieline'],
  }),
)
const description = text(200).check(note('For whoever looks at the list'))
const events = z
  .array(z.enum(webhookEventTypes))
  .check(
    z.minLength(1),
    z.maxLength(webhookEventTypes.length),
    note('What it is told of; `trigger.fired` is what a trigger of the account says'),
  )
const include = z
  .array(z.enum(personalParts))
  .check(
    z.maxLength(personalParts.length),
    note(
      'What is personal leaves only where it is named here: the contact’s `phone`, `email` and `name`, its `words` (what was written in a form or text), the source’s `clickIds`',
    ),
  )

export const webhookBody = z
  .strictObject({
    url,
    events,
    include: z._default(include, []),
    description: z._default(description, ''),
  })
  .check(z.meta({ id: 'NewWebhook' }))

export const webhookChange = z
  .strictObject({
    url: z.optional(url),
    events: z.optional(events),
    include: z.optional(include),
    description: z.optional(description),
    on: z.optional(z.boolean()).check(note('Whether anything is sent; what happens meanwhile is not')),
  })
  .check(z.meta({ id: 'WebhookChange' }))

const fields = {
  id: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(webhookEventTypes)),
  include: z.array(z.enum(personalParts)),
  on: z.boolean(),
  off: z
    .nullable(z.object({ because: z.enum(offReasons), at: instant }))
    .check(
      note(
        'Why nothing is sent: by hand, because it answered 410 (`gone`), or because it took nothing for three days (`failing`)',
      ),
    ),
  health: z.object({
    failures: z.int().check(note('In a row, up to now')),
    failingSince: z.nullable(instant),
    heldUntil: z.nullable(instant).check(note('No try before it: it has been failing')),
    lastDeliveredAt: z.nullable(instant),
  }),
  createdAt: instant,
}
export const webhookAnswer = z.object(fields).check(z.meta({ id: 'Webhook' }))
export const webhookList = z.object({ data: z.array(webhookAnswer), nextCursor: z.null() })

const secret = z
  .string()
  .check(
    note('What the messages are signed by, `whsec_…`: shown only now. Keep it where the receiver reads it'),
  )
export const newWebhookAnswer = z.object({ ...fields, secret }).check(z.meta({ id: 'WebhookOnce' }))
export const newSecretAnswer = z
  .object({
    secret,
    previousUntil: instant.check(note('Until then messages carry a signature by the secret before, too')),
  })
  .check(z.meta({ id: 'WebhookSecret' }))

export const idParams = z.object({ id: z.string() })

/** What is posted: for the receiver's author, who reads it in the OpenAPI document. */
export const messageSchema = z
  .object({
    id: z.string().check(note('`evt_…`, the same as the header `webhook-id`: the same over all tries')),
    type: z.string(),
    timestamp: instant.check(note('When it happened')),
    version: z.literal(messageVersion),
    account: z.string(),
    sequence: z
      .object({ subject: z.string(), number: z.number() })
      .check(note('Of two messages with one subject the higher number tells of the later state')),
    data: z.record(z.string(), z.unknown()),
  })
  .check(z.meta({ id: 'WebhookMessage' }))
