import { isHangUp } from '../../shared/domain/caller-standing.ts'
import type { CallSid, E164 } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { type CallWebhookDeps, causeOf } from './deps.ts'
import type { CallOwner } from './links.ts'
import type { Deadline } from './outage/deadline.ts'
import type { IncomingCall, Progress } from './schema.ts'

/** Only what makes the next call better: that it fails is reported and costs this call nothing. */
async function attempt(
  { report }: CallWebhookDeps,
  callSid: CallSid,
  work: Promise<unknown> | undefined,
  deadline: Deadline,
): Promise<void> {
  try {
    await deadline.race(Promise.resolve(work))
  } catch (error) {
    report({ trouble: 'caller-unwritten', callSid, cause: causeOf(error) })
  }
}

/** Remembers the phone of the business that answered. */
export const rememberAgent = (
  deps: CallWebhookDeps,
  { account }: CallOwner,
  callSid: CallSid,
  agent: E164,
  at: Instant,
  deadline: Deadline,
): Promise<void> =>
  attempt(deps, callSid, deps.extras?.callers.answered(account, callSid, agent, at), deadline)

/** Remembers a caller who hung up at once. */
export async function rememberHangUp(
  deps: CallWebhookDeps,
  { account }: CallOwner,
  { callSid, caller }: IncomingCall,
  { status, durationSeconds, at }: Progress,
  deadline: Deadline,
): Promise<void> {
  if (status !== 'completed' || caller === undefined || !isHangUp(durationSeconds)) return
  const phone = deps.vault.hash(account, 'phone', caller)
  await attempt(deps, callSid, deps.extras?.callers.hungUp(account, phone, callSid, at), deadline)
}
