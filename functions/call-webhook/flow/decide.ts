import { isE164 } from '../../../shared/domain/caller.ts'
import type { CallStatus } from '../../../shared/domain/fact.ts'
import type { E164 } from '../../../shared/domain/ids.ts'
import type { CallFlow, NumberRoute } from '../../../shared/domain/number.ts'
import type { IncomingCall } from '../schema.ts'
import { decideOpening, recordingOf } from './decide-opening.ts'
import { messageOf, takeMessageIn } from './message.ts'
import type { CallPlan, ClosedPlan, DialledLine, ForwardPlan, GoodbyePlan, LineTerms } from './plan.ts'
import { mostTargets, type PhonesToRing, phonesToRing, usualRingSeconds } from './ringing.ts'
import { english, type Sayings } from './sayings/index.ts'
import { together } from './words.ts'

export { takeMessage } from './message.ts'

/** Outside of the hours nobody is rung: the caller hears so, gets the code of the flow, and may leave a message. */
export function decideClosedPlan(flow: CallFlow, say: Sayings = english): ClosedPlan {
  const message = messageOf(flow, say)
  const giving = flow.giveCode
  return {
    plan: 'closed',
    text: flow.hours?.closedMessage || say.closed,
    ...(message && { message }),
    ...(giving && giving.when !== 'missed' && { giveFirst: giving.campaignId }),
  }
}

export const messageTaken = (say: Sayings): GoodbyePlan => ({
  plan: 'goodbye',
  text: `${say.thankYouForMessage} ${say.goodbye}`,
})
const turnedAway = (say: Sayings): GoodbyePlan => ({ plan: 'goodbye', text: say.turnedAway, isSpam: true })

/** What is known besides the number and the caller. */
export interface Circumstances {
  readonly isClosed?: boolean | undefined
  /** The business wants no calls of this caller. */
  readonly isBlocked?: boolean | undefined
  /** The caller looks like a machine. */
  readonly isSuspect?: boolean | undefined
  /** Who answered when the caller called last. */
  readonly lastAgent?: E164 | undefined
}

/** What an incoming call gets. Whatever the number's state, the caller hears something sensible. */
export function decideCallPlan(
  route: NumberRoute | undefined,
  call: IncomingCall,
  { isClosed, isBlocked, isSuspect, lastAgent }: Circumstances = {},
  say: Sayings = english,
): CallPlan {
  const flow = route?.flow
  const takeMessage = takeMessageIn(say)
  if (isBlocked) return turnedAway(say)
  if (!flow) return takeMessage
  if (isClosed) {
    const phones = flow.closed && phonesToRing(flow.closed, call)
    if (!phones) return phonesToRing(flow, call) ? decideClosedPlan(flow, say) : takeMessage
    const dialling = forwardTo({ ...flow, greeting: flow.closed?.greeting }, call, phones, say)
    return isSuspect ? { plan: 'challenge', dialling } : dialling
  }
  const phones = phonesToRing(flow, call, lastAgent)
  if (!phones) return takeMessage
  const dialling = forwardTo(flow, call, phones, say)
  return isSuspect ? { plan: 'challenge', dialling } : decideOpening(flow, dialling, say)
}

const greet = ({ greeting }: { readonly greeting?: string | undefined }) => greeting && { greeting }

/** The flow's terms on these phones. */
function forwardTo(flow: CallFlow, call: IncomingCall, phones: PhonesToRing, say: Sayings): ForwardPlan {
  const giving = flow.giveCode
  const recording = recordingOf(flow, say)
  const ifMissed = (flow.missed?.forwardTo ?? []).filter((phone) => isE164(phone) && phone !== call.number)
  const nextTargets = [...phones.nextTargets, ...ifMissed].slice(0, mostTargets)
  const nextSeconds = nextTargets.map((_, index) => phones.nextSeconds[index] ?? usualRingSeconds['in-order'])
  const isGivenWhenMissed = giving && giving.when !== 'closed'
  return {
    plan: 'forward',
    ...greet(flow),
    targets: phones.targets,
    nextTargets,
    timeoutSeconds: phones.timeoutSeconds,
    ...(nextSeconds.some((seconds) => seconds !== usualRingSeconds['in-order']) && { nextSeconds }),
    // Twilio passes the caller's number on, but refuses to dial as somebody who has none.
    ...(call.caller === undefined && isE164(call.number) && { callerId: call.number }),
    // Given before the phones ring, the same code is said once more to whom nobody answers.
    ...(isGivenWhenMissed && { giveWhenMissed: giving.campaignId }),
    ...(messageOf(flow) && { takesMessage: true }),
    ...(recording?.consent === 'announce' && { records: true }),
    ...(recording?.consent === 'announce' &&
      recording.words !== undefined && { greeting: together(flow.greeting, recording.words) }),
    ...(flow.whisper && { whispers: true }),
    ...(flow.screen && { screens: true }),
    ...(flow.stickyAgent && { sticks: true }),
  }
}

const answered: ReadonlySet<CallStatus> = new Set(['completed', 'answered'])

/**
 * What the caller gets when a `<Dial>` has ended.
 * @param flow for the words of its own; the usual ones without
 */
export function decideAfterDial(
  status: CallStatus,
  { nextTargets, nextSeconds, ...terms }: DialledLine,
  flow?: CallFlow,
  say: Sayings = english,
): CallPlan {
  if (answered.has(status)) return { plan: 'hang-up' }
  const [target, ...others] = nextTargets
  if (target === undefined) return decideMissed(terms, flow, say)
  const [seconds, ...otherSeconds] = nextSeconds ?? []
  return {
    ...terms,
    plan: 'forward',
    targets: [target],
    nextTargets: others,
    isNext: true,
    timeoutSeconds: seconds ?? usualRingSeconds['in-order'],
    ...(otherSeconds.length > 0 && { nextSeconds: otherSeconds }),
  }
}

function decideMissed(
  { giveWhenMissed, takesMessage }: LineTerms,
  flow: CallFlow | undefined,
  say: Sayings,
): CallPlan {
  const own = flow?.missed?.message
  const giveInstead = giveWhenMissed !== undefined && { giveInstead: giveWhenMissed }
  if (takesMessage) {
    const message = messageOf(flow, say)
    const prompt = together(own || say.sorryNobodyAnswered, message?.prompt ?? say.leaveMessage)
    return { ...(message ?? takeMessageIn(say)), prompt, ...giveInstead }
  }
  const text = together(own || `${say.sorryNobodyAnswered} ${say.tryLater}`, say.goodbye)
  return { plan: 'goodbye', text, ...giveInstead }
}
