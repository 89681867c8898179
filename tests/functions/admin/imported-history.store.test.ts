import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { compose } from '../../../functions/admin/compose.ts'
import {
  callList,
  enquiryList,
  sessionSchema,
  sourcesReportSchema,
} from '../../../functions/attribution/schema.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { runs } from '../../support/runs.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let admin: ReturnType<typeof compose>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables, { duplicate: 0.3, random: Math.random, batchSize: 7 })
  admin = compose(
    tables,
    {
      TIELINE_MASTER_KEY: testMasterKey,
      TIELINE_OPERATOR_KEY_SHA256: '',
      PUBLIC_BASE_URL: 'https://calls.example.com',
      TWILIO_ACCOUNT_SID: 'AC',
      TWILIO_AUTH_TOKEN: 'x',
    },
    { newAccountOrigins: [], pending: async () => 0, openApiDocument: async () => '{}' },
  )
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

let count = 0
async function newAccount(): Promise<string> {
  const account = `acc_history${count++}`
  await bridge.createAccount(testAccount(account))
  return account
}

async function send(account: string, lines: readonly unknown[]): Promise<void> {
  const response = await admin.request('/v1/imports', {
    method: 'POST',
    headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  })
  expect(await response.json()).toMatchObject({ rejected: [] })
}

const at = (minute: number) => `2026-06-01T10:${String(minute).padStart(2, '0')}:00.000Z`
const number = '+442079460001'
const ad =
  'https://shop.example/doors?utm_source=bing&utm_medium=cpc&utm_campaign=doors&email=ann@shop.example'
const session = {
  fact: 'session',
  id: 's1',
  visitor: 'v1',
  at: at(0),
  url: ad,
  referrer: 'https://www.bing.com/',
}
const call = {
  fact: 'call',
  callSid: 'CA1',
  from: '+447700900001',
  to: number,
  at: at(5),
  status: 'completed',
  durationSeconds: 60,
}
const lease = { fact: 'lease', number, session: 's1', from: at(0), until: at(30) }

const enquiriesOf = (account: string) => bridge.get(account, '/v1/enquiries?limit=200', enquiryList)
const callsOf = (account: string) => bridge.get(account, '/v1/calls?limit=200', callList)

describe('how a call ended', () => {
  test.each([
    ['completed', 60, 'answered', 60],
    ['answered', 60, 'answered', 60],
    ['completed', 0, 'abandoned', 0],
    ['no-answer', 0, 'missed', 0],
    ['no-answer', 40, 'missed', 0],
    ['no-answer', 5, 'abandoned', 0],
    ['failed', 0, 'missed', 0],
    ['busy', 0, 'missed', 0],
    ['canceled', 5, 'abandoned', 0],
    ['canceled', 40, 'missed', 0],
    ['in-progress', undefined, 'in-progress', null],
    ['ringing', undefined, 'in-progress', null],
  ])('%s after %s seconds is %s', async (status, durationSeconds, outcome, talkSeconds) => {
    const account = await newAccount()
    await send(account, [{ ...call, status, durationSeconds }])
    await bridge.settled()
    const { data } = await callsOf(account)
    expect(data).toMatchObject([
      { callSid: 'CA1', from: '+447700900001', to: number, outcome, startedAt: at(5), talkSeconds },
    ])
    expect(data[0]?.endedAt).toBe(
      outcome === 'in-progress'
        ? null
        : new Date(Date.parse(at(5)) + Number(durationSeconds) * 1000).toISOString(),
    )
  })

  it('of a withheld number is nobody’s: two of them are two persons', async () => {
    const account = await newAccount()
    await send(account, [
      { ...call, from: 'anonymous' },
      { ...call, from: '', callSid: 'CA2' },
      { ...call, from: 'sip:desk@pbx.example', callSid: 'CA3' },
    ])
    await bridge.settled()
    expect((await enquiriesOf(account)).data).toHaveLength(3)
  })
})

/** The expected evidence of each piece of history, whatever comes first. */
const histories: readonly {
  why: string
  lines: readonly { fact: string }[]
  kinds: readonly string[]
  campaign: string
}[] = [
  { why: 'a call to a leased number', lines: [session, lease, call], kinds: ['lease'], campaign: 'doors' },
  {
    why: 'a code shown online and quoted by phone',
    lines: [
      session,
      { fact: 'code-issued', code: '4820913', campaign: 'spring', session: 's1', at: at(1) } as {
        fact: string
      },
      call,
      { fact: 'code-used', code: '4820913', at: at(6), callSid: 'CA1' } as { fact: string },
    ],
    kinds: ['code'],
    campaign: 'doors',
  },
  {
    why: 'a form',
    lines: [
      session,
      { fact: 'form', id: 'f1', session: 's1', at: at(4), email: 'ann@shop.example' } as { fact: string },
    ],
    kinds: ['form'],
    campaign: 'doors',
  },
]

describe('what belongs together is joined, whichever half comes first', () => {
  it.each(histories)(
    '$why',
    async ({ lines, kinds, campaign }) => {
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...lines], { minLength: lines.length }),
          fc.integer({ min: 0, max: lines.length - 1 }),
          async (order, pause) => {
            const account = await newAccount()
            await send(account, order.slice(0, pause))
            await bridge.settled()
            await send(account, order.slice(pause))
            await bridge.settled()
            expect(bridge.failures).toEqual([])
            const { data } = await enquiriesOf(account)
            expect(data).toHaveLength(1)
            expect(data[0]?.evidence.map(({ kind }) => kind)).toEqual(kinds)
            expect(data[0]?.source).toMatchObject({ source: 'bing', medium: 'cpc', campaign })
          },
        ),
        { numRuns: runs(6) },
      )
    },
    120_000,
  )

  it('a code given by phone and entered online a week later, in a session known only then', async () => {
    const account = await newAccount()
    await send(account, [
      { fact: 'code-used', code: '123456789', at: '2026-06-08T10:00:00Z', session: 's9' },
      call,
    ])
    await bridge.settled()
    await send(account, [
      { fact: 'code-issued', code: '123456789', campaign: 'survey', callSid: 'CA1', at: at(6) },
    ])
    await bridge.settled()
    await send(account, [{ ...session, id: 's9', at: '2026-06-08T09:59:00Z' }, session])
    await bridge.settled()
    const { data } = await enquiriesOf(account)
    expect(data).toHaveLength(1)
    expect(data[0]?.contacts.map(({ kind }) => kind)).toEqual(['call', 'redemption'])
    expect(data[0]?.source).toMatchObject({ source: 'bing' })
    const report = await bridge.get(
      account,
      '/v1/reports/sources?from=2026-06-01&to=2026-06-30&groupBy=codeCampaign',
      sourcesReportSchema,
    )
    expect(report.rows[0]).toMatchObject({ key: 'survey', enquiries: 1, redemptions: 1 })
  })

  it('a session that never comes ties nothing to anything', async () => {
    const account = await newAccount()
    await send(account, [
      lease,
      call,
      { fact: 'form', id: 'f1', session: 's1', at: at(4), phone: '+447700900001' },
    ])
    await bridge.settled()
    const { data } = await enquiriesOf(account)
    expect(data).toMatchObject([{ source: null, evidence: [], journey: [] }])
    expect(data[0]?.contacts).toHaveLength(2)
  })
})

it('shows a session with its lease, and keeps of its address only what says where it came from', async () => {
  const account = await newAccount()
  await send(account, [lease, session])
  await bridge.settled()
  const shown = await bridge.get(account, '/v1/sessions/s1', sessionSchema)
  expect(shown).toMatchObject({ sessionId: 's1', visitorId: 'v1', startedAt: at(0) })
  expect(shown.leases).toMatchObject([{ number, from: at(0), until: at(30) }])
  expect(JSON.stringify(shown)).not.toContain('ann@')
})
