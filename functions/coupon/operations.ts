import * as z from 'zod/mini'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { operation } from '../../shared/http/operation.ts'
import type { ProblemCode } from '../../shared/http/problem.ts'
import {
  batchAnswer,
  batchBody,
  campaignAnswer,
  campaignChangeBody,
  checkAnswer,
  codeAnswer,
  codeList,
  codesQuery,
  codeWithHistory,
  giveBody,
  heldAnswer,
  holdBody,
  jobAnswer,
  newCampaignBody,
  newCodeBody,
  quoteBody,
  redemptionAnswer,
  redemptionBody,
  releaseBody,
  useBody,
  voidBody,
  voidedAnswer,
} from './schema.ts'

const idParam = z.object({ id: z.string() })
const codeParam = z.object({
  code: z.string().check(z.meta({ description: 'In any spelling: `4820913`, `482-0913`.' })),
})
const callParam = z.object({ callSid: z.string() })

const unreadable = ['code_malformed', 'code_unknown'] as const satisfies readonly ProblemCode[]
/** Why a code is worth nothing to somebody at a moment. */
const refusals = [
  ...unreadable,
  'code_voided',
  'campaign_inactive',
  'code_not_started',
  'code_expired',
  'code_used',
  'code_held',
  'limit_reached',
  'order_too_small',
] as const satisfies readonly ProblemCode[]

const managed = { auth: 'secret' } as const

export const createCampaign = operation({
  ...managed,
  id: 'createCampaign',
  tag: 'Campaigns',
  summary: 'Create a campaign',
  method: 'post',
  path: '/v1/campaigns',
  body: newCampaignBody,
  replies: { 201: campaignAnswer },
})
export const listCampaigns = operation({
  ...managed,
  id: 'listCampaigns',
  tag: 'Campaigns',
  summary: 'The campaigns, in the order of their creation',
  method: 'get',
  path: '/v1/campaigns',
  query: listQuery,
  replies: { 200: listOf(campaignAnswer) },
})
export const getCampaign = operation({
  ...managed,
  id: 'getCampaign',
  tag: 'Campaigns',
  summary: 'One campaign',
  method: 'get',
  path: '/v1/campaigns/{id}',
  params: idParam,
  replies: { 200: campaignAnswer },
  problems: ['not_found'],
})
export const changeCampaign = operation({
  ...managed,
  id: 'changeCampaign',
  tag: 'Campaigns',
  summary: 'Change a campaign',
  description:
    'Codes keep the uses and the dates that they were issued with; the benefit, the limits and the activation hold from now on.',
  method: 'patch',
  path: '/v1/campaigns/{id}',
  params: idParam,
  body: campaignChangeBody,
  replies: { 200: campaignAnswer },
  problems: ['not_found'],
})

export const mintCodes = operation({
  ...managed,
  id: 'mintCodes',
  tag: 'Campaigns',
  summary: 'Mint codes in bulk',
  description:
    'Up to 10,000 at once; above, a job, which goes on whenever it is asked for at `GET /v1/jobs/{id}`.',
  method: 'post',
  path: '/v1/campaigns/{id}/codes',
  params: idParam,
  body: batchBody,
  replies: { 201: batchAnswer, 202: jobAnswer },
  problems: ['not_found', 'mint_refused'],
})
export const listCodes = operation({
  ...managed,
  id: 'listCodes',
  tag: 'Campaigns',
  summary: 'The codes of a campaign, as JSON or CSV',
  description:
    '`format=csv` exports them all (on Lambda 50,000 at a time; the header `Link` with `rel="next"` leads on). In no order of time.',
  method: 'get',
  path: '/v1/campaigns/{id}/codes',
  params: idParam,
  query: codesQuery,
  replies: { 200: codeList },
  problems: ['not_found'],
})
export const getJob = operation({
  ...managed,
  id: 'getMintJob',
  tag: 'Campaigns',
  summary: 'A job that mints codes: how far it is',
  description: 'Asking for it also takes it a step further, wherever it stopped.',
  method: 'get',
  path: '/v1/jobs/{id}',
  params: idParam,
  replies: { 200: jobAnswer },
  problems: ['not_found'],
})

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
  replies: { 201: codeAnswer },
  problems: ['not_found', 'campaign_unknown', 'mint_refused', 'text_refused'],
})

export const createRedemption = operation({
  id: 'createRedemption',
  tag: 'Browser',
  summary: 'Use a code online',
  description:
    'From a page with its publishable key in the body (CORS for the account’s origins), or with the secret key. ' +
    'The same session and code again is answered 200 with the first redemption. ' +
    'With a publishable key, 10 failures in 10 minutes of a session or visitor, or 50 of an address, and every further try is 429 until they age.',
  method: 'post',
  path: '/v1/redemptions',
  auth: 'site',
  body: redemptionBody,
  replies: { 200: redemptionAnswer, 201: redemptionAnswer },
  problems: ['unauthorized', 'origin_not_allowed', 'too_many_attempts', ...refusals],
})

export const getCodeLengths = operation({
  id: 'getCodeLengths',
  tag: 'Browser',
  summary: 'How long the account’s codes are',
  description:
    'For a field that groups digits while they are typed and checks the last one: the lengths, check digit included, and how many digits each group has.',
  method: 'get',
  path: '/v1/redemptions/lengths',
  auth: 'site',
  query: z.object({ key: z.string().check(z.meta({ description: 'The publishable key.' })) }),
  replies: {
    200: z.object({
      lengths: z.array(z.int()).check(z.meta({ examples: [[10]] })),
      groups: z.record(z.string(), z.array(z.int())).check(z.meta({ examples: [{ '10': [3, 3, 4] }] })),
    }),
  },
  problems: ['unauthorized'],
})
export const getRedeemScript = operation({
  id: 'getRedeemScript',
  tag: 'Browser',
  summary: 'The script of a field to enter a code in the business’s own page',
  description:
    '`<script async src="…/redeem.js" data-key="pk_…"></script>`: every element with `data-tieline-redeem` becomes such a field.',
  method: 'get',
  path: '/redeem.js',
  auth: 'none',
  replies: { 200: 'text/javascript' },
})

const pageQuery = z.object({
  key: z.optional(z.string().check(z.meta({ description: 'The publishable key.' }))),
  session: z.optional(z.string()),
  visitor: z.optional(z.string()),
  code: z.optional(z.string().check(z.meta({ description: 'Put into the field, and not looked up.' }))),
})
export const getRedeemPage = operation({
  id: 'getRedeemPage',
  tag: 'Browser',
  summary: 'The hosted page to enter a code',
  method: 'get',
  path: '/redeem',
  auth: 'none',
  query: pageQuery,
  replies: { 200: 'text/html' },
})
export const sendRedeemForm = operation({
  id: 'sendRedeemForm',
  tag: 'Browser',
  summary: 'The form of the hosted page',
  description: 'Answers with the page again: what the code is worth, or what is wrong beside the field.',
  method: 'post',
  path: '/redeem',
  auth: 'none',
  bodyType: 'application/x-www-form-urlencoded',
  body: z.object({
    key: z.optional(z.string()),
    code: z.optional(z.string()),
    session: z.optional(z.string()),
    visitor: z.optional(z.string()),
    attempt: z.optional(
      z.string().check(z.meta({ description: 'Made by the page: a form sent twice is one use.' })),
    ),
  }),
  replies: { 200: 'text/html' },
})

/** What the OpenAPI document is made from. */
export const couponOperations = [
  createRedemption,
  getCodeLengths,
  getRedeemScript,
  getRedeemPage,
  sendRedeemForm,
  createCampaign,
  listCampaigns,
  getCampaign,
  changeCampaign,
  mintCodes,
  listCodes,
  getJob,
  createCode,
  getCode,
  checkCode,
  holdCode,
  releaseCode,
  redeemCode,
  voidCode,
  quoteCode,
  giveCode,
] as const
