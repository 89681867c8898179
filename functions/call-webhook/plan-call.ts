import type { CallSettings } from '../../shared/domain/account.ts'
import { type CallerStanding, isSuspectCaller } from '../../shared/domain/caller-standing.ts'
import type { CallFlow, NumberRoute } from '../../shared/domain/number.ts'
import { type CallWebhookDeps, causeOf } from './deps.ts'
import { isClosed } from './flow/closed.ts'
import { decideCallPlan } from './flow/decide.ts'
import type { CallPlan } from './flow/plan.ts'
import { sayingsOf } from './flow/sayings/index.ts'
import { speechWanted, spokenTo } from './flow/speech.ts'
import type { CallOwner } from './links.ts'
import type { Deadline } from './outage/deadline.ts'
import type { IncomingCall } from './schema.ts'

/**
 * What the call gets by everything that can be learnt of it in time. What can't be is done without; where deciding itself
 * fails, the business's phones ring.
 * @param isCleared the caller has shown to be no machine
 */
export async function planCall(
  deps: CallWebhookDeps,
  call: IncomingCall,
  owner: CallOwner,
  route: NumberRoute | undefined,
  deadline: Deadline,
  { isCleared = false } = {},
): Promise<{ plan: CallPlan; owner: CallOwner }> {
  const flow = route?.flow
  if (!flow) {
    const speech = speechWanted(undefined, route && (await settingsOf(deps, call, owner, deadline)))
    return {
      plan: decideCallPlan(route, call, {}, sayingsOf(speech.language)),
      owner: spokenTo(owner, speech),
    }
  }
  try {
    const [settings, closed, standing] = await Promise.all([
      settingsOf(deps, call, owner, deadline),
      isClosed(deps, call, owner, flow, deadline),
      standingOf(deps, call, owner, flow, deadline),
    ])
    const speech = speechWanted(flow, settings)
    const circumstances = {
      isClosed: closed,
      isBlocked: isBlocked(deps, call, owner, settings),
      isSuspect:
        flow.screenSpam === true &&
        !isCleared &&
        isSuspectCaller(call.verdict, standing?.hangUps ?? [], deps.now()),
      lastAgent: flow.stickyAgent ? standing?.lastAgent : undefined,
    }
    return {
      plan: decideCallPlan(route, call, circumstances, sayingsOf(speech.language)),
      owner: spokenTo(owner, speech),
    }
  } catch (error) {
    deps.report({ trouble: 'flow-undecided', callSid: call.callSid, cause: causeOf(error) })
    const plain: CallFlow = { forwardTo: flow.forwardTo, ring: flow.ring }
    const speech = speechWanted(flow, deps.extras?.settings.last?.(owner.account))
    return {
      plan: decideCallPlan({ ...route, flow: plain }, call, {}, sayingsOf(speech.language)),
      owner: spokenTo(owner, speech),
    }
  }
}

function isBlocked(
  { vault }: CallWebhookDeps,
  { caller }: IncomingCall,
  { account }: CallOwner,
  settings: CallSettings | undefined,
): boolean {
  const blocked = settings?.blockedCallers ?? []
  if (caller === undefined || blocked.length === 0) return false
  const phone = vault.hash(account, 'phone', caller)
  return blocked.some((each) => each.phone === phone)
}

async function settingsOf(
  { extras, report }: CallWebhookDeps,
  { callSid }: IncomingCall,
  { account }: CallOwner,
  deadline: Deadline,
): Promise<CallSettings | undefined> {
  try {
    return extras && (await deadline.race(extras.settings.of(account)))
  } catch (error) {
    report({ trouble: 'account-unread', callSid, cause: causeOf(error) })
    return extras?.settings.last?.(account)
  }
}

async function standingOf(
  { extras, vault, now, report }: CallWebhookDeps,
  { callSid, caller }: IncomingCall,
  { account }: CallOwner,
  { stickyAgent, screenSpam }: CallFlow,
  deadline: Deadline,
): Promise<CallerStanding | undefined> {
  if (!extras || caller === undefined || !(stickyAgent || screenSpam)) return undefined
  try {
    const phone = vault.hash(account, 'phone', caller)
    return await deadline.race(extras.callers.standingOf(account, phone, now()))
  } catch (error) {
    report({ trouble: 'caller-unread', callSid, cause: causeOf(error) })
    return undefined
  }
}

/** A call that was turned away or put to the test counts as spam, until the caller passes or somebody says otherwise. */
export async function flagSpam(
  deps: CallWebhookDeps,
  call: Pick<IncomingCall, 'callSid'>,
  owner: CallOwner,
  plan: CallPlan,
  deadline: Deadline,
): Promise<void> {
  if (plan.plan === 'challenge' || (plan.plan === 'goodbye' && plan.isSpam)) {
    await markSpam(deps, call, owner, true, deadline)
  }
}

export async function markSpam(
  { extras, now, report }: CallWebhookDeps,
  { callSid }: Pick<IncomingCall, 'callSid'>,
  { account }: CallOwner,
  spam: boolean,
  deadline: Deadline,
): Promise<void> {
  const mark = { fact: 'mark', account, contact: callSid, at: now(), by: 'call-screen', spam } as const
  try {
    await deadline.race(Promise.resolve(extras?.marks.record(mark)))
  } catch (error) {
    report({ trouble: 'caller-unwritten', callSid, cause: causeOf(error) })
  }
}
