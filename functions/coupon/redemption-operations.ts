import * as z from 'zod/mini'
import { operation } from '../../shared/http/operation.ts'
import { refusals } from './refusals.ts'
import { redemptionAnswer, redemptionBody } from './schema.ts'

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
