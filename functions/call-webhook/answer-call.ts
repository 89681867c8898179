import type { CallFact } from '../../shared/domain/fact.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { openCodeDesk } from './answer-code.ts'
import { beginWithCode, wantsCodes } from './begin-with-code.ts'
import { isClosed } from './closed.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { decideCallPlan, decideClosedPlan } from './decide.ts'
import { type CallWebhookDeps, causeOf, usualPatience } from './deps.ts'
import { dialFact, voiceFact } from './facts.ts'
import type { KnownRoutes } from './known-routes.ts'
import type { CallOwner } from './links.ts'
import type { CallPlan } from './plan.ts'
import type { IncomingCall } from './schema.ts'

/**
 * What the incoming call gets, and its fact written: the route first, since the key of every fact begins with its
 * account. Bookkeeping that fails or takes too long is reported and costs the caller nothing but the wait.
 */
export async function answerCall(
  deps: CallWebhookDeps,
  known: KnownRoutes,
  call: IncomingCall,
): Promise<{ plan: CallPlan; owner: CallOwner }> {
  const deadline = startDeadline((deps.patience ?? usualPatience).callerMilliseconds)
  try {
    const read = await readRoute(deps, known, call, deadline)
    const owner = { account: read.route?.account ?? deps.houseAccount, number: call.number }
    const flow = read.route?.flow
    const ringing = decideCallPlan(read.route, call)
    const plan =
      ringing.plan === 'forward' && flow && (await isClosed(deps, call, owner, flow, deadline))
        ? decideClosedPlan(flow)
        : ringing
    const begin = () => {
      if (plan.plan === 'closed') {
        return openCodeDesk(deps, call, owner, deadline).giveWhenClosed(plan, flow?.forwardTo ?? [])
      }
      return plan.plan === 'forward' && wantsCodes(flow)
        ? beginWithCode(deps, call, owner, flow, plan, deadline)
        : plan
    }
    const [begun] = await Promise.all([
      begin(),
      // Where it can't be said whose number it is, a fact would land in another's account.
      read.sure && writeFacts(deps, call, owner, read.route, plan, deadline),
    ])
    return { plan: begun, owner }
  } finally {
    deadline.end()
  }
}

async function readRoute(
  deps: CallWebhookDeps,
  known: KnownRoutes,
  call: IncomingCall,
  deadline: Deadline,
): Promise<{ route: NumberRoute | undefined; sure: boolean }> {
  try {
    const route = await deadline.race(deps.routes.routeOf(call.number))
    known.learn(call.number, route)
    return { route, sure: true }
  } catch (error) {
    deps.report({ trouble: 'route-unread', callSid: call.callSid, cause: causeOf(error) })
    const route = known.last(call.number)
    return { route, sure: route !== undefined }
  }
}

/** Messages and codes are asked for with words, too; a plain `<Dial>` leaves the leg ringing until the business answers. */
const isGreeted = (plan: CallPlan, route: NumberRoute | undefined) =>
  plan.plan !== 'forward' || plan.greeting !== undefined || wantsCodes(route?.flow)

async function writeFacts(
  deps: CallWebhookDeps,
  call: IncomingCall,
  owner: CallOwner,
  route: NumberRoute | undefined,
  plan: CallPlan,
  deadline: Deadline,
): Promise<void> {
  try {
    const at = deps.now()
    const facts: CallFact[] = [voiceFact(deps.vault, call, owner, route, isGreeted(plan, route), at)]
    // Nobody is rung: said now, since the caller may hang up before any callback could tell.
    if (plan.plan !== 'forward') facts.push(dialFact(deps.vault, call, owner, { status: 'no-answer' }, at))
    await deadline.race(Promise.all(facts.map((fact) => deps.calls.record(fact))))
  } catch (error) {
    deps.report({ trouble: 'fact-unwritten', callSid: call.callSid, cause: causeOf(error) })
  }
}
