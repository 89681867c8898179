import { mostWebhooks } from '../../../shared/domain/webhook.ts'
import { operation } from '../../../shared/http/operation.ts'
import { deliveryAnswer } from '../deliveries/delivery-schema.ts'
import {
  idParams,
  messageSchema,
  newSecretAnswer,
  newWebhookAnswer,
  webhookAnswer,
  webhookBody,
  webhookChange,
  webhookList,
} from './webhook-schema.ts'

const mine = { tag: 'Webhooks', auth: 'secret' } as const

export const listWebhooks = operation({
  ...mine,
  id: 'listWebhooks',
  summary: 'Endpoints that are told what happens',
  method: 'get',
  path: '/v1/webhooks',
  replies: { 200: webhookList },
})
export const createWebhook = operation({
  ...mine,
  id: 'createWebhook',
  summary: 'Have an endpoint told what happens',
  description: `Messages are posted as JSON and signed as Standard Webhooks says (\`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`). Whatever is not answered by 2xx within 10 seconds is tried again for three days; each message may come more than once, in any order, and is known by its \`webhook-id\`. The secret is shown only in this answer. At most ${mostWebhooks}.`,
  method: 'post',
  path: '/v1/webhooks',
  body: webhookBody,
  replies: { 201: newWebhookAnswer },
  sends: messageSchema,
  problems: ['too_many'],
})
export const getWebhook = operation({
  ...mine,
  id: 'getWebhook',
  summary: 'One endpoint, and how it has been doing',
  method: 'get',
  path: '/v1/webhooks/{id}',
  params: idParams,
  replies: { 200: webhookAnswer },
  problems: ['not_found'],
})
export const changeWebhook = operation({
  ...mine,
  id: 'changeWebhook',
  summary: 'Change an endpoint, or switch it off or on',
  description: 'What is absent stays as it is. What waits to be sent goes to the new address.',
  method: 'patch',
  path: '/v1/webhooks/{id}',
  params: idParams,
  body: webhookChange,
  replies: { 200: webhookAnswer },
  problems: ['not_found'],
})
export const deleteWebhook = operation({
  ...mine,
  id: 'deleteWebhook',
  summary: 'Tell an endpoint nothing any more',
  description: 'What waits to be sent to it is not; the log of its deliveries stays.',
  method: 'delete',
  path: '/v1/webhooks/{id}',
  params: idParams,
  replies: { 204: null },
  problems: ['not_found'],
})
export const rotateWebhookSecret = operation({
  ...mine,
  id: 'rotateWebhookSecret',
  summary: 'Give an endpoint a new secret',
  description:
    'It signs from now on; for a day each message carries a signature by the one before as well, so that the receiver can be changed meanwhile.',
  method: 'post',
  path: '/v1/webhooks/{id}/secret',
  params: idParams,
  replies: { 201: newSecretAnswer },
  problems: ['not_found'],
})
export const testWebhook = operation({
  ...mine,
  id: 'testWebhook',
  summary: 'Send an endpoint a message, to see whether it arrives',
  description:
    'Of type `webhook.test`, tried once, whether the endpoint is switched on or not. The answer tells what came of it.',
  method: 'post',
  path: '/v1/webhooks/{id}/test',
  params: idParams,
  replies: { 201: deliveryAnswer },
  problems: ['not_found'],
})

export const webhookOperations = [
  listWebhooks,
  createWebhook,
  getWebhook,
  changeWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  testWebhook,
] as const
