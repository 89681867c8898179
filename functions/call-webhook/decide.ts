import { isE164 } from '../../shared/domain/caller.ts'
import type { CallStatus } from '../../shared/domain/fact.ts'
import type { CallFlow, NumberRoute } from '../../shared/domain/number.ts'
import type { CallPlan, ClosedPlan, ForwardPlan, GoodbyePlan, TakeMessagePlan } from './plan.ts'
import * as say from './sayings.ts'
import type { IncomingCall } from './schema.ts'

/** Twilio rings ten phones at once at most. */
const mostTargets = 10

/** All at once: Twilio's own 30 s. One after another: shorter, or the caller gives up before the second phone rings. */
const ringSeconds = { all: 30, 'in-order': 20 } as const

export const takeMessage: TakeMessagePlan = {
  plan: 'take-message',
  prompt: `Thank you for calling. Nobody can answer at the moment. ${say.leaveMessage}`,
  longestSeconds: 120,
}

/** What invites to leave a message, if the flow wants any. */
export function messagePromptOf(flow: CallFlow | undefined): string | undefined {
  const voicemail = flow?.voicemail
  if (voicemail === undefined || voicemail === false) return undefined
  const own = typeof voicemail === 'object' ? voicemail.greeting : voicemail
  return typeof own === 'string' && own !== '' ? own : say.leaveMessage
}

/** Outside of the hours nobody is rung: the caller hears so, gets the code of the flow, and may leave a message. */
export function decideClosedPlan(flow: CallFlow): ClosedPlan {
  const messagePrompt = messagePromptOf(flow)
  const giving = flow.giveCode
  return {
    plan: 'closed',
    text: flow.hours?.closedMessage || say.closed,
    ...(messagePrompt !== undefined && { messagePrompt }),
    ...(giving && giving.when !== 'missed' && { giveFirst: giving.campaignId }),
  }
}

const nobodyAnswered: GoodbyePlan = {
  plan: 'goodbye',
  text: `${say.sorryNobodyAnswered} Please try again later. Goodbye.`,
}
export const messageTaken: GoodbyePlan = { plan: 'goodbye', text: 'Thank you for your message. Goodbye.' }

/** What an incoming call gets. Whatever the number's state, the caller hears something sensible. */
export function decideCallPlan(route: NumberRoute | undefined, call: IncomingCall): CallPlan {
  const flow = route?.flow
  const giving = flow?.giveCode
  // A number that forwards to itself would ring in a circle.
  const phones = (flow?.forwardTo ?? []).filter((phone) => isE164(phone) && phone !== call.number)
  const [first, ...others] = phones.slice(0, mostTargets)
  if (!flow || first === undefined) return takeMessage

  const inOrder = flow.ring === 'in-order'
  return {
    plan: 'forward',
    ...(flow.greeting && { greeting: flow.greeting }),
    targets: inOrder ? [first] : [first, ...others],
    nextTargets: inOrder ? others : [],
    timeoutSeconds: ringSeconds[inOrder ? 'in-order' : 'all'],
    // Twilio passes the caller's number on, but refuses to dial as somebody who has none.
    ...(call.caller === undefined && isE164(call.number) && { callerId: call.number }),
    // Given before the phones ring, the same code is said once more to whom nobody answers.
    ...(giving && giving.when !== 'closed' && { giveWhenMissed: giving.campaignId }),
  }
}

const answered: ReadonlySet<CallStatus> = new Set(['completed', 'answered'])

/** What the caller gets when a `<Dial>` has ended. */
export function decideAfterDial(
  status: CallStatus,
  line: Pick<ForwardPlan, 'nextTargets' | 'callerId' | 'giveWhenMissed'>,
): CallPlan {
  if (answered.has(status)) return { plan: 'hang-up' }
  const [target, ...nextTargets] = line.nextTargets
  if (target === undefined) {
    return {
      ...nobodyAnswered,
      ...(line.giveWhenMissed !== undefined && { giveInstead: line.giveWhenMissed }),
    }
  }
  return {
    plan: 'forward',
    targets: [target],
    nextTargets,
    timeoutSeconds: ringSeconds['in-order'],
    ...(line.callerId !== undefined && { callerId: line.callerId }),
    ...(line.giveWhenMissed !== undefined && { giveWhenMissed: line.giveWhenMissed }),
  }
}
