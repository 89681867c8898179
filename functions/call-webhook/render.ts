import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { takeMessage } from './decide.ts'
import type { CallLinks } from './links.ts'
import type {
  AskCodePlan,
  CallPlan,
  CodeQuestion,
  ConfirmCodePlan,
  ForwardPlan,
  GiveCodePlan,
  TakeMessagePlan,
} from './plan.ts'
import { goodbye, onceMore, press, readBack, yourCodeIs } from './sayings.ts'

/** The plan as TwiML (https://www.twilio.com/docs/voice/twiml). */
export function renderCallPlan(plan: CallPlan, links: CallLinks): string {
  const response = new VoiceResponse()
  switch (plan.plan) {
    case 'forward':
      forward(response, plan, links)
      break
    case 'ask-code':
      askCode(response, plan, links)
      break
    case 'confirm-code':
      confirmCode(response, plan, links)
      break
    case 'give-code':
      giveCode(response, plan, links)
      break
    case 'take-message':
      recordMessage(response, plan, links)
      break
    case 'closed':
      response.say(speakable(plan.text))
      if (plan.messagePrompt === undefined) sayGoodbye(response)
      else recordMessage(response, { ...takeMessage, prompt: plan.messagePrompt }, links)
      break
    case 'goodbye':
      response.say(speakable(plan.text))
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

/** Seconds of silence after the question, or between two keys, that mean: nothing (more) comes. */
const silenceSeconds = 5
/** Between two groups of a code people pause; `auto` would take that for the end. */
const speechPauseSeconds = '2'

/** With codes of one length the last key ends the input; otherwise it takes a `#`, or silence. */
const endOfInput = ({ lengths: [length, ...others] }: CodeQuestion) =>
  length !== undefined && others.length === 0 ? { numDigits: length } : { finishOnKey: '#' }

function askCode(
  response: VoiceResponse,
  { lead, prompt, question, dialling }: AskCodePlan,
  links: CallLinks,
) {
  if (lead) response.say(speakable(lead))
  response
    .gather({
      input: ['dtmf', 'speech'],
      ...endOfInput(question),
      timeout: silenceSeconds,
      speechTimeout: speechPauseSeconds,
      hints: 'zero, oh, one, two, three, four, five, six, seven, eight, nine, double, triple',
      action: links.code(question, dialling),
      // Silence, too, goes on to the business.
      actionOnEmptyResult: true,
    })
    .say(speakable(prompt))
}

function confirmCode(
  response: VoiceResponse,
  { heard, question, dialling }: ConfirmCodePlan,
  links: CallLinks,
) {
  response
    .gather({
      input: ['dtmf', 'speech'],
      numDigits: 1,
      timeout: silenceSeconds,
      speechTimeout: speechPauseSeconds,
      hints: 'yes, no',
      action: links.code(question, dialling, heard),
      actionOnEmptyResult: true,
    })
    .say(readBack(heard))
}

/**
 * Twice, since few have a pen at hand the first time; in words with commas and full stops, since Twilio's basic voices, its
 * default, know no SSML (`ssmlDigits` is for voices that do).
 */
function giveCode(response: VoiceResponse, plan: GiveCodePlan, links: CallLinks) {
  const gather =
    plan.press &&
    response.gather({
      numDigits: 1,
      timeout: silenceSeconds,
      action: links.gift(plan),
      actionOnEmptyResult: true,
    })
  const speaker = gather ?? response
  speaker.say(speakable(plan.lead))
  speaker.say(yourCodeIs(plan.code))
  speaker.pause({ length: 1 })
  speaker.say(onceMore(plan.code))
  if (plan.note) speaker.say(plan.note)
  if (plan.press) speaker.say(press[plan.press])
  if (gather) return
  if (plan.dialling) forward(response, plan.dialling, links)
  else response.hangup()
}

function sayGoodbye(response: VoiceResponse) {
  response.say(goodbye)
  response.hangup()
}

function recordMessage(response: VoiceResponse, plan: TakeMessagePlan, links: CallLinks) {
  response.say(speakable(plan.prompt))
  // Without an action, Twilio would ask for the first document again and the caller hear it all once more.
  response.record({ action: links.message(), maxLength: plan.longestSeconds, playBeep: true })
  response.hangup()
}

/** The answer to a text: a message, or nothing. */
export function renderTextAnswer(message: string | undefined): string {
  const response = new MessagingResponse()
  if (message !== undefined) response.message(speakable(message))
  return response.toString()
}

/** Said by Twilio up to 4,096 characters. */
const longestSaying = 4096

/** What XML 1.0 can't carry at all, escaped or not, is left out: one such character would cost the caller the call. */
const speakable = (text: string): string =>
  text.slice(0, longestSaying).replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ')
