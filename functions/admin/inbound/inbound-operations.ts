import * as z from 'zod/mini'
import { operation } from '../../../shared/http/operation.ts'
import {
  inboundAnswer,
  inboundBody,
  inboundChange,
  inboundList,
  newInboundAnswer,
  receivedAnswer,
  trialAnswer,
  trialBody,
} from './inbound-schema.ts'

const idParam = z.object({ id: z.string() })
/** More addresses than these nobody keeps apart. */
export const mostInbound = 50

export const createInbound = operation({
  id: 'createInbound',
  tag: 'Outcomes',
  summary: 'Make an address at which another system tells outcomes',
  description:
    'The map says where in its messages each field stands, so that HubSpot, Salesforce, a shop or a spreadsheet can tell stages without code. The secret stands in the address, or the body is signed by HMAC-SHA-256 with a secret that both know.',
  method: 'post',
  path: '/v1/inbound',
  auth: 'secret',
  body: inboundBody,
  replies: { 201: newInboundAnswer },
  problems: ['too_many'],
})

export const listInbound = operation({
  id: 'listInbound',
  tag: 'Outcomes',
  summary: 'The addresses at which other systems tell outcomes',
  method: 'get',
  path: '/v1/inbound',
  auth: 'secret',
  replies: { 200: inboundList },
})

export const tryInbound = operation({
  id: 'tryInbound',
  tag: 'Outcomes',
  summary: 'See what a message would become',
  description: 'Nothing is kept of it.',
  method: 'post',
  path: '/v1/inbound/try',
  auth: 'secret',
  body: trialBody,
  replies: { 200: trialAnswer },
})

export const changeInbound = operation({
  id: 'changeInbound',
  tag: 'Outcomes',
  summary: 'Change an address’s name or map, or close it for a time',
  description: 'What was told before stays as it was understood then.',
  method: 'patch',
  path: '/v1/inbound/{id}',
  auth: 'secret',
  params: idParam,
  body: inboundChange,
  replies: { 200: inboundAnswer },
  problems: ['not_found'],
})

export const deleteInbound = operation({
  id: 'deleteInbound',
  tag: 'Outcomes',
  summary: 'Give an address up',
  description: 'What was told by it stays.',
  method: 'delete',
  path: '/v1/inbound/{id}',
  auth: 'secret',
  params: idParam,
  replies: { 204: null },
  problems: ['not_found'],
})

export const receiveInbound = operation({
  id: 'receiveInbound',
  tag: 'Outcomes',
  summary: 'Tell outcomes, as another system',
  description:
    'Any JSON, or a form’s fields, read by the map of the address. Answers 200 as soon as the sender is known and the message is one, with what is wrong with each outcome that can’t be taken: sending it again would not mend it. The same message again changes nothing, if its outcomes have an id or a time.',
  method: 'post',
  path: '/v1/inbound/{id}',
  auth: 'none',
  params: idParam,
  query: z.object({
    secret: z.optional(
      z.string().check(z.meta({ description: 'As it stands in the address that was made.' })),
    ),
  }),
  replies: { 200: receivedAnswer },
  problems: ['not_found', 'bad_request', 'payload_too_large'],
})

export const inboundOperations = [
  createInbound,
  listInbound,
  tryInbound,
  changeInbound,
  deleteInbound,
  receiveInbound,
] as const
