import type { Carrier } from './carrier.ts'
import { type LegName, type LegStatus, progressFields, voiceFields } from './fields.ts'
import type { Verb } from './grammar.ts'
import { createLeg, type Heard, type Leg } from './leg.ts'
import type { Fields } from './sign.ts'

/** A phone that a `<Dial>` rings. */
export interface DialledPhone {
  readonly sid: string
  readonly number: string
  readonly status: LegStatus
  /** Joined with the caller. */
  readonly isBridged: boolean
  /** What it hears first waits for an answer. */
  readonly gathering: ReturnType<Leg['gathering']>
}

export interface DiallingDeps {
  readonly carrier: Carrier
  readonly now: () => number
  readonly newSid: (prefix: string) => string
  readonly caller: LegName
  readonly resolve: (url: string | undefined) => string
  readonly hear: (heard: Heard) => void
  readonly onBridge: () => void
  /** Over: what `<Dial>`'s action is told. */
  readonly onEnd: (result: Fields) => Promise<void>
}

export interface Dialling {
  readonly verb: Verb<'Dial'>
  phones(): readonly DialledPhone[]
  bridgedAt(): number | undefined
  answer(sid: string): Promise<void>
  /** The phone is busy, can't be had, or rings in vain. */
  refuse(sid: string, how: 'busy' | 'failed' | 'no-answer'): Promise<void>
  hangUp(sid: string): Promise<void>
  press(sid: string, keys: string): Promise<void>
  say(sid: string, text: string): Promise<void>
  tick(): Promise<void>
  /** The caller is gone. */
  abandon(): Promise<void>
}

/** As Twilio's (https://www.twilio.com/docs/voice/twiml/dial#timeout). */
const usualRingSeconds = 30
const usualLimitSeconds = 14_400

interface Phone {
  readonly name: LegName
  readonly verb: Verb<'Number'>
  status: LegStatus
  sequence: number
  ringUntil: number
  answeredAt?: number
  isBridged?: boolean
  whisper?: Leg
}
type ProgressEvent = 'initiated' | 'ringing' | 'answered' | 'completed'

const isOver = ({ status }: Phone) =>
  status !== 'initiated' && status !== 'ringing' && status !== 'in-progress'

export function startDialling(verb: Verb<'Dial'>, deps: DiallingDeps): Dialling {
  const { carrier, now, newSid, caller, resolve, hear, onBridge, onEnd } = deps
  const { timeout = usualRingSeconds, timeLimit = usualLimitSeconds, sequential, callerId } = verb.attributes
  const targets: Verb<'Number'>[] =
    verb.children.length > 0
      ? [...verb.children]
      : [{ verb: 'Number', attributes: {}, text: verb.text, children: [] }]
  const phones: Phone[] = []
  let isEnded = false

  const event = (phone: Phone, text: string) =>
    hear({ at: now(), leg: phone.name.callSid, kind: 'event', text })

  const talkSeconds = ({ answeredAt }: Phone) =>
    answeredAt === undefined ? 0 : Math.round((now() - answeredAt) / 1000)

  function progress(phone: Phone, happened: ProgressEvent) {
    const {
      statusCallback,
      statusCallbackMethod,
      statusCallbackEvent = ['completed'],
    } = phone.verb.attributes
    if (statusCallback === undefined || !statusCallbackEvent.includes(happened)) return
    const duration = happened === 'completed' ? talkSeconds(phone) : undefined
    carrier.tell({
      what: `leg ${happened}`,
      url: resolve(statusCallback),
      method: statusCallbackMethod,
      fields: {
        ...voiceFields(phone.name, phone.status),
        ...progressFields(now(), phone.sequence, duration),
      },
    })
    phone.sequence += 1
  }

  function ring(target: Verb<'Number'>) {
    const name: LegName = {
      accountSid: caller.accountSid,
      callSid: newSid('CA'),
      from: callerId ?? caller.from,
      to: target.text,
      parentCallSid: caller.callSid,
    }
    const ringUntil = now() + timeout * 1000
    const phone: Phone = { name, verb: target, status: 'initiated', sequence: 0, ringUntil }
    phones.push(phone)
    progress(phone, 'initiated')
    phone.status = 'ringing'
    event(phone, `${target.text} rings`)
    progress(phone, 'ringing')
  }

  function close(phone: Phone, status: LegStatus) {
    if (isOver(phone)) return
    phone.whisper?.stop()
    phone.status = status
    event(phone, `${phone.name.to}: ${status}`)
    progress(phone, 'completed')
  }

  const cancel = (phone: Phone) => close(phone, phone.answeredAt === undefined ? 'canceled' : 'completed')

  async function finish(status: 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled') {
    if (isEnded) return
    isEnded = true
    const told = phones.find(({ isBridged }) => isBridged) ?? phones.at(-1)
    await onEnd({
      DialCallStatus: status,
      ...(told && { DialCallSid: told.name.callSid }),
      DialBridged: String(told?.isBridged === true),
      ...(told?.isBridged && { DialCallDuration: String(talkSeconds(told)) }),
    })
  }

  /** Once no phone rings any more, the next does, or that was all. */
  async function afterClose() {
    if (isEnded || phones.some((phone) => !isOver(phone))) return
    const target = targets.shift()
    if (target) return ring(target)
    const failures = new Set(phones.map(({ status }) => status))
    const [only] = failures
    await finish(failures.size === 1 && (only === 'busy' || only === 'failed') ? only : 'no-answer')
  }

  function bridge(phone: Phone) {
    phone.isBridged = true
    for (const other of phones) if (other !== phone) cancel(other)
    event(phone, `${phone.name.to} is connected`)
    onBridge()
  }

  async function afterWhisper(phone: Phone, how: 'hangup' | 'finished' | 'failed') {
    if (isOver(phone)) return
    if (how === 'finished') return bridge(phone)
    close(phone, 'completed')
    await afterClose()
  }

  const find = (sid: string): Phone => {
    const phone = phones.find(({ name }) => name.callSid === sid)
    if (!phone) throw new RangeError(`no dialled phone ${sid}`)
    return phone
  }

  for (const target of sequential ? targets.splice(0, 1) : targets.splice(0)) ring(target)

  return {
    verb,
    phones: () =>
      phones.map(({ name, status, isBridged, whisper }) => ({
        sid: name.callSid,
        number: name.to,
        status,
        isBridged: isBridged === true,
        gathering: whisper?.gathering(),
      })),
    bridgedAt: () => phones.find(({ isBridged }) => isBridged)?.answeredAt,
    async answer(sid) {
      const phone = find(sid)
      if (phone.status !== 'ringing') return
      phone.status = 'in-progress'
      phone.answeredAt = now()
      event(phone, `${phone.name.to} answers`)
      progress(phone, 'answered')
      const { url, method } = phone.verb.attributes
      if (url === undefined) return bridge(phone)
      phone.whisper = createLeg({
        sid,
        document: 'whisper',
        carrier,
        now,
        fields: () => voiceFields(phone.name, phone.status),
        hear,
        pickUp: () => {},
        end: (how) => afterWhisper(phone, how),
      })
      await phone.whisper.load('whisper', resolve(url), {}, method)
    },
    async refuse(sid, how) {
      const phone = find(sid)
      if (phone.status !== 'ringing') return
      close(phone, how)
      await afterClose()
    },
    async hangUp(sid) {
      const phone = find(sid)
      if (phone.status !== 'in-progress') return
      close(phone, 'completed')
      if (phone.isBridged) await finish('completed')
      else await afterClose()
    },
    press: async (sid, keys) => find(sid).whisper?.press(keys),
    say: async (sid, text) => find(sid).whisper?.say(text),
    async tick() {
      for (const phone of phones) {
        const gathering = phone.whisper?.gathering()
        if (gathering && now() >= gathering.until) await phone.whisper?.silence()
        else if (phone.status === 'ringing' && now() >= phone.ringUntil) close(phone, 'no-answer')
        else if (phone.isBridged && !isOver(phone) && talkSeconds(phone) >= timeLimit) {
          close(phone, 'completed')
          await finish('completed')
        }
      }
      await afterClose()
    },
    async abandon() {
      const wasBridged = phones.some(({ isBridged }) => isBridged)
      targets.length = 0
      for (const phone of phones) cancel(phone)
      await finish(wasBridged ? 'completed' : 'canceled')
    },
  }
}
