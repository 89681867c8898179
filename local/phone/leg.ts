import type { Carrier } from './carrier.ts'
import type { TopVerb, Verb } from './grammar.ts'
import { type Fields, withoutFragment } from './sign.ts'
import { parseTwiml, TwimlError } from './twiml.ts'

/** What is heard on a leg, in order: for the page, and for tests to read. */
export interface Heard {
  readonly at: number
  readonly leg: string
  readonly kind: 'say' | 'play' | 'pause' | 'beep' | 'keys' | 'speech' | 'event' | 'trouble'
  readonly text: string
  readonly language?: string | undefined
}

/** A `<Gather>` that waits for an answer. */
export interface Gathering {
  readonly verb: Verb<'Gather'>
  readonly digits: string
  /** Epoch milliseconds at which silence has lasted long enough. */
  readonly until: number
}

type LegDocument = 'call' | 'whisper'

export interface LegDeps {
  readonly sid: string
  readonly document: LegDocument
  readonly carrier: Carrier
  readonly now: () => number
  /** Those of a request about this leg, now. */
  readonly fields: () => Fields
  readonly hear: (heard: Heard) => void
  /** Asked once where a document can't be had or understood. */
  readonly fallback?: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined
  /** A verb that needs an answered line comes. */
  readonly pickUp: () => void
  /** `<Dial>`, `<Record>`, `<Reject>`: goes on by `load` or `goOn`. */
  readonly perform?: (verb: Verb<'Dial' | 'Record' | 'Reject'>) => Promise<void>
  readonly end: (how: 'hangup' | 'finished' | 'failed') => Promise<void>
}

export interface Leg {
  /** Asks for a document and does what it says, until it has to wait. */
  load(what: string, url: string, more?: Fields, method?: 'GET' | 'POST'): Promise<void>
  /** The verb after the one that was performed. */
  goOn(): Promise<void>
  /** An address as the present document means it. */
  resolve(url: string | undefined): string
  gathering(): Gathering | undefined
  press(keys: string): Promise<void>
  say(text: string, confidence?: number): Promise<void>
  silence(): Promise<void>
  stop(): void
}

/** Twilio speaks about so fast. */
const wordsPerSecond = 2.4
const usualGatherSeconds = 5
const spokenSeconds = ({ verb, text, attributes }: Verb<'Say' | 'Play' | 'Pause'>): number => {
  if (verb === 'Pause') return attributes.length ?? 1
  return verb === 'Play' ? 3 : text.split(/\s+/).length / wordsPerSecond
}

export function createLeg(deps: LegDeps): Leg {
  const { sid, document, carrier, now, fields, fallback, pickUp, perform, end } = deps
  let verbs: readonly TopVerb<LegDocument>[] = []
  let next = 0
  let documentUrl = ''
  let gathering: Gathering | undefined
  let isStopped = false

  const hear = (kind: Heard['kind'], text: string, language?: string) =>
    deps.hear({ at: now(), leg: sid, kind, text, ...(language && { language }) })
  const resolve = (url: string | undefined) =>
    url === undefined ? documentUrl : new URL(url, documentUrl).href

  async function read(what: string, url: string, more: Fields, method: 'GET' | 'POST') {
    const answer = await carrier.ask({ what, url, method, fields: { ...fields(), ...more } })
    if (!answer.ok) return answer
    try {
      return { ok: true as const, verbs: parseTwiml(answer.body, document) }
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error
      return { ok: false as const, code: error.code, detail: `${what}: ${error.message}` }
    }
  }

  async function load(what: string, url: string, more: Fields = {}, method: 'GET' | 'POST' = 'POST') {
    let found = await read(what, url, more, method)
    documentUrl = url
    if (!found.ok) {
      hear('trouble', `${found.code} ${found.detail}`)
      if (fallback) {
        const error = { ErrorCode: String(found.code), ErrorUrl: withoutFragment(url) }
        documentUrl = fallback.url
        found = await read('fallback', fallback.url, error, fallback.method)
        if (!found.ok) hear('trouble', `${found.code} ${found.detail}`)
      }
    }
    if (isStopped) return
    if (!found.ok) return end('failed')
    verbs = found.verbs
    next = 0
    await goOn()
  }

  function speak(verb: Verb<'Say' | 'Play' | 'Pause'>) {
    if (verb.verb === 'Say') hear('say', verb.text.trim(), verb.attributes.language)
    else if (verb.verb === 'Play')
      hear('play', verb.text ? resolve(verb.text) : (verb.attributes.digits ?? ''))
    else hear('pause', `${verb.attributes.length ?? 1} s`)
  }

  async function goOn(): Promise<void> {
    while (!isStopped && next < verbs.length) {
      const verb = verbs[next] as TopVerb<LegDocument>
      next += 1
      switch (verb.verb) {
        case 'Say':
        case 'Play':
          pickUp()
          speak(verb)
          break
        case 'Pause':
          speak(verb)
          break
        case 'Gather': {
          pickUp()
          for (const prompt of verb.children) speak(prompt)
          const seconds = verb.children.reduce((sum, prompt) => sum + spokenSeconds(prompt), 0)
          gathering = { verb, digits: '', until: now() + (seconds + patience(verb)) * 1000 }
          return
        }
        case 'Redirect':
          return load('redirect', resolve(verb.text), {}, verb.attributes.method)
        case 'Hangup':
          return end('hangup')
        default:
          return perform?.(verb)
      }
    }
    if (!isStopped) await end('finished')
  }

  async function answer(verb: Verb<'Gather'>, more: Fields) {
    gathering = undefined
    const { action, method } = verb.attributes
    await load('gather action', resolve(action), { msg: 'Gather End', ...more }, method)
  }

  return {
    load,
    goOn,
    resolve,
    gathering: () => gathering,
    stop() {
      isStopped = true
      gathering = undefined
    },
    async press(keys) {
      for (const key of keys) {
        if (!gathering) return
        hear('keys', key)
        const { verb, digits } = gathering
        if (!(verb.attributes.input ?? ['dtmf']).includes('dtmf')) continue
        if ((verb.attributes.finishOnKey ?? '#').includes(key)) {
          if (digits === '') await silentEnd(verb, key)
          else await answer(verb, { Digits: digits, FinishedOnKey: key })
          return
        }
        const typed = digits + key
        gathering = { verb, digits: typed, until: now() + patience(verb) * 1000 }
        if (typed.length === verb.attributes.numDigits)
          return answer(verb, { Digits: typed, FinishedOnKey: '' })
      }
    },
    async say(text, confidence = 0.9) {
      hear('speech', text)
      if (!gathering?.verb.attributes.input?.includes('speech')) return
      await answer(gathering.verb, { SpeechResult: text, Confidence: String(confidence) })
    },
    async silence() {
      if (!gathering) return
      const { verb, digits } = gathering
      if (digits === '') await silentEnd(verb, '')
      else await answer(verb, { Digits: digits, FinishedOnKey: '' })
    },
  }

  /** Nothing came: the next verb, unless silence is an answer, too. */
  async function silentEnd(verb: Verb<'Gather'>, key: string) {
    gathering = undefined
    if (verb.attributes.actionOnEmptyResult) await answer(verb, { Digits: '', FinishedOnKey: key })
    else await goOn()
  }
}

const patience = ({ attributes: { timeout = usualGatherSeconds } }: Verb<'Gather'>) =>
  timeout === 'auto' ? usualGatherSeconds : timeout
