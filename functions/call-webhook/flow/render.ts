import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import type { Speech } from '../../../shared/domain/number.ts'
import type { CallLinks } from '../links.ts'
import type {
  AskCodePlan,
  CallPlan,
  CodeQuestion,
  ConfirmCodePlan,
  ForwardPlan,
  GiveCodePlan,
  TakeMessagePlan,
  Words,
} from './plan.ts'
import { type Sayings, sayingsOf } from './sayings/index.ts'
import { createTell, speakable, type Tell } from './speak.ts'

/** The plan as TwiML (https://www.twilio.com/docs/voice/twiml). */
export function renderCallPlan(plan: CallPlan, links: CallLinks, speech: Speech = {}): string {
  const response = new VoiceResponse()
  const say = sayingsOf(speech.language)
  const line: Line = { response, links, tell: createTell(speech), speech, say }
  switch (plan.plan) {
    case 'forward':
      forward(line, plan)
      break
    case 'challenge':
      askForKey(line, links.challenge(plan.dialling), silenceSeconds, say.challenge)
      break
    case 'ask-consent':
      askForKey(line, links.consent(plan.dialling), silenceSeconds, plan.lead, plan.prompt)
      break
    case 'menu':
      askForKey(line, links.menu(plan.dialling), plan.timeoutSeconds, plan.lead, plan.prompt)
      break
    case 'ask-code':
      askCode(line, plan)
      break
    case 'confirm-code':
      confirmCode(line, plan)
      break
    case 'give-code':
      giveCode(line, plan)
      break
    case 'take-message':
      recordMessage(line, plan)
      break
    case 'closed':
      line.tell(response, plan.text)
      if (plan.message) recordMessage(line, plan.message)
      else sayGoodbye(line)
      break
    case 'goodbye':
      line.tell(response, plan.text)
      response.hangup()
      break
    case 'hang-up':
      response.hangup()
      break
  }
  return response.toString()
}

/** What one document is written with. */
interface Line {
  readonly response: VoiceResponse
  readonly links: CallLinks
  readonly tell: Tell
  readonly speech: Speech
  readonly say: Sayings
}

/** One key is waited for; silence, too, goes on. */
function askForKey(
  { response, tell }: Line,
  action: string,
  timeout: number,
  ...words: readonly (Words | undefined)[]
) {
  const gather = response.gather({ numDigits: 1, timeout, action, actionOnEmptyResult: true })
  for (const each of words) if (each !== undefined) tell(gather, each)
}

function forward({ response, links, tell }: Line, plan: ForwardPlan) {
  if (plan.greeting) tell(response, plan.greeting)
  const dial = response.dial({
    action: links.afterDial(plan),
    // The caller hears real ringing, and an unanswered call is never counted as picked up.
    answerOnBridge: true,
    ...(plan.callerId !== undefined && { callerId: plan.callerId }),
    ...(plan.records && {
      // Each side on a channel of its own, from the moment that both are there.
      record: 'record-from-answer-dual' as const,
      recordingStatusCallback: links.recording('call'),
      recordingStatusCallbackEvent: ['completed' as const, 'absent' as const],
    }),
    timeout: plan.timeoutSeconds,
  })
  const statusCallback = links.leg(plan)
  for (const target of plan.targets) {
    dial.number(
      {
        statusCallback,
        statusCallbackEvent: eventsToTell(plan),
        // What the agent hears, and only the agent, before the two are joined.
        ...((plan.whispers || plan.screens) && { url: links.agent(plan) }),
      },
      target,
    )
  }
}

/**
 * What Twilio is to tell of each phone. Every event told is a fact to keep, so none that others tell as well: the
 * `<Dial>`'s own end is that of its only phone, unless somebody picked up and did not accept.
 */
function eventsToTell({ targets, screens, isNext }: ForwardPlan) {
  const isAlone = targets.length === 1 && !screens
  return [
    ...(isNext ? (['initiated'] as const) : []),
    'answered' as const,
    ...(isAlone ? [] : (['completed'] as const)),
  ]
}

/** What whoever answers hears first. @param accepting without it, the call is simply taken */
export function renderAgentPlan(words: Words, accepting: string | undefined, speech: Speech): string {
  const response = new VoiceResponse()
  const tell = createTell(speech)
  if (accepting === undefined) {
    tell(response, words)
    return response.toString()
  }
  tell(response.gather({ numDigits: 1, timeout: acceptSeconds, action: accepting }), words)
  // A voicemail presses nothing.
  response.hangup()
  return response.toString()
}
const acceptSeconds = 8

/** Nothing more for this leg: it is joined to the caller, or over. */
export function renderAcceptance(isAccepted: boolean): string {
  const response = new VoiceResponse()
  if (!isAccepted) response.hangup()
  return response.toString()
}

/** Seconds of silence after the question, or between two keys, that mean: nothing (more) comes. */
const silenceSeconds = 5
/** Between two groups of a code people pause; `auto` would take that for the end. */
const speechPauseSeconds = '2'

/** With codes of one length the last key ends the input; otherwise it takes a `#`, or silence. */
const endOfInput = ({ lengths: [length, ...others] }: CodeQuestion) =>
  length !== undefined && others.length === 0 ? { numDigits: length } : { finishOnKey: '#' }

/** The language that speech is heard in, if it is not Twilio's own. */
const heardIn = ({ language }: Speech) => language && { language: language as never }

function askCode(
  { response, links, tell, speech, say }: Line,
  { lead, prompt, question, dialling }: AskCodePlan,
) {
  if (lead) tell(response, lead)
  const gather = response.gather({
    ...heardIn(speech),
    input: ['dtmf', 'speech'],
    ...endOfInput(question),
    timeout: silenceSeconds,
    speechTimeout: speechPauseSeconds,
    hints: say.hints.code,
    action: links.code(question, dialling),
    // Silence, too, goes on to the business.
    actionOnEmptyResult: true,
  })
  tell(gather, prompt)
}

function confirmCode(
  { response, links, tell, speech, say }: Line,
  { heard, question, dialling }: ConfirmCodePlan,
) {
  const gather = response.gather({
    ...heardIn(speech),
    input: ['dtmf', 'speech'],
    numDigits: 1,
    timeout: silenceSeconds,
    speechTimeout: speechPauseSeconds,
    hints: say.hints.confirmation,
    action: links.code(question, dialling, heard),
    actionOnEmptyResult: true,
  })
  tell(gather, say.readBack(heard))
}

/**
 * Twice, since few have a pen at hand the first time; in words with commas and full stops, since Twilio's basic voices, its
 * default, know no SSML (`ssmlDigits` is for voices that do).
 */
function giveCode(line: Line, plan: GiveCodePlan) {
  const { response, links, tell, say } = line
  const gather =
    plan.press &&
    response.gather({
      numDigits: 1,
      timeout: silenceSeconds,
      action: links.gift(plan),
      actionOnEmptyResult: true,
    })
  const speaker = gather ?? response
  tell(speaker, plan.lead)
  tell(speaker, say.yourCodeIs(plan.code))
  speaker.pause({ length: 1 })
  tell(speaker, say.onceMore(plan.code))
  if (plan.note) tell(speaker, plan.note)
  if (plan.press) tell(speaker, say.press[plan.press])
  if (gather) return
  if (plan.dialling) forward(line, plan.dialling)
  else response.hangup()
}

function sayGoodbye({ response, tell, say }: Line) {
  tell(response, say.goodbye)
  response.hangup()
}

function recordMessage({ response, links, tell }: Line, plan: TakeMessagePlan) {
  tell(response, plan.prompt)
  response.record({
    // Without an action, Twilio would ask for the first document again and the caller hear it all once more.
    action: links.message(),
    maxLength: plan.longestSeconds,
    playBeep: true,
    recordingStatusCallback: links.recording('voicemail'),
    recordingStatusCallbackEvent: ['completed', 'absent'],
    ...(plan.transcribes && { transcribe: true, transcribeCallback: links.transcription() }),
  })
  response.hangup()
}

/** The answer to a text: a message, or nothing. */
export function renderTextAnswer(message: string | undefined): string {
  const response = new MessagingResponse()
  if (message !== undefined) response.message(speakable(message))
  return response.toString()
}
