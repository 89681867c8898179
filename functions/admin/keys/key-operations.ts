import { operation } from '../../../shared/http/operation.ts'
import { idParam, keyBody, keyList, newKeyAnswer } from './key-schema.ts'

/** Enough for every program of an account to have its own. */
export const mostKeys = 50

const managed = { tag: 'Account', auth: 'secret' } as const

export const listKeys = operation({
  ...managed,
  id: 'listKeys',
  summary: 'The account’s secret keys, without the keys themselves',
  method: 'get',
  path: '/v1/keys',
  replies: { 200: keyList },
})
export const createKey = operation({
  ...managed,
  id: 'createKey',
  summary: 'Make a secret key',
  description: `One for each program, so that one can be withdrawn without the others; at most ${mostKeys}.`,
  method: 'post',
  path: '/v1/keys',
  body: keyBody,
  replies: { 201: newKeyAnswer },
  problems: ['too_many'],
})
export const deleteKey = operation({
  ...managed,
  id: 'deleteKey',
  summary: 'Withdraw a secret key',
  description: 'From then on it serves no request. The last one stays: make another first.',
  method: 'delete',
  path: '/v1/keys/{id}',
  params: idParam,
  replies: { 204: null },
  problems: ['not_found', 'last_key'],
})

export const keyOperations = [listKeys, createKey, deleteKey] as const
