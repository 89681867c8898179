import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TwilioError } from '../../shared/twilio/api.ts'
import { createTwilioCalls } from '../../shared/twilio/calls.ts'
import { type NumberType, numberTypes } from '../../shared/twilio/number-resource.ts'
import { wantedSettings } from '../../shared/twilio/number-settings.ts'
import { createTwilioNumbers } from '../../shared/twilio/numbers.ts'
import { createTwilioRecordings } from '../../shared/twilio/recordings.ts'
import { createTwilioRest } from '../../shared/twilio/rest.ts'
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { type Prism, startPrism } from './prism.ts'

let prism: Prism
let twilio: FaultProxy
beforeAll(async () => {
  prism = await startPrism()
  twilio = await startFaultProxy(prism.baseUrl)
}, 120_000)
afterAll(async () => {
  await twilio?.stop()
  await prism?.stop()
})
beforeEach(() => {
  twilio.fail(() => false)
  twilio.take()
})

const accountSid = `AC${'0'.repeat(32)}`
const numberSid = `PN${'1'.repeat(32)}`
const number = '+441614960000'
const message = { to: '+447700900123', from: number, body: 'Your code is 482-0913.' }
const texts = (sid = accountSid) =>
  createTwilioRest({
    accountSid: sid,
    authToken: '12345',
    baseUrl: twilio.baseUrl,
    timeoutMilliseconds: 20_000,
  })

let pauses: number[] = []
const settings = () => {
  pauses = []
  return {
    accountSid,
    authToken: '12345',
    baseUrl: twilio.baseUrl,
    timeoutMilliseconds: 20_000,
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
  }
}
const numbers = () => createTwilioNumbers(settings())
const calls = () => createTwilioCalls(settings())
const first = async <Entity>(pages: AsyncIterable<Entity>): Promise<Entity | undefined> => {
  for await (const page of pages) return page
  return undefined
}
/** What reached Prism was accepted by it. */
const statuses = () => twilio.take().map(({ method, status }) => `${method} ${status}`)

const search = { country: 'GB', type: 'local', can: [], limit: 5 } as const
const purchase = {
  number,
  friendlyName: 'The van',
  settings: wantedSettings(number, 'https://calls.example.com'),
}

describe('what we ask for is what Twilio describes', () => {
  test('a message', async () => {
    expect(await texts().createMessage(message)).toEqual({
      outcome: 'created',
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    })
    expect(statuses()).toEqual(['POST 201'])
  })

  test('calls by their end, and the legs of a call', async () => {
    const page = await first(calls().endedSince('2026-11-22T14:05:00.000Z'))
    expect(page?.[0]).toMatchObject({ callSid: expect.stringMatching(/^CA/), status: expect.any(String) })
    const parent = `CA${'2'.repeat(32)}`
    // The next page that the description gives as an example has dates which it does not allow itself.
    await expect(calls().legsOf(parent)).rejects.toThrow('status 422')
    expect(twilio.take()).toMatchObject([
      { status: 200 },
      { path: `/Calls.json?ParentCallSid=${parent}&PageSize=200`, status: 200 },
      { path: expect.stringContaining('EndTime=2009-01-02'), status: 422 },
    ])
  })

  test.each(Object.keys(numberTypes) as NumberType[])(
    'a search for %s numbers, every filter set',
    async (type) => {
      await numbers().available({
        ...search,
        type,
        areaCode: '415',
        contains: '555*',
        locality: 'London',
        region: 'CA',
        can: ['voice', 'sms', 'mms'],
        withoutAddress: true,
      })
      expect(statuses()).toEqual(['GET 200'])
    },
  )

  test('numbers of the account, all and one', async () => {
    const page = await first(numbers().owned())
    expect(page?.[0]).toMatchObject({
      sid: expect.stringMatching(/^PN/),
      number: expect.stringMatching(/^\+/),
    })
    await numbers().find(number)
    expect(statuses()).toEqual(['GET 200', 'GET 200'])
  })

  test('a number bought with all its addresses, and every one of them told', async () => {
    expect(
      await numbers().buy({
        ...purchase,
        addressSid: `AD${'3'.repeat(32)}`,
        bundleSid: `BU${'4'.repeat(32)}`,
      }),
    ).toMatchObject({ sid: expect.stringMatching(/^PN/) })
    expect(twilio.take()).toMatchObject([
      {
        method: 'POST',
        path: '/IncomingPhoneNumbers.json',
        status: 201,
        form: {
          PhoneNumber: number,
          FriendlyName: 'The van',
          VoiceUrl: 'https://calls.example.com/twilio/voice#ct=2000&rt=6000',
          VoiceMethod: 'POST',
          VoiceFallbackUrl: 'https://calls.example.com/fallback/441614960000.xml',
          VoiceFallbackMethod: 'GET',
          StatusCallback: 'https://calls.example.com/twilio/voice/status#rc=3&rp=ct,5xx,rt',
          StatusCallbackMethod: 'POST',
          SmsUrl: 'https://calls.example.com/twilio/sms#rc=3&rp=ct,5xx,rt',
          SmsMethod: 'POST',
          AddressSid: `AD${'3'.repeat(32)}`,
          BundleSid: `BU${'4'.repeat(32)}`,
        },
      },
    ])
  })

  test('a number changed, and given up', async () => {
    const { VoiceUrl, VoiceMethod } = purchase.settings
    await numbers().change(numberSid, { VoiceUrl, VoiceMethod })
    expect(await numbers().release(numberSid)).toBe('released')
    expect(statuses()).toEqual(['POST 200', 'DELETE 204'])
  })

  test('and the description does refuse what is not so, so that the tests above prove something', async () => {
    expect(await texts('AC1').createMessage(message)).toEqual({ outcome: 'refused', status: 422 })
    await expect(numbers().release('PN1')).rejects.toThrow(/^Twilio refused: status 422$/)
    await expect(numbers().available({ ...search, areaCode: '4l5' })).rejects.toThrow('status 422')
    await expect(numbers().change(numberSid, { VoiceMethod: 'PUT' })).rejects.toThrow('status 422')
    await expect(numbers().buy({ ...purchase, addressSid: 'AD1' })).rejects.toThrow('status 422')
    const post = (init: RequestInit) =>
      fetch(`${prism.baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, { method: 'POST', ...init })
    const authorization = `Basic ${Buffer.from(`${accountSid}:12345`).toString('base64')}`
    const form = new URLSearchParams({ To: message.to, From: message.from, Body: message.body })
    expect((await post({ body: form })).status).toBe(401)
    expect(
      (await post({ headers: { authorization }, body: new URLSearchParams({ From: number }) })).status,
    ).toBe(422)
    const json = { authorization, 'content-type': 'application/json' }
    expect((await post({ headers: json, body: JSON.stringify(message) })).status).toBe(415)
  })
})

describe('a text is never sent twice', () => {
  test.each<[why: string, fault: Fault, outcome: object]>([
    ['an invalid number', { status: 400, code: 21211 }, { outcome: 'refused', status: 400, code: 21211 }],
    ['no permission for the country', { status: 400, code: 21408 }, { outcome: 'refused', code: 21408 }],
    ['a wrong token', { status: 401, code: 20003 }, { outcome: 'refused', code: 20003 }],
    [
      'too many requests',
      { status: 429, code: 20429, retryAfterSeconds: 1 },
      { outcome: 'refused', status: 429 },
    ],
    ['a server that fails', { status: 503 }, { outcome: 'uncertain', cause: 'status 503' }],
    ['a connection that is cut', 'cut', { outcome: 'uncertain' }],
    ['sent, and the answer is lost', 'answer lost', { outcome: 'uncertain' }],
    ['sent, and half of the answer comes', 'half an answer', { outcome: 'created' }],
  ])('%s', async (_why, fault, outcome) => {
    // Whatever came again would pass.
    twilio.fail(() => true, fault)
    expect(await texts().createMessage(message)).toMatchObject(outcome)
    expect(twilio.take()).toHaveLength(1)
  })
})

describe('what may be asked again is', () => {
  const passing: readonly [why: string, faults: readonly Fault[]][] = [
    ['too many requests', [{ status: 429, code: 20429 }]],
    ['a server that fails', [{ status: 500 }, { status: 503 }]],
    ['a connection that is cut', ['cut']],
    ['an answer that is lost', ['answer lost', 'half an answer']],
  ]
  const repeatable: readonly [what: string, ask: () => Promise<unknown>][] = [
    ['the search', () => numbers().available(search)],
    ['the list', () => first(numbers().owned())],
    ['a change', () => numbers().change(numberSid, { VoiceMethod: 'POST' })],
    ['a release', () => numbers().release(numberSid)],
    ['the sweep', () => first(calls().endedSince('2026-11-22T14:05:00.000Z'))],
  ]
  describe.each(repeatable)('%s', (_what, ask) => {
    test.each(passing)('after %s', async (_why, faults) => {
      twilio.fail(() => true, ...faults)
      await ask()
      const seen = twilio.take()
      // What is deleted has no answer to lose the half of.
      expect(seen.length).toBeGreaterThan(1)
      expect(seen.length).toBeLessThanOrEqual(faults.length + 1)
      expect(seen.at(-1)?.status).toBeLessThan(300)
    })

    test('but not for ever, and not what is refused', async () => {
      twilio.fail(() => true, ...Array(9).fill({ status: 503 }))
      await expect(ask()).rejects.toThrow('Twilio gave no clear answer (status 503)')
      expect(twilio.take()).toHaveLength(4)
      twilio.fail(() => true, { status: 401, code: 20003 })
      await expect(ask()).rejects.toThrow(
        'Twilio refused: error 20003, the account SID or auth token is wrong',
      )
      expect(twilio.take()).toHaveLength(1)
    })
  })

  test('as late as Twilio says, else ever later', async () => {
    const pausesOf = async (...faults: Fault[]) => {
      twilio.fail(() => true, ...faults)
      await numbers()
        .available(search)
        .catch(() => {})
      return pauses
    }
    expect(await pausesOf({ status: 429, retryAfterSeconds: 7 })).toEqual([7000])
    expect(await pausesOf({ status: 503, retryAfterSeconds: 3600 })).toEqual([30_000])
    expect(await pausesOf({ status: 503 }, { status: 503 }, { status: 503 })).toEqual([250, 500, 1000])
    // Those who were turned away together do not come back together.
    twilio.fail(() => true, { status: 503 }, { status: 503 })
    await createTwilioNumbers({ ...settings(), random: () => 0 }).available(search)
    expect(pauses).toEqual([125, 250])
  })
})

describe('a number is bought once', () => {
  const isPurchase = ({ method }: { method: string }) => method === 'POST'

  test.each([
    [21421, 400, 'the number is not valid'],
    [21422, 400, 'the number is not to be had (any more): search again'],
    [21452, 400, 'there are no numbers in that area: search another'],
    [21631, 400, 'numbers there need an address on file: give --address AD…'],
    [21649, 400, 'numbers there need an approved regulatory bundle: give --bundle BU…'],
    [10002, 403, 'a trial account may not do that, and has one number: upgrade it at Twilio'],
    [29999, 400, 'see https://www.twilio.com/docs/api/errors/29999'],
  ])('error %i is said with its meaning, and not tried again', async (code, status, meaning) => {
    twilio.fail(isPurchase, { status, code })
    await expect(numbers().buy(purchase)).rejects.toThrow(
      new TwilioError({ outcome: 'refused', status, code }),
    )
    expect(twilio.take()).toHaveLength(1)
    expect(new TwilioError({ outcome: 'refused', status, code }).message).toBe(
      `Twilio refused: error ${code}, ${meaning}`,
    )
  })

  test('turned away before anything was done, it is asked for again', async () => {
    twilio.fail(isPurchase, { status: 429, code: 20429 })
    await numbers().buy(purchase)
    expect(twilio.take().map(({ method }) => method)).toEqual(['POST', 'POST'])
  })

  test.each<[why: string, fault: Fault]>([
    ['a server that fails', { status: 502 }],
    ['an answer that is lost', 'answer lost'],
    ['half an answer', 'half an answer'],
  ])('after %s the number is looked for before it is asked for again', async (_why, fault) => {
    twilio.fail(isPurchase, fault)
    await numbers().buy(purchase)
    const [asked, looked] = twilio.take()
    expect(asked?.method).toBe('POST')
    expect(looked).toMatchObject({ method: 'GET', status: 200 })
    expect(looked?.path).toContain(`PhoneNumber=${encodeURIComponent(number)}`)
  })
})

test('a recording and what was written down of it are deleted as Twilio describes', async () => {
  const recordings = createTwilioRecordings({
    accountSid,
    authToken: '12345',
    baseUrl: twilio.baseUrl,
    timeoutMilliseconds: 20_000,
  })
  const sid = (prefix: string) => prefix + 'a'.repeat(32)
  await recordings.delete(sid('RE'), [sid('TR')])
  await expect(recordings.delete('RE1')).rejects.toThrow('status 422')
})
