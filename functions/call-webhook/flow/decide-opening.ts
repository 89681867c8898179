import type { CallFlow } from '../../../shared/domain/number.ts'
import type { IncomingCall } from '../schema.ts'
import { messageOf } from './message.ts'
import type { CallPlan, ForwardPlan } from './plan.ts'
import { phonesToRing } from './ringing.ts'
import { english, type Sayings } from './sayings/index.ts'
import { together } from './words.ts'

export interface WantedRecording {
  readonly consent: 'announce' | 'press'
  /** That the call is recorded, or the question whether it may be; `undefined`: it is not to be said. */
  readonly words?: string | undefined
}

/** Whether the flow wants calls recorded: always announced unless the flow says it must not be. */
export function recordingOf(
  { record, announceRecording }: CallFlow,
  say: Sayings = english,
): WantedRecording | undefined {
  if (!record) return undefined
  const settings = typeof record === 'object' ? record : {}
  const announce = settings.announce ?? announceRecording ?? true
  const own = typeof announce === 'string' && announce !== '' ? announce : undefined
  if (settings.consent === 'press') return { consent: 'press', words: own ?? say.askConsent }
  return { consent: 'announce', ...(announce !== false && { words: own ?? say.recorded }) }
}

/** What comes before the phones ring: the question whether the call may be recorded, then the menu. */
export function decideOpening(flow: CallFlow, plan: ForwardPlan, say: Sayings = english): CallPlan {
  const recording = recordingOf(flow, say)
  if (recording?.consent !== 'press') return decideMenu(flow, plan)
  const { greeting, ...dialling } = plan
  return {
    plan: 'ask-consent',
    ...(greeting !== undefined && { lead: greeting }),
    prompt: recording.words ?? say.askConsent,
    dialling,
  }
}

/** Only who presses 1 is recorded; everybody is connected. */
export function decideConsent(
  flow: CallFlow | undefined,
  digits: string | undefined,
  dialling: ForwardPlan,
): CallPlan {
  const going = digits === '1' ? { ...dialling, records: true } : dialling
  return flow ? decideMenu(flow, going) : going
}

const menuSeconds = 5

export function decideMenu({ menu }: CallFlow, plan: ForwardPlan): CallPlan {
  if (!menu || Object.keys(menu.options ?? {}).length === 0) return plan
  const { greeting, ...dialling } = plan
  return {
    plan: 'menu',
    ...(greeting !== undefined && { lead: greeting }),
    prompt: menu.prompt,
    timeoutSeconds: menu.timeoutSeconds ?? menuSeconds,
    dialling,
  }
}

/** What the key of the menu leads to; no key, and one that leads nowhere, to the flow's own phones. */
export function decideMenuChoice(
  flow: CallFlow | undefined,
  digits: string | undefined,
  dialling: ForwardPlan,
  call: IncomingCall,
  say: Sayings = english,
): CallPlan {
  const options = flow?.menu?.options ?? {}
  const option = digits !== undefined && Object.hasOwn(options, digits) ? options[digits] : undefined
  if (!option) return dialling
  const phones = phonesToRing(option, call)
  if (phones) {
    return { ...dialling, ...phones, ...(option.say && { greeting: option.say }) }
  }
  const message = messageOf(option, say)
  if (message) return { ...message, prompt: together(option.say, message.prompt) }
  return option.say ? { plan: 'goodbye', text: together(option.say, say.goodbye) } : dialling
}
