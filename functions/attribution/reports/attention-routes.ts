import type { Hono } from 'hono'
import type { Clock } from '../../../shared/domain/time.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { attentionReport, getAttention } from './attention-report.ts'
import type { ReportDeps } from './report-routes.ts'

export function mountAttention(
  app: Hono,
  { ledger, views, authenticate, settingsOf, now }: ReportDeps & { readonly now: Clock },
): void {
  handle(app, { authenticate }, getAttention, async ({ account }) =>
    reply(200, await attentionReport({ ledger, views }, await settingsOf(account), now())),
  )
}
