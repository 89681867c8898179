import * as z from 'zod/mini'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { operation } from '../../shared/http/operation.ts'
import { confirmedNumberOperations } from './accounts/confirmed-number-schema.ts'
import { auditOperations } from './audit-log/audit-schema.ts'
import { contactOperations } from './contacts/contact-operations.ts'
import { erasureOperations } from './erasures/erasure-schema.ts'
import { exportOperations } from './exports/export-schema.ts'
import { importAnswer, importLine } from './imports/import-schema.ts'
import { inboundOperations } from './inbound/inbound-operations.ts'
import { keyOperations } from './keys/key-operations.ts'
import { memberOperations } from './members/member-schema.ts'
import { outcomeOperations } from './outcomes/outcome-operations.ts'
import { processOperations } from './process/process-operations.ts'
import { recordingOperations } from './recordings/recording-operations.ts'
import { savedViewOperations } from './saved-views/saved-view-operations.ts'
import {
  accountAnswer,
  accountChangeBody,
  newAccountAnswer,
  newAccountBody,
  newNumberBody,
  newPoolBody,
  numberAnswer,
  numberChangeBody,
  poolAnswer,
  poolChangeBody,
} from './schema.ts'
import { setupOperations } from './setup/setup-operations.ts'
import { signInOperations } from './sign-in/sign-in-operations.ts'

const idParam = z.object({ id: z.string() })
const pendingCount = z.int().check(
  z.gte(0),
  z.meta({
    description:
      'Ledger changes that the reports do not show yet; 0: they are current. Deployed it is an estimate: 0 holds for what is ten seconds old or older.',
  }),
)

export const createAccount = operation({
  id: 'createAccount',
  tag: 'Accounts',
  summary: 'Create an account',
  description:
    'With its first secret key and its publishable key, which are told in this answer alone. Whoever has `ownerEmail` may sign in as its owner.',
  method: 'post',
  path: '/v1/accounts',
  auth: 'operator',
  body: newAccountBody,
  replies: { 201: newAccountAnswer },
})

export const getAccount = operation({
  id: 'getAccount',
  tag: 'Accounts',
  summary: 'The account of the key',
  method: 'get',
  path: '/v1/account',
  auth: 'secret',
  replies: { 200: accountAnswer },
})

export const changeAccount = operation({
  id: 'changeAccount',
  tag: 'Accounts',
  summary: 'Change the account’s settings',
  method: 'patch',
  path: '/v1/account',
  auth: 'secret',
  body: accountChangeBody,
  replies: { 200: accountAnswer },
})

export const createNumber = operation({
  id: 'createNumber',
  tag: 'Numbers',
  summary: 'Register a tracking number',
  description:
    'A source number stands for one fixed source, a pool number is leased to one session at a time. A phone number is registered once at a time, everywhere. With `swapTargets` pages show a source number to the visitors of its source: a call to it proves the source, not the visit. A pool number that is dialled for somebody else rests for two weeks (`restingUntil`): six calls of at least three callers in two weeks that no page explains and that are over within 20 seconds, if they are half of its calls, or three that somebody marked `wrongNumber`; half of a pool always stays.',
  method: 'post',
  path: '/v1/numbers',
  auth: 'secret',
  body: newNumberBody,
  replies: { 201: numberAnswer },
  problems: ['number_taken', 'pool_unknown'],
})

export const listNumbers = operation({
  id: 'listNumbers',
  tag: 'Numbers',
  summary: 'The tracking numbers, in the order of their registration',
  method: 'get',
  path: '/v1/numbers',
  auth: 'secret',
  query: listQuery,
  replies: { 200: listOf(numberAnswer) },
})

export const getNumber = operation({
  id: 'getNumber',
  tag: 'Numbers',
  summary: 'One tracking number',
  method: 'get',
  path: '/v1/numbers/{id}',
  auth: 'secret',
  params: idParam,
  replies: { 200: numberAnswer },
  problems: ['not_found'],
})

export const changeNumber = operation({
  id: 'changeNumber',
  tag: 'Numbers',
  summary: 'Change a tracking number',
  method: 'patch',
  path: '/v1/numbers/{id}',
  auth: 'secret',
  params: idParam,
  body: numberChangeBody,
  replies: { 200: numberAnswer },
  problems: ['not_found', 'pool_unknown'],
})

export const deleteNumber = operation({
  id: 'deleteNumber',
  tag: 'Numbers',
  summary: 'Give up a tracking number',
  description: 'Calls and leases that it had stay in the reports.',
  method: 'delete',
  path: '/v1/numbers/{id}',
  auth: 'secret',
  params: idParam,
  replies: { 204: null },
  problems: ['not_found'],
})

export const createPool = operation({
  id: 'createPool',
  tag: 'Pools',
  summary: 'Create a pool',
  description: 'Its numbers are registered with its `id` as their `poolId`.',
  method: 'post',
  path: '/v1/pools',
  auth: 'secret',
  body: newPoolBody,
  replies: { 201: poolAnswer },
})

export const listPools = operation({
  id: 'listPools',
  tag: 'Pools',
  summary: 'The pools, in the order of their creation',
  method: 'get',
  path: '/v1/pools',
  auth: 'secret',
  query: listQuery,
  replies: { 200: listOf(poolAnswer) },
})

export const getPool = operation({
  id: 'getPool',
  tag: 'Pools',
  summary: 'One pool',
  method: 'get',
  path: '/v1/pools/{id}',
  auth: 'secret',
  params: idParam,
  replies: { 200: poolAnswer },
  problems: ['not_found'],
})

export const changePool = operation({
  id: 'changePool',
  tag: 'Pools',
  summary: 'Change a pool',
  description: 'A changed flow holds for its numbers from the next call on.',
  method: 'patch',
  path: '/v1/pools/{id}',
  auth: 'secret',
  params: idParam,
  body: poolChangeBody,
  replies: { 200: poolAnswer },
  problems: ['not_found'],
})

export const importFacts = operation({
  id: 'importFacts',
  tag: 'Imports',
  summary: 'Bring history',
  description:
    'Facts in any order, any number of times: each line is judged by itself, and a fact that stands already is a duplicate. Of lines that name nothing known yet (a session, a call, a code, a campaign) nothing is lost: what belongs together is joined when its other half comes. For files of any size: `npm run tieline -- import FILE`.',
  method: 'post',
  path: '/v1/imports',
  auth: 'secret',
  lines: importLine,
  replies: { 200: importAnswer },
})

export const getHealth = operation({
  id: 'getHealth',
  tag: 'Service',
  summary: 'Whether the bridge answers, and how current its reports are',
  method: 'get',
  path: '/healthz',
  auth: 'none',
  replies: { 200: z.object({ status: z.literal('ok'), pending: pendingCount }) },
})

export const getFreshness = operation({
  id: 'getFreshness',
  tag: 'Service',
  summary: 'How current the reports are',
  method: 'get',
  path: '/v1/freshness',
  auth: 'secret',
  replies: { 200: z.object({ pending: pendingCount }) },
})

export const getOpenApi = operation({
  id: 'getOpenApi',
  tag: 'Service',
  summary: 'This document',
  method: 'get',
  path: '/openapi.json',
  auth: 'none',
  replies: { 200: 'application/json' },
})

export const getDocs = operation({
  id: 'getDocs',
  tag: 'Service',
  summary: 'This document as a page',
  method: 'get',
  path: '/docs',
  auth: 'none',
  replies: { 200: 'text/html' },
})

/** What the OpenAPI document is made from. */
export const adminOperations = [
  createAccount,
  getAccount,
  changeAccount,
  createNumber,
  listNumbers,
  getNumber,
  changeNumber,
  deleteNumber,
  createPool,
  listPools,
  getPool,
  changePool,
  ...confirmedNumberOperations,
  ...memberOperations,
  ...signInOperations,
  ...contactOperations,
  ...outcomeOperations,
  ...inboundOperations,
  ...recordingOperations,
  ...keyOperations,
  ...savedViewOperations,
  ...processOperations,
  ...setupOperations,
  ...erasureOperations,
  ...exportOperations,
  ...auditOperations,
  importFacts,
  getHealth,
  getFreshness,
  getOpenApi,
  getDocs,
] as const
