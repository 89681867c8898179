import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { createExchange, type Exchange } from '../../local/phone/exchange.ts'
import { createRestPeer } from '../../local/phone/rest-peer.ts'

const accountSid = `AC${'0'.repeat(32)}`
const authToken = '12345'
const own = '+442079460000'
const somebody = '+447700900123'

let answer: (path: string) => string
let exchange: Exchange
let numbers: { number: string; label: string }[]
let app: Hono
beforeEach(() => {
  answer = () => '<Response/>'
  numbers = [{ number: own, label: 'The van' }]
  let made = 0
  exchange = createExchange({
    fetch: async (url) => new Response(answer(new URL(url).pathname)),
    accountSid,
    authToken,
    publicBaseUrl: 'https://calls.example.com',
    restUrl: 'http://localhost/local/twilio',
    numbers: async () => numbers,
    now: () => Date.parse('2026-11-26T10:00:00Z'),
    newToken: () => String(++made),
    newSid: (prefix) => prefix + String(++made).padStart(32, '0'),
  })
  app = new Hono().route('/local/twilio', createRestPeer(exchange, accountSid, authToken))
})

const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
const rest = (path: string, form?: Record<string, string>, more: RequestInit = {}) =>
  app.request(`http://localhost/local/twilio/2010-04-01/Accounts/${accountSid}${path}`, {
    headers: { authorization },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    ...more,
  })
const good = { To: somebody, From: own, Body: 'Your code is 123' }

describe('a text by the REST API', () => {
  it('is in the inbox, and answered as Twilio does', async () => {
    const created = await rest('/Messages.json', good)
    expect(created.status).toBe(201)
    expect(await created.json()).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      account_sid: accountSid,
      status: 'queued',
      direction: 'outbound-api',
      to: somebody,
      from: own,
      body: good.Body,
      date_created: 'Thu, 26 Nov 2026 10:00:00 +0000',
    })
    expect(exchange.texts.texts()).toMatchObject([{ to: somebody, body: good.Body }])
  })

  it('to a number of the account comes in again, as it would at Twilio', async () => {
    const asked: string[] = []
    answer = (path) => {
      asked.push(path)
      return '<Response/>'
    }
    const other = '+447700900999'
    numbers.push({ number: other, label: 'A mobile of ours' })
    await rest('/Messages.json', { ...good, To: other })
    await expect.poll(() => asked).toEqual(['/twilio/sms'])
    expect(exchange.texts.texts().map(({ direction }) => direction)).toEqual(['outbound-api', 'inbound'])
  })

  it.each<[why: string, change: Record<string, string>, code: number]>([
    ['to nobody', { To: '' }, 21604],
    ['from nobody', { From: '' }, 21603],
    ['that is empty', { Body: '' }, 21602],
    ['to no phone', { To: '07700 900123' }, 21211],
    ['from no phone', { From: 'Sash & Sons' }, 21212],
    ['from a number of somebody else', { From: '+442079460001' }, 21659],
    ['to a landline', { To: '+442079460099' }, 21614],
    ['that is too long', { Body: 'a'.repeat(1601) }, 21617],
  ])('%s is refused', async (_, change, code) => {
    const refused = await rest('/Messages.json', { ...good, ...change })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ code, status: 400 })
    expect(exchange.texts.texts()).toEqual([])
  })

  it('is refused after STOP until START, to that number alone', async () => {
    const codeOf = async () => ((await (await rest('/Messages.json', good)).json()) as { code?: number }).code
    await exchange.texts.send(somebody, own, 'Stop')
    expect(await codeOf()).toBe(21610)
    await exchange.texts.send(somebody, own, 'START')
    expect(await codeOf()).toBeUndefined()
  })

  it('needs the account’s token, and this machine', async () => {
    expect((await rest('/Messages.json', good, { headers: {} })).status).toBe(401)
    expect(
      (await rest('/Messages.json', good, { headers: { authorization, 'x-forwarded-for': '1.2.3.4' } }))
        .status,
    ).toBe(404)
  })
})

describe('a text to a number', () => {
  it('has its answer in the inbox', async () => {
    answer = () => '<Response><Message>Thank you.</Message></Response>'
    await exchange.texts.send(somebody, own, 'Hello')
    expect(exchange.texts.texts()).toMatchObject([
      { from: somebody, to: own, body: 'Hello', direction: 'inbound' },
      { from: own, to: somebody, body: 'Thank you.', direction: 'outbound-reply' },
    ])
    expect(exchange.log()).toMatchObject([
      {
        url: 'https://calls.example.com/twilio/sms',
        fields: { Body: 'Hello', NumMedia: '0', From: somebody },
      },
    ])
  })

  it('answered with what a text can’t be is a trouble', async () => {
    answer = () => '<Response><Say>Hello</Say></Response>'
    await exchange.texts.send(somebody, own, 'Hello')
    expect(exchange.troubles()[0]).toContain('<Say> may not stand')
  })
})

describe('a call that is over', () => {
  it('is known by the REST API, with its recording until that is deleted', async () => {
    answer = (path) => (path === '/twilio/voice' ? '<Response><Record/></Response>' : '<Response/>')
    const call = await exchange.place(somebody, own)
    await call.leaveMessage({ text: 'Call me', seconds: 2, endsBy: 'hangup' })
    exchange.stop()
    const resource = await (await rest(`/Calls/${call.callSid}.json`)).json()
    expect(resource).toMatchObject({ sid: call.callSid, status: 'completed', from: somebody, to: own })
    const { url = '' } = call.view().recordings[0] ?? {}
    const recording = await app.request(url, { headers: { authorization } })
    expect(recording.headers.get('content-type')).toBe('audio/x-wav')
    expect(
      Buffer.from(await recording.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF')
    expect((await app.request(url, { method: 'DELETE', headers: { authorization } })).status).toBe(204)
    expect((await app.request(url, { headers: { authorization } })).status).toBe(404)
    expect((await rest('/Calls/CA0.json')).status).toBe(404)
  })
})
