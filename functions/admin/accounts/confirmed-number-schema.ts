import * as z from 'zod/mini'
import { listOf } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'
import { e164, instant, phone } from '../field.ts'

export const confirmedNumber = z
  .object({
    number: e164,
    status: z.enum(['pending', 'confirmed']),
    code: z.nullable(z.string()).check(
      z.meta({
        description:
          'To be texted from this phone, alone, to any number of the account: then the phone is confirmed. Null once it is.',
        examples: ['482913'],
      }),
    ),
    requestedAt: instant,
    expiresAt: z
      .nullable(instant)
      .check(z.meta({ description: 'The code is good before; null once confirmed.' })),
    confirmedAt: z.nullable(instant),
  })
  .check(z.meta({ id: 'ConfirmedNumber' }))

export const requestConfirmation = operation({
  id: 'requestConfirmation',
  tag: 'Accounts',
  summary: 'Name a phone of the business that texts may be sent on to',
  description:
    'It counts once the code of the answer was texted from it to any number of the account. So no text is ever sent to a phone whose owner did not ask for it, and asking costs none. ' +
    'Calls are forwarded to any phone that a flow names, but premium-rate and satellite numbers. A phone that is named already answers 200.',
  method: 'post',
  path: '/v1/account/confirmed-numbers',
  auth: 'secret',
  body: z.strictObject({ number: phone }).check(z.meta({ id: 'NewConfirmedNumber' })),
  replies: { 200: confirmedNumber, 201: confirmedNumber },
})

export const listConfirmedNumbers = operation({
  id: 'listConfirmedNumbers',
  tag: 'Accounts',
  summary: 'The phones of the business that were named, confirmed or not',
  method: 'get',
  path: '/v1/account/confirmed-numbers',
  auth: 'secret',
  replies: { 200: listOf(confirmedNumber) },
})

export const removeConfirmedNumber = operation({
  id: 'removeConfirmedNumber',
  tag: 'Accounts',
  summary: 'Send no more texts on to this phone',
  method: 'delete',
  path: '/v1/account/confirmed-numbers/{number}',
  auth: 'secret',
  params: z.object({ number: phone }),
  replies: { 204: null },
  problems: ['not_found'],
})

export const confirmedNumberOperations = [requestConfirmation, listConfirmedNumbers, removeConfirmedNumber]
