import * as z from 'zod/mini'
import { instant } from '../../../shared/http/field.ts'
import { listOf } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'

const suppression = z
  .object({
    id: z.string(),
    email: z.string(),
    reason: z.enum(['bounce', 'complaint']),
    at: instant,
    detail: z.nullable(z.string()).check(z.meta({ description: 'What the other mail server said' })),
  })
  .check(z.meta({ id: 'Suppression' }))
export const suppressionList = listOf(suppression)

const mine = { tag: 'Team', auth: 'secret' } as const

export const listSuppressions = operation({
  ...mine,
  id: 'listSuppressions',
  summary: 'Addresses that are not written to any more',
  description: 'Those that do not exist (a permanent bounce), and those whose reader called a mail spam.',
  method: 'get',
  path: '/v1/suppressions',
  replies: { 200: suppressionList },
})
export const removeSuppression = operation({
  ...mine,
  id: 'removeSuppression',
  summary: 'Write to the address again',
  description: 'The mail service keeps a list of its own, from which the address has to be taken as well.',
  method: 'delete',
  path: '/v1/suppressions/{id}',
  params: z.object({ id: z.string() }),
  replies: { 204: null },
  problems: ['not_found'],
})
export const suppressionOperations = [listSuppressions, removeSuppression] as const
