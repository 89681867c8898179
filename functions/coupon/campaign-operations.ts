import * as z from 'zod/mini'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { operation } from '../../shared/http/operation.ts'
import {
  batchAnswer,
  batchBody,
  campaignAnswer,
  campaignChangeBody,
  codeList,
  codesQuery,
  jobAnswer,
  newCampaignBody,
} from './schema.ts'

const idParam = z.object({ id: z.string() })
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
    '`format=csv` exports them all (on Lambda 50,000 at a time; the header `Link` with `rel="next"` leads on). In no order of time. With `status` (JSON alone) a page may be short or empty: `nextCursor` leads on until it is null.',
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
