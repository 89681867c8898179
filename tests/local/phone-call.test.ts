import { describe, expect, it } from 'vitest'
import { type CallOptions, type PhoneCall, placeCall } from '../../local/phone/call.ts'
import { createCarrier, type Faults, type LoggedRequest, noFaults } from '../../local/phone/carrier.ts'
import { isSignedByTwilio } from '../../shared/twilio/signature.ts'
import { twilioSignature } from '../support/twilio-signing.ts'

const origin = 'https://calls.example.com'
const authToken = 'a-token'

interface Got {
  readonly url: string
  readonly path: string
  readonly method: string
  readonly token: string
  readonly fields: Record<string, string>
}
/** An answer, or what happens instead: a status, no connection. */
type Reply = string | number | 'down'

/** Every path answers what it was told, the next reply each time, the last one again and again. */
function serve(replies: Record<string, Reply | readonly Reply[]>) {
  const got: Got[] = []
  const left = new Map(Object.entries(replies).map(([path, reply]) => [path, [reply].flat() as Reply[]]))
  async function fetch(url: string, init: RequestInit): Promise<Response> {
    const { pathname } = new URL(url)
    const method = init.method ?? 'GET'
    const pairs = [...new URLSearchParams(String(init.body ?? ''))]
    const headers = new Headers(init.headers)
    const signature = headers.get('x-twilio-signature') ?? ''
    const fields = Object.fromEntries(pairs)
    expect(isSignedByTwilio({ authTokens: [authToken], signature, url, fields })).toBe(true)
    expect(signature).toBe(twilioSignature(url, pairs, authToken))
    expect(url).not.toContain('#')
    const token = headers.get('i-twilio-idempotency-token') ?? ''
    got.push({ url, path: pathname, method, token, fields })
    const queue = left.get(pathname) ?? [404]
    const reply = queue.length > 1 ? queue.shift() : queue[0]
    if (reply === 'down') throw new TypeError('fetch failed')
    if (typeof reply === 'number') return new Response('', { status: reply })
    return new Response(`<?xml version="1.0" encoding="UTF-8"?><Response>${reply ?? ''}</Response>`)
  }
  return { fetch, got, at: (path: string) => got.filter((each) => each.path === path) }
}

async function ring(
  replies: Record<string, Reply | readonly Reply[]>,
  number: Partial<CallOptions['number']> = {},
) {
  const bridge = serve(replies)
  const log: LoggedRequest[] = []
  let faults: Faults = noFaults
  let now = Date.parse('2026-11-26T10:00:00Z')
  let made = 0
  const newSid = (prefix: string) => {
    made += 1
    return prefix + String(made).padStart(32, '0')
  }
  const deps = {
    fetch: bridge.fetch,
    authToken,
    accountSid: `AC${'0'.repeat(32)}`,
    now: () => now,
    newSid,
    newToken: () => newSid('token'),
    recordingUrl: (sid: string) => `https://api.example.com/Recordings/${sid}`,
    log: (request: LoggedRequest) => void log.push(request),
    faults: () => faults,
  }
  const call = await placeCall(deps, {
    from: '+447700900123',
    to: '+442079460000',
    number: { voiceUrl: `${origin}/voice`, statusCallback: `${origin}/status#rc=3&rp=ct,5xx,rt`, ...number },
  })
  return {
    call,
    log,
    ...bridge,
    wait(seconds: number) {
      now += seconds * 1000
      return call.tick()
    },
    setFaults(change: Partial<Faults>) {
      faults = { ...noFaults, ...change }
    },
  }
}
const heard = (call: PhoneCall, kind = 'say') =>
  call
    .view()
    .heard.filter((each) => each.kind === kind)
    .map(({ text }) => text)
const legs = (call: PhoneCall) => call.view().phones.map(({ sid }) => sid)
const wholeLeg = 'initiated ringing answered completed'
const dial = (inside: string, attributes = '') =>
  `<Dial answerOnBridge="true" action="/after?b=1" timeout="20" ${attributes}>${inside}</Dial>`
const phone = (number = '+442079460001', attributes = '') =>
  `<Number statusCallback="/leg" statusCallbackEvent="${wholeLeg}" ${attributes}>${number}</Number>`

describe('the first request', () => {
  it('has the fields that Twilio sends, empty ones as well', async () => {
    const { at, call } = await ring({ '/voice': '<Say>Hello</Say>', '/status': '' })
    expect(at('/voice')).toMatchObject([
      {
        method: 'POST',
        fields: {
          AccountSid: `AC${'0'.repeat(32)}`,
          ApiVersion: '2010-04-01',
          CallSid: call.callSid,
          CallStatus: 'ringing',
          Direction: 'inbound',
          From: '+447700900123',
          To: '+442079460000',
          Called: '+442079460000',
          FromCountry: 'GB',
          ToCity: '',
        },
      },
    ])
    await call.deliverLate()
    expect(at('/status')).toMatchObject([
      { fields: { CallStatus: 'completed', SequenceNumber: '0', CallbackSource: 'call-progress-events' } },
    ])
  })

  it('follows relative addresses, redirections and methods', async () => {
    const { got, call } = await ring({
      '/voice': '<Redirect method="GET">menu/start?a=1&amp;b=it%27s</Redirect>',
      '/menu/start':
        '<Gather action="../keys" numDigits="1"><Say>Press</Say></Gather><Redirect>/voice</Redirect>',
      '/keys': '<Hangup/>',
      '/status': '',
    })
    await call.press('7')
    await call.deliverLate()
    expect(got.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /voice',
      'GET /menu/start',
      'POST /keys',
      'POST /status',
    ])
    expect(got[1]?.url).toContain('?a=1&b=it%27s&AccountSid=')
  })
})

describe('tries', () => {
  it.each<[why: string, fragment: string, replies: readonly Reply[], tries: number, isHeard: boolean]>([
    ['a lost connection once, unless told otherwise', '', ['down', '<Say>Hi</Say>'], 2, true],
    ['no status, unless told', '', [500, '<Say>Hi</Say>'], 1, false],
    ['a 500 as often as told', '#rc=3&rp=5xx', [500, 503, 502, '<Say>Hi</Say>'], 4, true],
    ['not oftener', '#rc=2&rp=5xx', [500, 500, 500, '<Say>Hi</Say>'], 3, false],
    ['not a 404 where 5xx was said', '#rc=3&rp=5xx', [404, '<Say>Hi</Say>'], 1, false],
    ['everything', '#rc=3&rp=all', [404, 'down', 500, '<Say>Hi</Say>'], 4, true],
    ['never where 0 was said', '#rc=0', ['down', '<Say>Hi</Say>'], 1, false],
  ])('%s', async (_, fragment, replies, tries, isHeard) => {
    const { at, call } = await ring({ '/voice': replies }, { voiceUrl: `${origin}/voice${fragment}` })
    expect(at('/voice')).toHaveLength(tries)
    expect(new Set(at('/voice').map(({ token }) => token)).size).toBe(1)
    expect(heard(call)).toEqual(isHeard ? ['Hi'] : [])
    expect(heard(call, 'trouble')).toHaveLength(isHeard ? 0 : 1)
  })

  it('the fallback address, with what went wrong, where no document can be had', async () => {
    const { at, call } = await ring(
      { '/voice': 500, '/fallback': '<Dial>+442079460001</Dial>' },
      { voiceFallbackUrl: `${origin}/fallback`, voiceFallbackMethod: 'GET' },
    )
    const [request] = at('/fallback')
    expect(request?.method).toBe('GET')
    expect(new URL(request?.url ?? '').searchParams.get('ErrorCode')).toBe('11200')
    expect(legs(call)).toHaveLength(1)
    expect(heard(call, 'trouble')).toEqual(['11200 voice: status 500'])
  })

  it.each([
    ['is not well-formed', '<Say>', '12100'],
    ['has a verb that is unknown', '<Enqueue>a</Enqueue>', '12200'],
  ])('no document that %s: the call ends, and says why', async (_, document, code) => {
    const { call } = await ring({ '/voice': document })
    expect(heard(call, 'trouble')[0]).toContain(code)
    expect(call.view().waits).toBe('ended')
  })
})

describe('a <Gather>', () => {
  const gather = (attributes: string) => ({
    '/voice': `<Gather action="/answer" ${attributes}><Say>Code?</Say></Gather><Say>Nothing came</Say>`,
    '/answer': '<Say>Thanks</Say>',
  })

  it.each<
    [why: string, attributes: string, does: (call: PhoneCall) => Promise<void>, fields: object | undefined]
  >([
    [
      'ends at the last of its digits',
      'numDigits="3"',
      (call) => call.press('1234'),
      { Digits: '123', FinishedOnKey: '' },
    ],
    ['ends at #, which is no digit', '', (call) => call.press('12#'), { Digits: '12', FinishedOnKey: '#' }],
    ['may end at no key', 'finishOnKey="" numDigits="3"', (call) => call.press('1#2'), { Digits: '1#2' }],
    [
      'takes what was keyed when silence follows',
      '',
      async (call) => {
        await call.press('12')
        await call.silence()
      },
      { Digits: '12' },
    ],
    ['falls through in silence', '', (call) => call.silence(), undefined],
    ['tells of silence if asked to', 'actionOnEmptyResult="true"', (call) => call.silence(), { Digits: '' }],
    [
      'hears speech if asked to',
      'input="dtmf speech"',
      (call) => call.say('one two'),
      { SpeechResult: 'one two', Confidence: '0.9' },
    ],
    [
      'is deaf to speech otherwise',
      '',
      async (call) => {
        await call.say('one two')
        await call.silence()
      },
      undefined,
    ],
    [
      'is deaf to keys where it wants speech',
      'input="speech"',
      async (call) => {
        await call.press('1')
        await call.silence()
      },
      undefined,
    ],
  ])('%s', async (_, attributes, does, fields) => {
    const { call, at } = await ring(gather(attributes))
    expect(call.view().waits).toBe('gather')
    await does(call)
    expect(at('/answer').map((each) => each.fields)).toMatchObject(fields ? [fields] : [])
    expect(heard(call)).toEqual(['Code?', fields ? 'Thanks' : 'Nothing came'])
  })

  it('waits its time after the prompt, and anew after every key', async () => {
    const { call, wait } = await ring(gather('timeout="5"'))
    await wait(5)
    await call.press('1')
    await wait(4)
    await call.press('2')
    await wait(4)
    expect(call.view().waits).toBe('gather')
    await wait(1)
    expect(heard(call)).toEqual(['Code?', 'Thanks'])
  })
})

describe('a <Dial>', () => {
  it('tells of every step of a leg, in order and with its times', async () => {
    const { call, at, wait } = await ring({
      '/voice': dial(phone()),
      '/leg': '',
      '/after': '',
      '/status': '',
    })
    expect(call.view()).toMatchObject({ waits: 'dial', status: 'ringing' })
    await wait(7)
    const [leg = ''] = legs(call)
    await call.phone.answer(leg)
    expect(call.view()).toMatchObject({ waits: 'talk', status: 'in-progress' })
    await wait(61)
    await call.phone.hangUp(leg)
    await call.deliverLate()
    expect(at('/leg').map(({ fields }) => fields)).toMatchObject([
      { CallStatus: 'initiated', SequenceNumber: '0', ParentCallSid: call.callSid, CallSid: leg },
      { CallStatus: 'ringing', SequenceNumber: '1', Direction: 'outbound-dial', To: '+442079460001' },
      { CallStatus: 'in-progress', SequenceNumber: '2', Timestamp: 'Thu, 26 Nov 2026 10:00:07 +0000' },
      { CallStatus: 'completed', SequenceNumber: '3', CallDuration: '61', Duration: '2' },
    ])
    expect(at('/after')).toMatchObject([
      {
        fields: {
          DialCallStatus: 'completed',
          DialCallSid: leg,
          DialCallDuration: '61',
          DialBridged: 'true',
        },
      },
    ])
    expect(at('/status')).toMatchObject([{ fields: { CallStatus: 'completed', CallDuration: '61' } }])
  })

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['failed', 'failed'],
  ] as const)('to a phone that is %s says so', async (how, told) => {
    const { call, at } = await ring({
      '/voice': dial(phone()),
      '/leg': '',
      '/after': '<Say>Sorry</Say>',
      '/status': '',
    })
    await call.phone.refuse(legs(call)[0] ?? '', how)
    expect(at('/after')).toMatchObject([{ fields: { DialCallStatus: told, DialBridged: 'false' } }])
    expect(heard(call)).toEqual(['Sorry'])
  })

  it('gives up after its time, and goes on without an action', async () => {
    const { call, wait } = await ring({ '/voice': '<Dial timeout="20">+442079460001</Dial><Say>Sorry</Say>' })
    await wait(19)
    expect(call.view().waits).toBe('dial')
    await wait(1)
    expect(heard(call)).toEqual(['Sorry'])
  })

  it('in sequence rings one after the other, each for the whole time', async () => {
    const both = phone('+442079460001') + phone('+442079460002')
    const { call, wait } = await ring({ '/voice': dial(both, 'sequential="true"'), '/leg': '', '/after': '' })
    expect(legs(call)).toHaveLength(1)
    await wait(20)
    expect(call.view().phones.map(({ status }) => status)).toEqual(['no-answer', 'ringing'])
    await wait(19)
    expect(call.view().waits).toBe('dial')
    await wait(1)
    expect(call.view().waits).toBe('ended')
  })

  const accept =
    '<Gather action="/accept" numDigits="1" timeout="4"><Say>Press 1 to accept</Say></Gather><Hangup/>'
  it('joins an agent who presses to accept, while the other phones ring on', async () => {
    const both = phone('+442079460001', 'url="/whisper"') + phone('+442079460002', 'url="/whisper"')
    const { call, at } = await ring({
      '/voice': dial(both),
      '/whisper': accept,
      '/accept': '',
      '/leg': '',
      '/after': '',
    })
    const [one = '', two = ''] = legs(call)
    await call.phone.answer(one)
    expect(call.view()).toMatchObject({ waits: 'dial', status: 'ringing' })
    expect(call.view().phones.map(({ status }) => status)).toEqual(['in-progress', 'ringing'])
    expect(at('/whisper')).toMatchObject([{ fields: { CallSid: one, ParentCallSid: call.callSid } }])
    await call.phone.answer(two)
    await call.phone.press(two, '1')
    expect(call.view().phones.map(({ status }) => status)).toEqual(['completed', 'in-progress'])
    expect(call.view()).toMatchObject({ waits: 'talk', status: 'in-progress' })
  })

  it('does not take a voicemail that answers for an agent', async () => {
    const { call, at, wait } = await ring({
      '/voice': dial(phone('+442079460001', 'url="/whisper"')),
      '/whisper': accept,
      '/leg': '',
      '/after': '<Say>Sorry</Say>',
    })
    await call.phone.answer(legs(call)[0] ?? '')
    await wait(10)
    expect(at('/after')).toMatchObject([{ fields: { DialCallStatus: 'no-answer', DialBridged: 'false' } }])
    expect(heard(call)).toContain('Sorry')
  })

  it('that is recorded tells of it, and its action where the recording is', async () => {
    const recorded =
      'record="record-from-answer-dual" recordingStatusCallback="/rec" recordingStatusCallbackEvent="in-progress completed"'
    const { call, at, wait } = await ring({
      '/voice': dial(phone(), recorded),
      '/leg': '',
      '/after': '',
      '/rec': '',
    })
    await call.phone.answer(legs(call)[0] ?? '')
    await wait(12)
    await call.hangUp()
    await call.deliverLate()
    expect(at('/rec').map(({ fields }) => fields)).toMatchObject([
      { RecordingStatus: 'in-progress', CallSid: call.callSid, RecordingSource: 'DialVerb' },
      { RecordingStatus: 'completed', RecordingDuration: '12', RecordingChannels: '2' },
    ])
    expect(at('/after')).toMatchObject([{ fields: { DialCallStatus: 'completed', RecordingDuration: '12' } }])
  })

  it('that the caller leaves is cancelled, and its action still asked', async () => {
    const { call, at, wait } = await ring({
      '/voice': dial(phone()),
      '/leg': '',
      '/after': '<Say>Sorry</Say>',
      '/status': '',
    })
    await wait(4)
    await call.hangUp()
    await call.deliverLate()
    expect(at('/after')).toMatchObject([{ fields: { DialCallStatus: 'canceled', CallStatus: 'no-answer' } }])
    expect(at('/status')).toMatchObject([{ fields: { CallStatus: 'no-answer', CallDuration: '0' } }])
    expect(heard(call)).toEqual([])
  })
})

describe('a <Record>', () => {
  const record =
    '<Record action="/done" recordingStatusCallback="/rec" transcribe="true" transcribeCallback="/words" maxLength="30"/><Say>Nothing</Say>'
  const pages = { '/voice': record, '/done': '<Say>Thanks</Say>', '/rec': '', '/words': '', '/status': '' }

  it('ends by a key, and tells what was left', async () => {
    const { call, at } = await ring(pages)
    await call.leaveMessage({ text: 'Call me back', seconds: 6, endsBy: 'key' })
    await call.deliverLate()
    expect(at('/done')).toMatchObject([{ fields: { RecordingDuration: '6', Digits: '#' } }])
    expect(at('/rec')).toMatchObject([
      { fields: { RecordingStatus: 'completed', RecordingSource: 'RecordVerb' } },
    ])
    expect(at('/words')).toMatchObject([{ fields: { TranscriptionText: 'Call me back' } }])
    expect(heard(call)).toEqual(['Thanks'])
  })

  it('ends by hanging up, and nothing more is said', async () => {
    const { call, at } = await ring(pages)
    await call.leaveMessage({ text: 'Call me back', seconds: 6, endsBy: 'hangup' })
    expect(at('/done')).toMatchObject([{ fields: { Digits: 'hangup', CallStatus: 'completed' } }])
    expect(heard(call)).toEqual([])
  })

  it('of silence is none: the next verb follows', async () => {
    const { call, at } = await ring(pages)
    await call.leaveMessage({ text: '', seconds: 0, endsBy: 'silence' })
    expect(at('/done')).toEqual([])
    expect(heard(call)).toEqual(['Nothing'])
  })

  it('ends at its greatest length', async () => {
    const { at, wait } = await ring(pages)
    await wait(31)
    expect(at('/done')).toMatchObject([{ fields: { RecordingDuration: '30' } }])
  })
})

describe('a call that is never answered', () => {
  it.each([
    ['<Reject/>', 'no-answer'],
    ['<Reject reason="busy"/>', 'busy'],
    ['<Hangup/>', 'no-answer'],
  ])('%s ends as %s', async (document, status) => {
    const { call, at } = await ring({ '/voice': document, '/status': '' })
    await call.deliverLate()
    expect(at('/status')).toMatchObject([{ fields: { CallStatus: status, CallDuration: '0' } }])
  })
})

describe('callbacks', () => {
  const webhook = (count: number) => ({
    what: 'leg',
    url: `${origin}/leg`,
    fields: { SequenceNumber: String(count) },
  })
  function carry(change: Partial<Faults>, replies: readonly Reply[] = ['']) {
    const bridge = serve({ '/leg': replies })
    const log: LoggedRequest[] = []
    let now = 0
    let made = 0
    const carrier = createCarrier({
      fetch: bridge.fetch,
      authToken,
      now: () => now,
      newToken: () => `t${++made}`,
      log: (request) => void log.push(request),
      faults: () => ({ ...noFaults, ...change }),
    })
    const wait = (seconds: number) => {
      now += seconds * 1000
      carrier.deliverLate()
      return carrier.settled()
    }
    const arrived = () => bridge.got.map(({ fields, token }) => `${fields.SequenceNumber} ${token}`)
    for (const count of [0, 1]) carrier.tell(webhook(count))
    return { wait, arrived, log }
  }

  it('arrive', async () => {
    const { wait, arrived } = carry({})
    await wait(0)
    expect(arrived()).toEqual(['0 t1', '1 t2'])
  })
  it('may arrive twice, each time with the token of the first', async () => {
    const { wait, arrived } = carry({ doubled: true })
    await wait(0)
    expect(arrived()).toEqual(['0 t1', '0 t1', '1 t2', '1 t2'])
  })
  it('may be late, and then the last comes first', async () => {
    const { wait, arrived } = carry({ lateSeconds: 10 })
    await wait(9)
    expect(arrived()).toEqual([])
    await wait(1)
    expect(arrived()).toEqual(['1 t2', '0 t1'])
  })
  it('may be lost, which the log shows', async () => {
    const { wait, arrived, log } = carry({ lost: true })
    await wait(60)
    expect(arrived()).toEqual([])
    expect(log.map(({ status }) => status)).toEqual(['lost', 'lost'])
  })
  it('without overrides are not sent again after a 500', async () => {
    const { wait, arrived } = carry({}, [500])
    await wait(0)
    expect(arrived()).toHaveLength(2)
  })
})
