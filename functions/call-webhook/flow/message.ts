import type { CallFlow } from '../../../shared/domain/number.ts'
import type { TakeMessagePlan } from './plan.ts'
import { english, type Sayings } from './sayings/index.ts'

const usualSeconds = 120

/** For numbers that lead nowhere. */
export const takeMessageIn = (say: Sayings): TakeMessagePlan => ({
  plan: 'take-message',
  prompt: `${say.nobodyCanAnswer} ${say.leaveMessage}`,
  longestSeconds: usualSeconds,
})
export const takeMessage = takeMessageIn(english)

/** The message that may be left, if the flow, or a key of its menu, wants any. */
export function messageOf(
  flow: Pick<CallFlow, 'voicemail'> | undefined,
  say: Sayings = english,
): TakeMessagePlan | undefined {
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
