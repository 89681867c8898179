import { readUrl } from '../../shared/domain/url.ts'

/**
 * The TwiML that the project emits, as Twilio documents it: what stands where, with which attributes and values.
 * https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/messaging/twiml; what is not here is refused,
 * though Twilio may know it.
 */

/** Reads an attribute's text; `undefined`: it has no such value. */
type Kind<Value> = ((text: string) => Value | undefined) & { readonly wants: string }

const kind = <Value>(wants: string, read: (text: string) => Value | undefined): Kind<Value> =>
  Object.assign(read, { wants })

const oneOf = <const Word extends string>(...words: readonly Word[]) =>
  kind(words.join(' or '), (text) => words.find((word) => word === text))
const listOf = <const Word extends string>(...words: readonly Word[]) =>
  kind(`some of ${words.join(', ')}, separated by blanks`, (text) => {
    const items = text.split(' ')
    const isKnown = items.every((item) => (words as readonly string[]).includes(item))
    return isKnown && new Set(items).size === items.length ? (items as Word[]) : undefined
  })
const whole = (least: number, most: number) =>
  kind(`a whole number from ${least} to ${most}`, (text) =>
    /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined,
  )

const words = kind('a text', (text) => (text.trim() === '' ? undefined : text))
const flag = kind('true or false', (text) => (text === 'true' ? true : text === 'false' ? false : undefined))
const method = oneOf('GET', 'POST')
const keys = kind('keys of a telephone', (text) => (/^[\d#*]*$/.test(text) ? text : undefined))
const tones = kind('keys, and w for half a second', (text) => (/^[\d#*wW]+$/.test(text) ? text : undefined))
const autoOr = (least: number, most: number) => {
  const number = whole(least, most)
  return kind(`auto, or ${number.wants}`, (text) => (text === 'auto' ? ('auto' as const) : number(text)))
}

/** Absolute or relative to the document; nothing that a browser would mend. */
export const isAddress = (text: string): boolean =>
  /^[!-~]+$/.test(text) && /^https?:$/.test(readUrl(text, 'https://example.com/')?.protocol ?? '')
const address = kind('an http address, or one relative to the document', (text) =>
  isAddress(text) ? text : undefined,
)
const phone = kind('a phone in E.164, +442079460000', (text) =>
  /^\+[1-9]\d{6,14}$/.test(text) ? text : undefined,
)
const progress = listOf('initiated', 'ringing', 'answered', 'completed')
const recordingEvents = listOf('in-progress', 'completed', 'absent')
const trim = oneOf('trim-silence', 'do-not-trim')
const longestCall = 14_400

type Kinds = Readonly<Record<string, Kind<unknown>>>
/** `words`: something to say; `address`, `phone`: what stands inside is that; `none`: nothing may. */
type Content = 'none' | 'words' | 'address' | 'phone'
const verb = <Attributes extends Kinds, const Child extends string = never>(
  content: Content,
  attributes: Attributes,
  children: readonly Child[] = [],
) => ({ content, attributes, children })

export const grammar = {
  Say: verb('words', { voice: words, language: words, loop: whole(0, 1000) }),
  Play: verb('address', { loop: whole(0, 1000), digits: tones }),
  Pause: verb('none', { length: whole(1, 600) }),
  Gather: verb(
    'none',
    {
      action: address,
      method,
      input: listOf('dtmf', 'speech'),
      numDigits: whole(1, 1000),
      finishOnKey: keys,
      timeout: autoOr(1, 600),
      speechTimeout: autoOr(1, 600),
      maxSpeechTime: whole(1, 600),
      actionOnEmptyResult: flag,
      hints: words,
      language: words,
      profanityFilter: flag,
      speechModel: words,
      enhanced: flag,
      bargeIn: flag,
    },
    ['Say', 'Play', 'Pause'],
  ),
  Dial: verb(
    'phone',
    {
      action: address,
      method,
      answerOnBridge: flag,
      callerId: phone,
      timeout: whole(1, 600),
      timeLimit: whole(1, longestCall),
      hangupOnStar: flag,
      sequential: flag,
      ringTone: words,
      record: oneOf(
        'do-not-record',
        'record-from-answer',
        'record-from-ringing',
        'record-from-answer-dual',
        'record-from-ringing-dual',
      ),
      recordingTrack: oneOf('both', 'inbound', 'outbound'),
      trim,
      recordingStatusCallback: address,
      recordingStatusCallbackMethod: method,
      recordingStatusCallbackEvent: recordingEvents,
    },
    ['Number'],
  ),
  Number: verb('phone', {
    url: address,
    method,
    sendDigits: tones,
    statusCallback: address,
    statusCallbackMethod: method,
    statusCallbackEvent: progress,
  }),
  Record: verb('none', {
    action: address,
    method,
    timeout: whole(1, 600),
    finishOnKey: keys,
    maxLength: whole(1, longestCall),
    playBeep: flag,
    trim,
    recordingStatusCallback: address,
    recordingStatusCallbackMethod: method,
    recordingStatusCallbackEvent: recordingEvents,
    transcribe: flag,
    transcribeCallback: address,
  }),
  Redirect: verb('address', { method }),
  Reject: verb('none', { reason: oneOf('rejected', 'busy') }),
  Hangup: verb('none', {}),
  Message: verb('words', { to: phone, from: phone, action: address, method, statusCallback: address }),
} as const

export type VerbName = keyof typeof grammar

/** Where a document runs decides which verbs may stand at its top. */
export const documents = {
  /** The caller's leg. */
  call: ['Say', 'Play', 'Pause', 'Gather', 'Dial', 'Record', 'Redirect', 'Reject', 'Hangup'],
  /** A dialled phone, before it is joined (`url` of `<Number>`): https://www.twilio.com/docs/voice/twiml/number#attributes-url. */
  whisper: ['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Hangup'],
  message: ['Message', 'Redirect'],
} as const satisfies Record<string, readonly VerbName[]>
export type DocumentKind = keyof typeof documents

type Grammar = typeof grammar
type Values<Attributes> = {
  readonly [Name in keyof Attributes]?: Attributes[Name] extends Kind<infer Value> ? Value : never
}
/** A verb as read: its attributes have their own types, its children are those that may stand in it. */
export type Verb<Name extends VerbName = VerbName> = {
  [Each in Name]: {
    readonly verb: Each
    readonly attributes: Values<Grammar[Each]['attributes']>
    /** What is said, the address or the phone; empty where the verb holds none. */
    readonly text: string
    readonly children: readonly Verb<Grammar[Each]['children'][number] & VerbName>[]
  }
}[Name]
/** What may stand at the top of such a document. */
export type TopVerb<Document extends DocumentKind> = Verb<(typeof documents)[Document][number]>
