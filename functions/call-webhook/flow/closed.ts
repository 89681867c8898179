import { isOpen } from '../../../shared/domain/business-hours.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { type CallWebhookDeps, causeOf } from '../deps.ts'
import type { CallOwner } from '../links.ts'
import type { Deadline } from '../outage/deadline.ts'
import type { IncomingCall } from '../schema.ts'

/**
 * Whether the flow's hours say that nobody answers now. They are told by the account's clock, which is read for that alone;
 * where it can't be, or the hours make no sense, the phones ring.
 */
export async function isClosed(
  { coupons, now, report }: CallWebhookDeps,
  { callSid }: IncomingCall,
  { account }: CallOwner,
  { hours }: CallFlow,
  deadline: Deadline,
): Promise<boolean> {
  if (!hours) return false
  try {
    const timeZone = hours.timeZone ?? (await deadline.race(coupons.accounts.get(account)))?.timeZone
    return timeZone !== undefined && !isOpen(hours, now(), timeZone)
  } catch (error) {
    report({ trouble: 'hours-unread', callSid, cause: causeOf(error) })
    return false
  }
}
