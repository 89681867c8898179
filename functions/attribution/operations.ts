import { operation } from '../../shared/http/operation.ts'
import { getDesk } from './desk/desk-operation.ts'
import { peopleOperations } from './people/people-operations.ts'
import { getAttention } from './reports/attention-report.ts'
import { reportCodes } from './reports/code-report-operation.ts'
import { reportFunnel } from './reports/funnel-report.ts'
import { modelOperations } from './reports/model-operations.ts'
import { reportPools } from './reports/pool-report-operation.ts'
import { reportOperations } from './reports/report-operations.ts'
import {
  callList,
  callParams,
  callSchema,
  callsQuery,
  enquiriesQuery,
  enquiryList,
  enquirySchema,
  idParams,
  rebuildSchema,
  revisionList,
  sessionSchema,
} from './schema.ts'
import { getText } from './text-routes.ts'

const read = { method: 'get', auth: 'secret' } as const

export const listEnquiries = operation({
  ...read,
  id: 'listEnquiries',
  tag: 'Enquiries',
  summary: 'Enquiries, newest first',
  description: '`from` and `to` are days of the account’s time zone, both included, by `openedAt`.',
  path: '/v1/enquiries',
  query: enquiriesQuery,
  replies: { 200: enquiryList },
})
export const getEnquiry = operation({
  ...read,
  id: 'getEnquiry',
  tag: 'Enquiries',
  summary: 'One enquiry with its evidence, journey and credits',
  description: 'The id of an enquiry that merged into another answers with the other.',
  path: '/v1/enquiries/{id}',
  params: idParams,
  replies: { 200: enquirySchema },
  problems: ['not_found'],
})
export const listRevisions = operation({
  ...read,
  id: 'listRevisions',
  tag: 'Enquiries',
  summary: 'What the enquiry said before, and says now, oldest first',
  path: '/v1/enquiries/{id}/revisions',
  params: idParams,
  replies: { 200: revisionList },
  problems: ['not_found'],
})
export const listCalls = operation({
  ...read,
  id: 'listCalls',
  tag: 'Calls',
  summary: 'Calls, newest first',
  description:
    'What is left to be called back: `outcome=missed,abandoned,voicemail&handled=false&spam=false`, until `PATCH` says `{"handled":true}`.',
  path: '/v1/calls',
  query: callsQuery,
  replies: { 200: callList },
})
export const getCall = operation({
  ...read,
  id: 'getCall',
  tag: 'Calls',
  summary: 'One call as its callbacks tell it at this moment',
  path: '/v1/calls/{callSid}',
  params: callParams,
  replies: { 200: callSchema },
  problems: ['not_found'],
})
export const getSession = operation({
  ...read,
  id: 'getSession',
  tag: 'Sessions',
  summary: 'One session: its touches, pages and leased numbers',
  path: '/v1/sessions/{id}',
  params: idParams,
  replies: { 200: sessionSchema },
  problems: ['not_found'],
})
export const getRebuild = operation({
  ...read,
  id: 'getRebuild',
  tag: 'Reports',
  summary: 'How far the views are being made anew',
  description:
    'After a change of the time zone, of a window or of the rules, all of the history is derived anew, day by day; until it is done the reports are partly old, and `/healthz` counts it as pending.',
  path: '/v1/rebuild',
  replies: { 200: rebuildSchema },
})

export const attributionOperations = [
  getRebuild,
  listEnquiries,
  getEnquiry,
  listRevisions,
  listCalls,
  getCall,
  getText,
  getDesk,
  getSession,
  ...reportOperations,
  ...modelOperations,
  reportCodes,
  reportPools,
  getAttention,
  reportFunnel,
  ...peopleOperations,
]
