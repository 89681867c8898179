import * as z from 'zod/mini'
import { deliveryStates, processingStates, targetKinds } from '../../../shared/domain/delivery.ts'
import { instant } from '../../../shared/http/field.ts'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'

const note = (description: string) => z.meta({ description })

const attempt = z.object({
  at: instant,
  status: z.nullable(z.int()).check(note('The answer’s HTTP status; null: there was none')),
  tookMilliseconds: z.int(),
  because: z.nullable(z.string()).check(note('Why it counts as failed; null: it was taken')),
})

/** What the receiver made of it after it took it. */
export const processing = z
  .nullable(z.object({ state: z.enum(processingStates), at: instant, because: z.nullable(z.string()) }))
  .check(
    note(
      'What the receiver made of it after it had taken it, where it says so later (Google does, within a day): `awaited` since `at`, `processed` (perhaps with warnings), `partly` (some of what went together came to nothing; each is sent again until it is known which), `failed` (the delivery then counts as failed), `unknown` (it never said)',
    ),
  )

const fields = {
  id: z.string(),
  target: z.object({ kind: z.enum(targetKinds), id: z.string() }),
  event: z.object({ id: z.string(), type: z.string() }),
  enquiryId: z.nullable(z.string()),
  state: z.enum(deliveryStates),
  because: z.nullable(z.string()).check(note('Why it stands as it does')),
  tries: z.int().check(note('Since it was last asked for')),
  nextTryAt: z.nullable(instant),
  settledAt: z.nullable(instant),
  createdAt: instant,
  processing,
  attempts: z.array(attempt).check(note('The last twenty, oldest first')),
}
export const deliveryAnswer = z.object(fields).check(z.meta({ id: 'Delivery' }))
export const deliveryWithBody = z
  .object({
    ...fields,
    body: z
      .nullable(z.string())
      .check(
        note(
          'What is sent, as text; null where it was erased with its person, or whoever asks may not see phones',
        ),
      ),
  })
  .check(z.meta({ id: 'DeliveryWithBody' }))

export const deliveriesQuery = z.object({
  ...listQuery.shape,
  target: z.optional(z.string().check(z.maxLength(100), note('The id of a webhook or destination'))),
  kind: z.optional(z.enum(targetKinds)),
  state: z.optional(z.enum(deliveryStates)),
  type: z.optional(z.string().check(z.maxLength(100), note('Of the event: `enquiry.opened`'))),
  event: z.optional(z.string().check(z.maxLength(100), note('Its id, `evt_…`'))),
  enquiry: z.optional(
    z.string().check(z.maxLength(300), note('All that went out about it, under whatever id it had')),
  ),
})
export const deliveryList = listOf(deliveryAnswer)

const mine = { tag: 'Webhooks', auth: 'secret' } as const
const params = z.object({ id: z.string() })

export const listDeliveries = operation({
  ...mine,
  id: 'listDeliveries',
  summary: 'What went, or did not go, to systems outside',
  description:
    'Newest first, kept for 90 days: to webhooks and to ad platforms. A page may hold fewer than `limit` and still have a `nextCursor`: then there may be more.',
  method: 'get',
  path: '/v1/deliveries',
  query: deliveriesQuery,
  replies: { 200: deliveryList },
})
export const getDelivery = operation({
  ...mine,
  id: 'getDelivery',
  summary: 'One delivery, with what it says',
  method: 'get',
  path: '/v1/deliveries/{id}',
  params,
  replies: { 200: deliveryWithBody },
  problems: ['not_found'],
})
export const redeliver = operation({
  ...mine,
  id: 'redeliver',
  summary: 'Send it once more',
  description:
    'Under the same `webhook-id`, whatever became of it before; one that waits for its next try need not wait. It is tried before this is answered, and further on if need be.',
  method: 'post',
  path: '/v1/deliveries/{id}/redeliver',
  params,
  replies: { 200: deliveryAnswer },
  problems: ['not_found', 'delivery_unsendable'],
})

export const deliveryOperations = [listDeliveries, getDelivery, redeliver] as const
