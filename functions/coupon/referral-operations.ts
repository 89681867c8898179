import * as z from 'zod/mini'
import { instant, text } from '../../shared/http/field.ts'
import { operation } from '../../shared/http/operation.ts'
import { benefit } from './campaign-schema.ts'
import { holder } from './code-schema.ts'

export const newReferrer = z
  .strictObject({
    campaignId: text(64).check(z.meta({ description: 'Of kind `referral`.' })),
    holder: holder,
  })
  .check(z.meta({ id: 'NewReferrer', description: 'A customer, by phone or e-mail.' }))

export const referrerAnswer = z
  .object({
    code: z.string(),
    display: z.string(),
    spoken: z.string(),
    campaignId: z.string(),
    benefit,
    link: z
      .nullable(z.string())
      .check(z.meta({ description: 'To your page, with the code; null where the campaign names none.' })),
    share: z.string().check(z.meta({ description: 'A page for the customer to pass on.' })),
    expiresAt: instant,
  })
  .check(z.meta({ id: 'ReferrerCode' }))

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
