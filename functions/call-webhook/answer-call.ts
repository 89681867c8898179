import type { CallFact } from '../../shared/domain/fact.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { openCodeDesk } from './codes/answer-code.ts'
import { beginWithCode, wantsCodes } from './codes/begin-with-code.ts'
import { type AnsweredBy, type CallWebhookDeps, causeOf } from './deps.ts'
import { dialFact, voiceFact } from './facts.ts'
import type { CallPlan } from './flow/plan.ts'
import type { CallOwner } from './links.ts'
import { type Deadline, startDeadline } from './outage/deadline.ts'
import { keepFacts, keepUnrouted } from './outage/keep.ts'
import type { KnownRoutes } from './outage/known-routes.ts'
import { fallbackDocument, messageForHouse } from './outage/rescue.ts'
import { flagSpam, planCall } from './plan-call.ts'
import { readRoute } from './read-route.ts'
import type { IncomingCall } from './schema.ts'

export type CallAnswer = { readonly by: AnsweredBy } & (
  | { readonly plan: CallPlan; readonly owner: CallOwner }
  /** The number's static fallback TwiML. */
  | { readonly document: string }
)

/**
 * What the incoming call gets, and its fact written: the route first, since the key of every fact begins with its
 * account. Bookkeeping that fails or takes too long is reported and costs the caller nothing but the wait.
 * @param patienceMilliseconds for all reading and writing together
 */
export async function answerCall(
  deps: CallWebhookDeps,
  known: KnownRoutes,
  call: IncomingCall,
  patienceMilliseconds: number,
): Promise<CallAnswer> {
  const deadline = startDeadline(patienceMilliseconds)
  try {
    const read = await readRoute(deps, known, call, deadline)
    if (read.read === 'unknown') return await answerUnrouted(deps, call, read.cause)
    const by = read.isRemembered ? 'memory' : 'flow'
    return { by, ...(await answerRouted(deps, call, read.route, deadline)) }
  } finally {
    deadline.end()
  }
}

async function answerRouted(
  deps: CallWebhookDeps,
  call: IncomingCall,
  route: NumberRoute | undefined,
  deadline: Deadline,
): Promise<{ readonly plan: CallPlan; readonly owner: CallOwner }> {
  const whose = { account: route?.account ?? deps.houseAccount, number: call.number }
  const flow = route?.flow
  const { plan, owner } = await planCall(deps, call, whose, route, deadline)
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
    writeFacts(deps, call, owner, route, plan, deadline),
    flagSpam(deps, call, owner, plan, deadline),
  ])
  return { plan: begun, owner }
}

/** Nothing is known of the number now: its static document rings the business, else a message is taken. */
async function answerUnrouted(deps: CallWebhookDeps, call: IncomingCall, cause: string): Promise<CallAnswer> {
  const document = await fallbackDocument(deps, call)
  const isRung = document !== undefined
  await keepUnrouted(deps, { webhook: 'voice', call, at: deps.now(), isGreeted: !isRung, isRung }, cause)
  return isRung ? { by: 'document', document } : { by: 'message', ...messageForHouse(deps, call) }
}

/** Messages and codes are asked for with words, too; a plain `<Dial>` leaves the leg ringing until the business answers. */
const isGreeted = (plan: CallPlan, route: NumberRoute | undefined) =>
  plan.plan !== 'forward' || plan.greeting !== undefined || wantsCodes(route?.flow)

const isNobodyRung = ({ plan }: CallPlan) =>
  plan === 'take-message' || plan === 'closed' || plan === 'goodbye'

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
    if (isNobodyRung(plan)) facts.push(dialFact(deps.vault, call, owner, { status: 'no-answer' }, at))
    await keepFacts(deps, call.callSid, facts, deadline)
  } catch (error) {
    deps.report({ trouble: 'fact-unwritten', callSid: call.callSid, cause: causeOf(error) })
  }
}
