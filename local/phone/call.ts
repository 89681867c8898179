import { createCallRecorder } from './call-recorder.ts'
import type { CarrierDeps } from './carrier.ts'
import { createCarrier } from './carrier.ts'
import { type DialledPhone, type Dialling, startDialling } from './dialling.ts'
import { type LegName, type LegStatus, progressFields, voiceFields } from './fields.ts'
import type { Verb } from './grammar.ts'
import { createLeg, type Gathering, type Heard } from './leg.ts'
import type { Recording } from './recording.ts'
import type { Fields } from './sign.ts'

/** A tracking number as it is set up at Twilio; the addresses are absolute. */
export interface NumberSetup {
  readonly voiceUrl: string
  readonly statusCallback?: string | undefined
  readonly voiceFallbackUrl?: string | undefined
  readonly voiceFallbackMethod?: 'GET' | 'POST' | undefined
}

export interface CallDeps extends CarrierDeps {
  readonly accountSid: string
  /** `CA` gives `CA` and 32 hexadecimal digits. */
  readonly newSid: (prefix: string) => string
  readonly recordingUrl: (sid: string) => string
  /** Where Twilio would keep what is recorded. */
  readonly shelve?: ((recording: Recording) => void) | undefined
}

export interface CallOptions {
  readonly from: string
  readonly to: string
  readonly number: NumberSetup
  /** Sent along with every request: `StirVerstat`, `CallerName`. */
  readonly more?: Fields | undefined
}

/** How the call stands. */
export interface CallView {
  readonly callSid: string
  readonly from: string
  readonly to: string
  readonly status: LegStatus
  readonly startedAt: number
  readonly answeredAt: number | undefined
  readonly endedAt: number | undefined
  readonly heard: readonly Heard[]
  readonly recordings: readonly Recording[]
  /** Of the present or last `<Dial>`. */
  readonly phones: readonly DialledPhone[]
  readonly waits: 'gather' | 'record' | 'dial' | 'talk' | 'ended' | 'nothing'
  readonly gathering: Gathering | undefined
}

/** One call, played as Twilio would; every action is done once those before it are. */
export interface PhoneCall {
  readonly callSid: string
  view(): CallView
  press(keys: string): Promise<void>
  say(text: string): Promise<void>
  /** Nothing comes until the `<Gather>` gives up. */
  silence(): Promise<void>
  /** What the caller leaves on a `<Record>`, and how that ends. */
  leaveMessage(message: Message): Promise<void>
  hangUp(): Promise<void>
  readonly phone: Pick<Dialling, 'answer' | 'refuse' | 'hangUp' | 'press' | 'say'>
  /** Lets happen what is due by the clock: silence, ringing in vain, late callbacks. */
  tick(): Promise<void>
  deliverLate(): Promise<void>
}
export interface Message {
  readonly text: string
  readonly seconds: number
  readonly endsBy: 'key' | 'silence' | 'hangup'
}

/** Calls a tracking number; resolves once the first document was played as far as it goes by itself. */
export async function placeCall(deps: CallDeps, { from, to, number, more }: CallOptions): Promise<PhoneCall> {
  const { now, newSid, accountSid } = deps
  const carrier = createCarrier(deps)
  const name: LegName = { accountSid, callSid: newSid('CA'), from, to, more }
  const startedAt = now()
  const heard: Heard[] = []
  const hear = (each: Heard) => void heard.push(each)
  let status: LegStatus = 'ringing'
  let answeredAt: number | undefined
  let endedAt: number | undefined
  let dialling: Dialling | undefined
  let isDialling = false

  function pickUp() {
    if (answeredAt !== undefined || endedAt !== undefined) return
    answeredAt = now()
    status = 'in-progress'
  }

  const leg = createLeg({
    sid: name.callSid,
    document: 'call',
    carrier,
    now,
    fields: () => voiceFields(name, status),
    hear,
    fallback: number.voiceFallbackUrl
      ? { url: number.voiceFallbackUrl, method: number.voiceFallbackMethod ?? 'POST' }
      : undefined,
    pickUp,
    perform,
    end: async (how) => {
      if (how === 'failed') pickUp()
      close(answeredAt === undefined ? 'no-answer' : 'completed')
    },
  })
  const recorder = createCallRecorder({ ...deps, carrier, leg, callSid: name.callSid, hear })

  function close(final: LegStatus) {
    if (endedAt !== undefined) return
    leg.stop()
    endedAt = now()
    status = final
    hear({ at: endedAt, leg: name.callSid, kind: 'event', text: `the call is over: ${final}` })
    if (number.statusCallback === undefined) return
    const seconds = answeredAt === undefined ? 0 : Math.round((endedAt - answeredAt) / 1000)
    carrier.tell({
      what: `call ${final}`,
      url: number.statusCallback,
      fields: { ...voiceFields(name, status), ...progressFields(endedAt, 0, seconds) },
    })
  }

  async function perform(verb: Verb<'Dial' | 'Record' | 'Reject'>): Promise<void> {
    switch (verb.verb) {
      case 'Reject':
        close(
          answeredAt !== undefined ? 'completed' : verb.attributes.reason === 'busy' ? 'busy' : 'no-answer',
        )
        return
      case 'Record':
        pickUp()
        recorder.begin(verb)
        return
      case 'Dial':
        if (!verb.attributes.answerOnBridge) pickUp()
        isDialling = true
        dialling = startDialling(verb, {
          carrier,
          now,
          newSid,
          caller: name,
          resolve: leg.resolve,
          hear,
          onBridge() {
            pickUp()
            recorder.beginDial(verb)
          },
          onEnd: (result) => afterDial(verb, result),
        })
    }
  }

  async function afterDial({ attributes: { action, method } }: Verb<'Dial'>, result: Fields) {
    isDialling = false
    const more = { ...result, ...recorder.endDial() }
    if (action !== undefined) await leg.load('dial action', leg.resolve(action), more, method)
    else if (endedAt === undefined) await leg.goOn()
  }

  async function hangUp() {
    if (endedAt !== undefined) return
    hear({ at: now(), leg: name.callSid, kind: 'event', text: 'the caller hangs up' })
    close(answeredAt === undefined ? 'no-answer' : 'completed')
    // Twilio asks the actions even so, and does nothing of what they answer.
    if (isDialling) await dialling?.abandon()
    await recorder.end({ text: '', seconds: 0, endsBy: 'hangup' })
  }

  let queue: Promise<unknown> = Promise.resolve()
  const inTurn =
    <Given extends readonly unknown[]>(action: (...given: Given) => Promise<unknown> | undefined) =>
    async (...given: Given): Promise<void> => {
      const done = queue.then(() => action(...given))
      queue = done.catch(() => {})
      await done
    }
  const dialled = () => {
    if (!dialling) throw new RangeError('no phone was dialled')
    return dialling
  }

  const waits = (): CallView['waits'] => {
    if (endedAt !== undefined) return 'ended'
    if (leg.gathering()) return 'gather'
    if (recorder.isRecording()) return 'record'
    if (!isDialling) return 'nothing'
    return dialling?.phones().some(({ isBridged }) => isBridged) ? 'talk' : 'dial'
  }

  const call: PhoneCall = {
    callSid: name.callSid,
    view: () => ({
      callSid: name.callSid,
      from,
      to,
      status,
      startedAt,
      answeredAt,
      endedAt,
      heard,
      recordings: recorder.recordings(),
      phones: dialling?.phones() ?? [],
      waits: waits(),
      gathering: leg.gathering(),
    }),
    press: inTurn((keys: string) => leg.press(keys)),
    say: inTurn((text: string) => leg.say(text)),
    silence: inTurn(() => leg.silence()),
    leaveMessage: inTurn(async (message: Message) => {
      if (message.endsBy !== 'hangup') return recorder.end(message)
      if (!recorder.isRecording()) return
      close('completed')
      await recorder.end(message)
    }),
    hangUp: inTurn(hangUp),
    phone: {
      answer: inTurn((sid: string) => dialled().answer(sid)),
      refuse: inTurn((sid: string, how: 'busy' | 'failed' | 'no-answer') => dialled().refuse(sid, how)),
      hangUp: inTurn((sid: string) => dialled().hangUp(sid)),
      press: inTurn((sid: string, keys: string) => dialled().press(sid, keys)),
      say: inTurn((sid: string, text: string) => dialled().say(sid, text)),
    },
    tick: inTurn(async () => {
      carrier.deliverLate('due')
      const gathering = leg.gathering()
      if (gathering && now() >= gathering.until) await leg.silence()
      await recorder.tick()
      if (isDialling) await dialling?.tick()
    }),
    async deliverLate() {
      carrier.deliverLate('all')
      await carrier.settled()
    },
  }
  await inTurn(() => leg.load('voice', number.voiceUrl))()
  return call
}
