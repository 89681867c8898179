import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import type { CallPlan, ForwardPlan, TakeMessagePlan } from './decide.ts'
import type { CallLinks } from './links.ts'

/** The plan as TwiML (https://www.twilio.com/docs/voice/twiml). */
export function renderCallPlan(plan: CallPlan, links: CallLinks): string {
  const response = new VoiceResponse()
  switch (plan.plan) {
    case 'forward':
      forward(response, plan, links)
      break
    case 'take-message':
      recordMessage(response, plan, links)
      break
    case 'goodbye':
      response.say(plan.text)
      response.hangup()
      break
    case 'hang-up':
      response.hangup()
      break
  }
  return response.toString()
}

function forward(response: VoiceResponse, plan: ForwardPlan, links: CallLinks) {
  if (plan.greeting) response.say(speakable(plan.greeting))
  const dial = response.dial({
    action: links.afterDial(plan),
    // The caller hears real ringing, and an unanswered call is never counted as picked up.
    answerOnBridge: true,
    ...(plan.callerId !== undefined && { callerId: plan.callerId }),
    timeout: plan.timeoutSeconds,
  })
  const statusCallback = links.leg()
  for (const target of plan.targets) {
    dial.number(
      { statusCallback, statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'] },
      target,
    )
  }
}

function recordMessage(response: VoiceResponse, plan: TakeMessagePlan, links: CallLinks) {
  response.say(plan.prompt)
  // Without an action, Twilio would ask for the first document again and the caller hear it all once more.
  response.record({ action: links.message(), maxLength: plan.longestSeconds, playBeep: true })
  response.hangup()
}

/** Said by Twilio up to 4,096 characters. */
const longestSaying = 4096

/** What XML 1.0 can't carry at all, escaped or not, is left out: one such character would cost the caller the call. */
const speakable = (text: string): string =>
  text.slice(0, longestSaying).replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ')
