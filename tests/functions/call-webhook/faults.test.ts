import { describe, expect, test } from 'vitest'
import { createCallWebhookApp } from '../../../functions/call-webhook/app.ts'
import { type CallWebhookDeps, type Trouble, usualPatience } from '../../../functions/call-webhook/deps.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { signedForm } from '../../support/twilio-signing.ts'
import { untouchedCoupons } from './untouched-coupons.ts'

const token = 'a-token-of-the-tests'
const origin = 'https://calls.example.com'
const call = { CallSid: 'CA1', From: '+447700900123', To: '+441614960000' }
const route: NumberRoute = {
  account: 'acc_test',
  numberId: 'num_1',
  number: call.To,
  kind: 'source',
  flow: { forwardTo: ['+442079460001'], ring: 'all' },
}

/** Short, so that the tests are. */
const shortPatience = { callerMilliseconds: 300, callbackMilliseconds: 300, textMilliseconds: 300 }
const slowMilliseconds = 700

type Fault = 'none' | 'slow' | 'refuses' | 'hangs' | 'throws at once'
/** A store that works, or fails in the given way. */
function underFault<Arguments extends unknown[], Result>(
  fault: () => Fault,
  work: (...args: Arguments) => Result,
): (...args: Arguments) => Promise<Result> {
  return (...args) => {
    if (fault() === 'throws at once') throw new Error('a bug')
    if (fault() === 'refuses') return Promise.reject(new Error('ECONNREFUSED'))
    if (fault() === 'hangs') return new Promise<Result>(() => {})
    if (fault() === 'slow')
      return new Promise((resolve) => setTimeout(() => resolve(work(...args)), slowMilliseconds))
    return Promise.resolve(work(...args))
  }
}

function bridge({
  vault = createVault(Buffer.alloc(32).toString('base64')),
  patience = shortPatience,
}: Partial<Pick<CallWebhookDeps, 'vault' | 'patience'>> = {}) {
  const faults = { routes: 'none' as Fault, calls: 'none' as Fault }
  const facts: CallFact[] = []
  const troubles: Trouble[] = []
  let present: NumberRoute | undefined = route
  const app = createCallWebhookApp({
    twilio: { authTokens: [token], publicBaseUrl: origin },
    houseAccount: 'acc_house',
    routes: {
      routeOf: underFault(
        () => faults.routes,
        () => present,
      ),
    },
    calls: {
      record: underFault(
        () => faults.calls,
        (fact: CallFact) => {
          facts.push(fact)
          return 'recorded' as const
        },
      ),
    },
    coupons: untouchedCoupons,
    vault,
    now: () => '2026-11-22T14:05:00.000Z',
    report: (trouble) => troubles.push(trouble),
    patience,
  })
  const post = async (target: string, fields: Record<string, string>) =>
    app.request(target, signedForm(origin + target, fields, token))
  return { faults, facts, troubles, post, learn: (known: NumberRoute | undefined) => (present = known) }
}

const failing = ['refuses', 'hangs', 'throws at once'] as const

describe.each(failing)('when the store %s', (fault) => {
  test('an incoming call rings by the route last known, and that is reported', async () => {
    const { faults, troubles, post } = bridge()
    await post('/twilio/voice', call)
    faults.routes = faults.calls = fault

    const answer = await post('/twilio/voice', { ...call, CallSid: 'CA2' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('>+442079460001</Number>')
    expect(troubles).toMatchObject([
      { trouble: 'route-unread', callSid: 'CA2' },
      { trouble: 'fact-unwritten', callSid: 'CA2' },
    ])
    expect(JSON.stringify(troubles)).not.toContain('7700900123')
  })

  test('a call to a number never seen leaves a message, and no fact in a wrong account', async () => {
    const { faults, facts, post } = bridge()
    faults.routes = fault
    const answer = await post('/twilio/voice', call)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<Record ')
    expect(facts).toEqual([])
  })

  test('only writing fails: the call rings', async () => {
    const { faults, post } = bridge()
    faults.calls = fault
    const answer = await post('/twilio/voice', call)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('>+442079460001</Number>')
  })

  test.each([
    ['status', '/twilio/voice/status', { ...call, CallStatus: 'completed' }],
    [
      'leg',
      '/twilio/voice/leg?account=acc_test&number=%2B441614960000',
      { CallSid: 'CA9', ParentCallSid: 'CA1', CallStatus: 'ringing' },
    ],
  ])('a %s callback is asked for again', async (_kind, target, fields) => {
    const { faults, facts, troubles, post } = bridge()
    faults.calls = fault
    const answer = await post(target, fields)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ code: 'unavailable' })
    expect(troubles).toMatchObject([{ trouble: 'fact-unwritten', callSid: 'CA1' }])

    faults.calls = 'none'
    expect((await post(target, fields)).ok).toBe(true)
    expect(facts).toHaveLength(1)
  })

  test('the end of a dial is answered even so: the caller is waiting', async () => {
    const { faults, troubles, post } = bridge()
    faults.calls = fault
    const answer = await post('/twilio/voice/dial?account=acc_test&number=%2B441614960000', {
      ...call,
      DialCallStatus: 'completed',
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<Hangup/>')
    expect(troubles).toMatchObject([{ trouble: 'fact-unwritten', callSid: 'CA1' }])
  })

  const owner = 'account=acc_test&number=%2B441614960000'
  test.each([
    ['the menu', 'menu'],
    ['the question whether to record', 'consent'],
  ])('a key in answer to %s rings the phone that the address names', async (_what, path) => {
    const { faults, post } = bridge()
    faults.routes = faults.calls = fault
    const target = `/twilio/voice/${path}?${owner}&ring=30&to=%2B442079460003`
    const answer = await post(target, { ...call, Digits: '1' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('>+442079460003</Number>')
  })

  test('whoever left a message hears the goodbye; the recording’s own callback is asked for again', async () => {
    const { faults, facts, troubles, post } = bridge()
    faults.calls = fault
    const recorded = { CallSid: 'CA1', RecordingSid: `RE${'1'.repeat(32)}`, RecordingDuration: '9' }
    const answer = await post(`/twilio/voice/message?${owner}`, { ...call, ...recorded })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Thank you for your message')
    expect(troubles).toMatchObject([{ trouble: 'fact-unwritten', callSid: 'CA1' }])

    const callback = { ...recorded, RecordingStatus: 'completed' }
    const target = '/twilio/recording?account=acc_test&kind=voicemail&number=%2B441614960000'
    expect((await post(target, callback)).status).toBe(503)
    faults.calls = 'none'
    expect((await post(target, callback)).ok).toBe(true)
    expect(facts).toHaveLength(1)
  })

  test('an agent who accepts is joined to the caller even so', async () => {
    const { faults, troubles, post } = bridge()
    faults.calls = fault
    const leg = { CallSid: 'CA9', ParentCallSid: 'CA1', To: '+442079460001', Digits: '1' }
    const answer = await post(`/twilio/voice/accept?${owner}`, leg)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('<Hangup')
    expect(troubles).toMatchObject([{ trouble: 'fact-unwritten', callSid: 'CA1' }])
  })

  test('the next phone in order rings even so', async () => {
    const { faults, post } = bridge()
    faults.calls = fault
    const target = '/twilio/voice/dial?account=acc_test&next=%2B442079460002&number=%2B441614960000'
    const answer = await post(target, { ...call, DialCallStatus: 'no-answer' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('>+442079460002</Number>')
  })
})

test('the caller waits 2 s at most, for both steps together', async () => {
  expect(usualPatience.callerMilliseconds).toBe(2000)
  const callerMilliseconds = 1000
  const { faults, post } = bridge({ patience: { ...shortPatience, callerMilliseconds } })
  await post('/twilio/voice', call)
  faults.routes = 'slow'
  faults.calls = 'hangs'
  const started = performance.now()
  const answer = await post('/twilio/voice', call)
  const waited = performance.now() - started
  expect(await answer.text()).toContain('>+442079460001</Number>')
  // Were each step waited for by itself, it would be the slow one and a whole patience more.
  expect(waited).toBeGreaterThan(callerMilliseconds - 10)
  expect(waited).toBeLessThan(slowMilliseconds + callerMilliseconds)
})

test('a vault that fails costs the caller nothing', async () => {
  const { post, troubles } = bridge({
    vault: {
      hash: () => {
        throw new Error('no key')
      },
      seal: () => '',
    },
  })
  expect(await (await post('/twilio/voice', call)).text()).toContain('>+442079460001</Number>')
  expect(troubles).toMatchObject([{ trouble: 'fact-unwritten' }])
})

test('a route that makes no sense gives the caller a message to leave', async () => {
  const { post, learn } = bridge()
  learn({ ...route, flow: { forwardTo: 5 as never, ring: 'all' } })
  const answer = await post('/twilio/voice', call)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('<Record ')
})

test('a number that was released is not rung by memory', async () => {
  const { faults, post, learn } = bridge()
  await post('/twilio/voice', call)
  learn(undefined)
  await post('/twilio/voice', call)
  faults.routes = 'refuses'
  expect(await (await post('/twilio/voice', call)).text()).toContain('<Record ')
})
