import * as z from 'zod/mini'
import { operation } from '../../shared/http/operation.ts'
import { refusals, unreadable } from './refusals.ts'
import {
  checkAnswer,
  codeAnswer,
  codeWithHistory,
  giveBody,
  heldAnswer,
  holdBody,
  newCodeBody,
  quoteBody,
  redemptionAnswer,
  releaseBody,
  useBody,
  voidBody,
  voidedAnswer,
} from './schema.ts'

const codeParam = z.object({
  code: z.string().check(z.meta({ description: 'In any spelling: `4820913`, `482-0913`.' })),
})
const callParam = z.object({ callSid: z.string() })
const managed = { auth: 'secret' } as const

export const createCode = operation({
  ...managed,
  id: 'createCode',
  tag: 'Codes',
  summary: 'Issue a code to a session or in a call',
  method: 'post',
  path: '/v1/codes',
  body: newCodeBody,
  replies: { 201: codeAnswer },
  problems: ['campaign_unknown', 'mint_refused'],
})
export const getCode = operation({
  ...managed,
  id: 'getCode',
  tag: 'Codes',
  summary: 'One code and what happened to it',
  method: 'get',
  path: '/v1/codes/{code}',
  params: codeParam,
  replies: { 200: codeWithHistory },
  problems: unreadable,
})
export const checkCode = operation({
  ...managed,
  id: 'checkCode',
  tag: 'Codes',
  summary: 'Whether the code could be redeemed now',
  description: 'Changes nothing. Refuses as the redemption would.',
  method: 'post',
  path: '/v1/codes/{code}/check',
  params: codeParam,
  body: useBody,
  replies: { 200: checkAnswer },
  problems: refusals,
})
export const holdCode = operation({
  ...managed,
  id: 'holdCode',
  tag: 'Codes',
  summary: 'Reserve a use for minutes',
  description: 'While a checkout or a call lasts nobody else can use it; its holder can.',
  method: 'post',
  path: '/v1/codes/{code}/hold',
  params: codeParam,
  body: holdBody,
  replies: { 200: heldAnswer },
  problems: refusals,
})
export const releaseCode = operation({
  ...managed,
  id: 'releaseCode',
  tag: 'Codes',
  summary: 'End a reservation',
  method: 'post',
  path: '/v1/codes/{code}/release',
  params: codeParam,
  body: releaseBody,
  replies: { 200: codeAnswer },
  problems: unreadable,
})
export const redeemCode = operation({
  ...managed,
  id: 'redeemCode',
  tag: 'Codes',
  summary: 'Use a code',
  method: 'post',
  path: '/v1/codes/{code}/redeem',
  params: codeParam,
  body: useBody,
  replies: { 200: redemptionAnswer, 201: redemptionAnswer },
  problems: refusals,
})
export const voidCode = operation({
  ...managed,
  id: 'voidCode',
  tag: 'Codes',
  summary: 'Withdraw a code, or take back one use of it',
  method: 'post',
  path: '/v1/codes/{code}/void',
  params: codeParam,
  body: voidBody,
  replies: { 200: voidedAnswer },
  problems: [...unreadable, 'redemption_unknown'],
})

export const quoteCode = operation({
  ...managed,
  id: 'quoteCode',
  tag: 'Calls',
  summary: 'Enter a code that the caller quoted',
  description: 'During the call or after it. The quote is the redemption; the call is its owner.',
  method: 'post',
  path: '/v1/calls/{callSid}/code',
  params: callParam,
  body: quoteBody,
  replies: { 200: redemptionAnswer, 201: redemptionAnswer },
  problems: ['not_found', ...refusals],
})
export const giveCode = operation({
  ...managed,
  id: 'giveCode',
  tag: 'Calls',
  summary: 'Give the caller a code',
  method: 'post',
  path: '/v1/calls/{callSid}/give-code',
  params: callParam,
  body: giveBody,
  replies: { 200: codeAnswer, 201: codeAnswer },
  problems: ['not_found', 'campaign_unknown', 'mint_refused', 'text_refused', ...unreadable],
})
