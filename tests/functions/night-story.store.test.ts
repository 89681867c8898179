import { afterAll, beforeAll, expect, it } from 'vitest'
import { enquiryList } from '../../functions/attribution/enquiry-schema.ts'
import { sourcesReportSchema } from '../../functions/attribution/reports/report-schema.ts'
import { compose as composeCoupon } from '../../functions/coupon/compose.ts'
import { compose as composeSession } from '../../functions/session/compose.ts'
import { startAttribution, testKeys, testMasterKey } from '../support/bridge.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { startTinyTwilio } from '../twilio/tiny-twilio.ts'
import { createExchange } from './call-webhook/telephone.ts'

const number = '+441614960001'
const mobile = '+447700900123'
const visitorId = 'vis_night_owl'
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
let clock = '2026-11-20T22:50:00.000Z'
const now = () => clock

let tables: Tables
let twilio: Awaited<ReturnType<typeof startTinyTwilio>>
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  twilio = await startTinyTwilio()
  bridge = await startAttribution(tables, { now })
})
afterAll(async () => {
  await bridge.stop()
  await twilio.stop()
  await tables.drop()
})

it('a visit in the evening, a call at night that nobody takes, a text back, and its code used online the next day', async () => {
  const exchange = createExchange(tables.ledger, twilio.baseUrl, undefined, now)
  const account = await exchange.open(
    {
      hours: Object.fromEntries(weekdays.map((day) => [day, [{ from: '09:00', until: '17:30' }]])),
      giveCode: { campaignId: 'cmp_gift', when: 'closed' },
      textBack: 'Sash and Sons open at nine.',
    },
    number,
  )
  await exchange.campaign(account, {
    id: 'cmp_gift',
    direction: 'phone-to-web',
    digits: 9,
    acceptableRisk: 0.05,
  })
  const session = composeSession(
    tables,
    { TIELINE_MASTER_KEY: testMasterKey },
    { snippet: async () => '', checkScript: async () => '' },
    now,
  )
  const coupon = composeCoupon(
    tables,
    {
      TIELINE_MASTER_KEY: testMasterKey,
      PUBLIC_BASE_URL: 'https://calls.example.com',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: '12345',
      TWILIO_API_BASE_URL: twilio.baseUrl,
    },
    {},
    now,
  )
  const { siteKey } = testKeys(account)
  async function send<T>(app: typeof session, path: string, body: unknown): Promise<T> {
    const response = await app.request(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Mozilla/5.0 Chrome/140.0.0.0 Safari/537.36',
      },
      body: JSON.stringify({ key: siteKey, visitorId, ...(body as object) }),
    })
    const text = await response.text()
    expect(response.status, text).toBeLessThan(300)
    return JSON.parse(text) as T
  }
  const visit = (query: string) =>
    send<{ sessionId: string }>(session, '/v1/collect', {
      type: 'page',
      url: `https://shop.example/${query}`,
    })

  const { sessionId: evening } = await visit('?utm_source=google&utm_medium=cpc&gclid=AbC')

  clock = '2026-11-20T23:10:00.000Z'
  const call = await exchange.call(number, mobile)
  clock = '2026-11-20T23:10:40.000Z'
  const ended = await exchange.raw('/twilio/voice/status', {
    CallSid: call.callSid,
    From: mobile,
    To: number,
    CallStatus: 'completed',
    CallDuration: '40',
    SequenceNumber: '1',
  })
  expect(ended.status).toBe(204)
  expect(twilio.messages).toHaveLength(1)
  const [text] = twilio.messages
  expect([text?.to, text?.from]).toEqual([mobile, number])
  const code = /Your code for 10% off is (\d[\d-]+\d)/.exec(text?.body ?? '')?.[1] ?? ''
  expect(text?.body).toContain('Sash and Sons open at nine.')

  // A call alone: nothing says yet who called.
  await bridge.settled()
  const [before] = (await bridge.get(account, '/v1/enquiries', enquiryList)).data
  expect(before).toMatchObject({ openedAt: '2026-11-20T23:10:00.000Z', source: null, revision: 1 })

  clock = '2026-11-21T10:05:00.000Z'
  const { sessionId: morning } = await visit('?utm_source=newsletter&utm_medium=email')
  await send(coupon, '/v1/redemptions', { code, sessionId: morning })
  await bridge.settled()

  const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
  expect(data).toHaveLength(1)
  expect(data[0]).toMatchObject({
    id: before?.id,
    openedAt: '2026-11-20T23:10:00.000Z',
    contacts: [{ kind: 'call', id: call.callSid }, { kind: 'redemption' }],
    // The code leads to the visitor, who had come from the advertisement that evening; the newsletter came after the call.
    source: { channel: 'Paid Search', source: 'google' },
    journey: [{ sessionId: evening, source: 'google' }],
    confidence: 1,
  })
  expect(data[0]?.evidence).toContainEqual(expect.objectContaining({ kind: 'code', sessionId: morning }))

  // All of it stands on the day on which the enquiry opened.
  const report = (day: string) =>
    bridge.get(account, `/v1/reports/sources?from=${day}&to=${day}`, sourcesReportSchema)
  expect((await report('2026-11-20')).totals).toMatchObject({ enquiries: 1, calls: 1, redemptions: 1 })
  expect((await report('2026-11-21')).totals).toMatchObject({ enquiries: 0, calls: 0, redemptions: 0 })
}, 60_000)
