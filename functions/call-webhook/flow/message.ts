import type { CallFlow } from '../../../shared/domain/number.ts'
import type { TakeMessagePlan } from './plan.ts'
import * as say from './sayings.ts'

const usualSeconds = 120

/** For numbers that lead nowhere. */
export const takeMessage: TakeMessagePlan = {
  plan: 'take-message',
  prompt: `Thank you for calling. Nobody can answer at the moment. ${say.leaveMessage}`,
  longestSeconds: usualSeconds,
}

/** The message that may be left, if the flow, or a key of its menu, wants any. */
export function messageOf(flow: Pick<CallFlow, 'voicemail'> | undefined): TakeMessagePlan | undefined {
  const voicemail = flow?.voicemail
  if (voicemail === undefined || voicemail === false || voicemail === null) return undefined
  const settings = typeof voicemail === 'object' ? voicemail : { greeting: voicemail }
  const { greeting } = settings
  const { maxLengthSeconds, transcribe } = typeof voicemail === 'object' ? voicemail : {}
  return {
    plan: 'take-message',
    prompt: typeof greeting === 'string' && greeting !== '' ? greeting : say.leaveMessage,
    longestSeconds: typeof maxLengthSeconds === 'number' ? maxLengthSeconds : usualSeconds,
    ...(transcribe === true && { transcribes: true }),
  }
}
