import * as z from 'zod/mini'
import { auditedActions } from '../../../shared/domain/audit.ts'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'
import { instant } from '../field.ts'

const note = (description: string) => z.meta({ description })

export const auditEntryAnswer = z
  .object({
    at: instant,
    action: z.enum(auditedActions),
    by: z.object({
      kind: z
        .enum(['member', 'key', 'link', 'none'])
        .check(note('`key`: a program; `link`: whoever had a signed link')),
      id: z.nullable(z.string().check(note('Of the member'))),
    }),
    subject: z.string().check(note('An id: nobody’s data stands here')),
    detail: z.nullable(z.string()),
  })
  .check(z.meta({ id: 'AuditEntry' }))

export const listAuditLog = operation({
  id: 'listAuditLog',
  tag: 'People',
  summary: 'Who heard, took along or erased people’s data, the latest first',
  description:
    'Each entry is written before the answer that it tells of, and none is ever changed. What the same caller hears of one recording within ten minutes is one entry.',
  method: 'get',
  path: '/v1/audit-log',
  auth: 'secret',
  query: listQuery,
  replies: { 200: listOf(auditEntryAnswer) },
})

export const auditOperations = [listAuditLog] as const
