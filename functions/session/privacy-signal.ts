import type { Context } from 'hono'
import type { PrivacySignal } from '../../shared/domain/account.ts'

/** By which header a browser says so. https://www.w3.org/TR/gpc/ https://www.w3.org/TR/tracking-dnt/ */
const headers: Readonly<Record<PrivacySignal, string>> = { gpc: 'sec-gpc', dnt: 'dnt' }

/** Whether the browser has a wish that the account heeds. */
export const hasPrivacySignal = (context: Context, respected: readonly PrivacySignal[] = []): boolean =>
  respected.some((signal) => context.req.header(headers[signal]) === '1')
