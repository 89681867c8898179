import { operation } from '../../shared/http/operation.ts'
import { paths } from './links.ts'
import {
  callQuery,
  codeQuery,
  dialForm,
  dialQuery,
  gatherForm,
  giftQuery,
  legForm,
  messageForm,
  smsForm,
  statusForm,
  voiceForm,
} from './schema.ts'

const form = {
  tag: 'Twilio',
  method: 'post',
  auth: 'twilio',
  bodyType: 'application/x-www-form-urlencoded',
  problems: ['bad_signature', 'payload_too_large', 'unsupported_media_type', 'invalid_body'],
} as const

export const callWebhookOperations = [
  operation({
    ...form,
    id: 'twilioVoice',
    summary: 'An incoming call: answers what to do with it',
    description:
      'The number’s voice URL. Answers TwiML in every case, also to an unknown number and when the store fails.',
    path: paths.voice,
    body: voiceForm,
    replies: { 200: 'text/xml' },
  }),
  operation({
    ...form,
    id: 'twilioVoiceStatus',
    summary: 'The progress of an incoming call',
    description: 'The number’s status callback. May come late, doubled and in any order.',
    path: paths.status,
    body: statusForm,
    replies: { 204: null },
    problems: [...form.problems, 'unavailable'],
  }),
  operation({
    ...form,
    id: 'twilioVoiceCode',
    summary: 'The caller’s answer to the question for a code: answers what comes next',
    description:
      'Named by our own TwiML. A keyed code is used for the call, a spoken one is read back first; silence, a second failure and a store that fails all go on to the business.',
    path: paths.code,
    query: codeQuery,
    body: gatherForm,
    replies: { 200: 'text/xml' },
    problems: [...form.problems, 'invalid_query'],
  }),
  operation({
    ...form,
    id: 'twilioVoiceGift',
    summary: 'The key pressed after a code was given: sends it as a text, or says it again',
    description: 'Named by our own TwiML.',
    path: paths.gift,
    query: giftQuery,
    body: gatherForm,
    replies: { 200: 'text/xml' },
    problems: [...form.problems, 'invalid_query'],
  }),
  operation({
    ...form,
    id: 'twilioSms',
    summary: 'An incoming text: a code in it counts as quoted',
    description:
      'The number’s messaging URL. STOP, START and HELP and their synonyms are honoured. 503 when the store fails.',
    path: paths.sms,
    body: smsForm,
    replies: { 200: 'text/xml' },
    problems: [...form.problems, 'unavailable'],
  }),
  operation({
    ...form,
    id: 'twilioVoiceDial',
    summary: 'The dialling of the business has ended: answers what the caller hears next',
    description:
      'Named by our own TwiML. 503 when the fact could not be written and no further phone is to ring: Twilio tries again.',
    path: paths.dial,
    query: dialQuery,
    body: dialForm,
    replies: { 200: 'text/xml' },
    problems: [...form.problems, 'invalid_query', 'unavailable'],
  }),
  operation({
    ...form,
    id: 'twilioVoiceLeg',
    summary: 'The progress of one phone of the business',
    description: 'Named by our own TwiML.',
    path: paths.leg,
    query: callQuery,
    body: legForm,
    replies: { 204: null },
    problems: [...form.problems, 'invalid_query', 'unavailable'],
  }),
  operation({
    ...form,
    id: 'twilioVoiceMessage',
    summary: 'The caller has left a message: answers the goodbye',
    description: 'Named by our own TwiML.',
    path: paths.message,
    query: callQuery,
    body: messageForm,
    replies: { 200: 'text/xml' },
    problems: [...form.problems, 'invalid_query'],
  }),
]
