import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCallWebhookApp } from '../../../functions/call-webhook/app.ts'
import { foldCall } from '../../../shared/domain/call.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { type CallStore, createCallStore } from '../../../shared/store/call-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createRouteStore } from '../../../shared/store/route-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { voiceFixtures, withFields } from '../../support/twilio-fixtures.ts'
import { type FieldPairs, signedForm } from '../../support/twilio-signing.ts'
import { untouchedCoupons } from './untouched-coupons.ts'

const token = 'a-token-of-the-tests'
const origin = 'https://calls.example.com'
const house = 'acc_house'
const now = '2026-11-22T14:05:00.000Z'
const vault = createVault(Buffer.alloc(32, 7).toString('base64'))
const route: NumberRoute = {
  account: 'acc_test',
  numberId: 'num_1',
  number: '+441614960000',
  kind: 'source',
  source: { source: 'van', medium: 'vehicle' },
  flow: { forwardTo: ['+442079460001', '+442079460002'], ring: 'all' },
}
const inOrder: NumberRoute = {
  ...route,
  numberId: 'num_2',
  number: '+441614960002',
  flow: { forwardTo: ['+442079460001', '+442079460002'], ring: 'in-order', greeting: 'Hello & welcome' },
}

let tables: Tables
let calls: CallStore
let app: ReturnType<typeof createCallWebhookApp>

beforeAll(async () => {
  tables = await createTestTables()
  calls = createCallStore(tables.ledger)
  for (const each of [route, inOrder]) {
    await tables.ledger.put({ ...ledgerKeys.route(each.number), ...each })
  }
  app = createCallWebhookApp({
    twilio: { authTokens: [token], publicBaseUrl: origin },
    houseAccount: house,
    routes: createRouteStore(tables.ledger),
    calls,
    coupons: untouchedCoupons,
    vault,
    now: () => now,
    report: (trouble) => {
      throw new Error(trouble.cause)
    },
  })
})
afterAll(() => tables.drop())

const post = (target: string, fields: FieldPairs | Record<string, string>) =>
  app.request(target, signedForm(origin + target, fields, token))

let calling = 0
const newCall = (to: string) => ({
  CallSid: `CA${String(++calling).padStart(32, 'f')}`,
  From: '+447700900123',
  To: to,
})
/** The callback's address as Twilio would call it: without the fragment. */
const targetIn = (twiml: string, attribute: string) =>
  new RegExp(`${attribute}="${origin}([^"#]*)(#[^"]*)?"`).exec(twiml)?.[1]?.replaceAll('&amp;', '&') ?? ''

describe('POST /twilio/voice', () => {
  test.each(voiceFixtures)(
    '$name: dials the business and keeps one fact',
    async ({ fields, callerKnown }) => {
      const form = Object.fromEntries(fields)
      const answers = [await post('/twilio/voice', fields), await post('/twilio/voice', fields)]
      const twiml = await answers[0]?.text()

      expect(answers.map((answer) => answer.status)).toEqual([200, 200])
      expect(answers[0]?.headers.get('content-type')).toMatch(/^text\/xml/)
      expect(await answers[1]?.text()).toBe(twiml)
      expect(twiml).toContain('>+442079460001</Number>')
      expect(twiml).toContain('>+442079460002</Number>')

      const facts = await calls.factsOf('acc_test', form.CallSid ?? '')
      expect(facts).toHaveLength(1)
      expect(facts[0]).toMatchObject({
        fact: 'voice',
        number: route.number,
        numberId: 'num_1',
        source: route.source,
        at: now,
      })
      const caller = callerKnown ? form.From : undefined
      expect(facts[0]?.caller).toBe(caller && vault.hash('acc_test', 'phone', caller))
      expect(facts[0]?.sealedCaller && vault.open('acc_test', facts[0].sealedCaller)).toBe(caller)
      expect(JSON.stringify(facts)).not.toContain('447700900')
    },
  )

  test('to a number nobody registered: takes a message, and is a missed call of the house', async () => {
    const call = newCall('+441614969999')
    const twiml = await (await post('/twilio/voice', call)).text()
    expect(twiml).toMatch(/<Say>.+<\/Say><Record .*action="/)

    const message = await post(targetIn(twiml, 'action'), { ...call, RecordingDuration: '4' })
    expect(await message.text()).toContain('<Hangup/>')
    const facts = await calls.factsOf(house, call.CallSid)
    expect(foldCall(facts)).toMatchObject({ number: '+441614969999', outcome: 'missed' })
  })

  test.each([['sip:sales@example.com'], [''], ['x'.repeat(5000)], [`${'x'.repeat(127)}😀`]])(
    'to %.30s is still a call',
    async (to) => {
      const call = newCall(to)
      expect((await post('/twilio/voice', call)).status).toBe(200)
      expect(await calls.factsOf(house, call.CallSid)).toHaveLength(2)
    },
  )

  test('without a CallSid is refused with what is wrong', async () => {
    const answer = await post('/twilio/voice', { From: '+447700900123', To: route.number })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'invalid_body', errors: [{ path: 'CallSid' }] })
  })

  test('with another signature is 403 and writes nothing', async () => {
    const call = newCall(route.number)
    const request = signedForm(`${origin}/twilio/voice`, call, 'another token')
    const answer = await app.request('/twilio/voice', request)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'bad_signature' })
    expect(await calls.factsOf('acc_test', call.CallSid)).toEqual([])
  })
})

/** Every request that Twilio makes about one answered call. */
async function story(call: { CallSid: string; From: string; To: string }) {
  const twiml = await (await post('/twilio/voice', call)).text()
  const child = {
    CallSid: `${call.CallSid.slice(0, -1)}x`,
    ParentCallSid: call.CallSid,
    From: call.From,
    To: '+442079460001',
  }
  const at = (second: number) => `Sun, 22 Nov 2026 14:05:${String(second).padStart(2, '0')} +0000`
  const leg = targetIn(twiml, 'statusCallback')
  return [
    {
      target: '/twilio/voice/status',
      fields: { ...call, CallStatus: 'ringing', SequenceNumber: '0', Timestamp: at(0) },
    },
    { target: leg, fields: { ...child, CallStatus: 'initiated', SequenceNumber: '0', Timestamp: at(1) } },
    { target: leg, fields: { ...child, CallStatus: 'ringing', SequenceNumber: '1', Timestamp: at(2) } },
    { target: leg, fields: { ...child, CallStatus: 'in-progress', SequenceNumber: '2', Timestamp: at(7) } },
    {
      target: '/twilio/voice/status',
      fields: { ...call, CallStatus: 'in-progress', SequenceNumber: '1', Timestamp: at(7) },
    },
    {
      target: leg,
      fields: {
        ...child,
        CallStatus: 'completed',
        SequenceNumber: '3',
        CallDuration: '40',
        Duration: '1',
        Timestamp: at(47),
      },
    },
    {
      target: targetIn(twiml, 'action'),
      fields: { ...call, DialCallStatus: 'completed', DialCallSid: child.CallSid, DialCallDuration: '40' },
    },
    {
      target: '/twilio/voice/status',
      fields: {
        ...call,
        CallStatus: 'completed',
        SequenceNumber: '2',
        CallDuration: '41',
        Timestamp: at(48),
      },
    },
  ]
}

test('the callbacks of a call, in any order and doubled, give the same call', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 0, 3, 6], { minLength: 11 }),
      async (order) => {
        const call = newCall(route.number)
        const requests = await story(call)
        for (const index of order) {
          const request = requests[index]
          if (!request) throw new Error('no such request')
          const answer = await post(request.target, request.fields)
          expect([200, 204]).toContain(answer.status)
        }
        const facts = await calls.factsOf('acc_test', call.CallSid)
        expect(facts).toHaveLength(9)
        expect(foldCall(facts)).toMatchObject({
          callSid: call.CallSid,
          number: route.number,
          numberId: 'num_1',
          caller: vault.hash('acc_test', 'phone', call.From),
          status: 'completed',
          outcome: 'answered',
          startedAt: now,
          answeredAt: '2026-11-22T14:05:07.000Z',
          endedAt: '2026-11-22T14:05:48.000Z',
          durationSeconds: 41,
          talkSeconds: 40,
        })
      },
    ),
    { numRuns: 8 },
  )
})

describe('after the <Dial>', () => {
  test('phones in order: the next one rings, and after the last one the caller is told', async () => {
    const call = newCall(inOrder.number)
    const first = await (await post('/twilio/voice', call)).text()
    expect(first).toContain('<Say>Hello &amp; welcome</Say>')
    expect(first.match(/<Number /g)).toHaveLength(1)

    const second = await post(targetIn(first, 'action'), {
      ...call,
      DialCallStatus: 'no-answer',
      DialCallSid: 'CAx1',
    })
    const twiml = await second.text()
    expect(twiml).toContain('>+442079460002</Number>')
    expect(twiml).not.toContain('Hello')

    const last = await post(targetIn(twiml, 'action'), {
      ...call,
      DialCallStatus: 'busy',
      DialCallSid: 'CAx2',
    })
    expect(await last.text()).toMatch(/<Say>.+<\/Say><Hangup\/>/)
    expect(foldCall(await calls.factsOf('acc_test', call.CallSid)).outcome).toBe('missed')
  })

  test('an answered call is hung up', async () => {
    const call = newCall(inOrder.number)
    const twiml = await (await post('/twilio/voice', call)).text()
    const after = await post(targetIn(twiml, 'action'), {
      ...call,
      DialCallStatus: 'completed',
      DialCallDuration: '9',
    })
    expect(await after.text()).toContain('<Response><Hangup/></Response>')
  })
})

test.each([
  ['an unknown status', '/twilio/voice/status', { CallStatus: 'thinking' }, 'invalid_body'],
  ['no status', '/twilio/voice/status', {}, 'invalid_body'],
  [
    'no account in the query',
    '/twilio/voice/dial?number=%2B441614960000',
    { DialCallStatus: 'busy' },
    'invalid_query',
  ],
  [
    'no parent call',
    '/twilio/voice/leg?account=acc_test&number=%2B441614960000',
    { CallStatus: 'ringing' },
    'invalid_body',
  ],
])('a callback with %s is a clear problem and writes nothing', async (_label, target, fields, code) => {
  const call = newCall(route.number)
  const answer = await post(target, { ...call, ...fields })
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({ code })
  expect(await calls.factsOf('acc_test', call.CallSid)).toEqual([])
})

test('a status with odd numbers and times is kept, at the time it came', async () => {
  const call = newCall(route.number)
  const odd = { CallStatus: 'completed', SequenceNumber: '-1', CallDuration: '1e9', Timestamp: 'yesterday' }
  expect((await post('/twilio/voice/status', withFields(Object.entries(call), odd))).status).toBe(204)
  const [fact] = await calls.factsOf('acc_test', call.CallSid)
  expect(fact).toMatchObject({ fact: 'status', sequence: 0, status: 'completed', at: now })
  expect(fact).not.toHaveProperty('durationSeconds')
})
