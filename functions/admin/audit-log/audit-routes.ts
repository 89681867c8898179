import type { Hono } from 'hono'
import type { AuditEntry } from '../../../shared/domain/audit.ts'
import { pageOf, positionOfCursor } from '../../../shared/http/list.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { listAuditLog } from './audit-schema.ts'

const isPosition = (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[\w-]{16}$/.test(text)

const renderEntry = ({
  at,
  action,
  by: { kind, id = undefined },
  subject,
  detail = undefined,
}: AuditEntry) => ({
  at,
  action,
  by: { kind, id: id ?? null },
  subject,
  detail: detail ?? null,
})

export function mountAuditLog(app: Hono, { guards, audit }: AdminDeps): void {
  handle(app, guards, listAuditLog, async ({ account, query: { limit, cursor } }) => {
    const after = positionOfCursor(cursor, isPosition)
    if (isRefusal(after)) return after
    const page = pageOf(await audit.list(account, limit + 1, after), limit, ({ position }) => position)
    return reply(200, { ...page, data: page.data.map(renderEntry) }, { 'cache-control': 'no-store' })
  })
}
