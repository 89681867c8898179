import * as z from 'zod/mini'
import { operation } from '../../shared/http/operation.ts'
import { newReferrer, referrerAnswer } from './referral-schema.ts'

export const createReferrer = operation({
  id: 'createReferrer',
  tag: 'Codes',
  summary: 'Give a customer a code to recommend you with',
  description:
    'One for each customer and campaign: asking again answers 200 with the same. It is said on the phone or used online, and its link does the same by itself; whoever comes by it is counted under Referral.',
  method: 'post',
  path: '/v1/referrals',
  auth: 'secret',
  body: newReferrer,
  replies: { 200: referrerAnswer, 201: referrerAnswer },
  problems: ['campaign_unknown', 'mint_refused'],
})

export const getSharePage = operation({
  id: 'getSharePage',
  tag: 'Browser',
  summary: 'The page of a customer’s recommendation',
  description: 'What a friend gets, the code in large digits, the way to you; and ways to pass it on.',
  method: 'get',
  path: '/share/{code}',
  auth: 'none',
  params: z.object({ code: z.string() }),
  query: z.object({ key: z.optional(z.string().check(z.meta({ description: 'The publishable key.' }))) }),
  replies: { 200: 'text/html', 404: 'text/html' },
})
export const referralOperations = [createReferrer, getSharePage] as const
