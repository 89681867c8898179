import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeReconcile } from '../../../functions/call-webhook/compose.ts'
import { foldCall } from '../../../shared/domain/call.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

const accountSid = `AC${'1'.repeat(32)}`
const number = '+441614960000'
const since = '2026-11-22T10:00:00.000Z'

/** As Twilio writes them: RFC 2822 dates, numbers as text, absent things as null. */
const listed = (sid: string, change: Record<string, unknown> = {}) => ({
  sid,
  parent_call_sid: null,
  direction: 'inbound',
  from: '+447700900123',
  to: number,
  status: 'completed',
  start_time: 'Sun, 22 Nov 2026 14:05:00 +0000',
  end_time: 'Sun, 22 Nov 2026 14:06:15 +0000',
  date_created: 'Sun, 22 Nov 2026 14:04:58 +0000',
  duration: '75',
  ...change,
})
const legOf = (parent: string, sid: string, change: Record<string, unknown> = {}) =>
  listed(sid, {
    parent_call_sid: parent,
    direction: 'outbound-dial',
    to: '+442079460001',
    duration: '61',
    ...change,
  })

const pages = [
  [listed('CA1'), legOf('CA2', 'CA2leg', { status: 'no-answer', duration: '0' })],
  [
    legOf('CA1', 'CA1leg'),
    listed('CA2', { from: 'anonymous', duration: '20' }),
    listed('CA3', { status: 'in-progress', end_time: null, duration: null }),
    listed('CA4', { to: '+441614960999' }),
    { sid: 5 },
  ],
]
const asked: { url: string; authorization: string | undefined }[] = []
let failures = 0
const twilio = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://twilio')
  asked.push({ url: url.pathname + url.search, authorization: request.headers.authorization })
  if (failures > 0) {
    failures -= 1
    response.writeHead(503).end()
    return
  }
  const page = Number(url.searchParams.get('Page') ?? 0)
  const next = `${url.pathname}?PageSize=1000&Page=1&PageToken=PACA1`
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ calls: pages[page], page, next_page_uri: page === 0 ? next : null }))
})

let tables: Tables
let reconcile: ReturnType<typeof composeReconcile>
beforeAll(async () => {
  tables = await createTestTables()
  await tables.ledger.put({
    ...ledgerKeys.route(number),
    account: 'acc_1',
    numberId: 'num_1',
    number,
    kind: 'source',
    source: { source: 'van' },
    flow: { forwardTo: ['+442079460001'], ring: 'all' },
  })
  await new Promise<void>((resolve) => twilio.listen(0, '127.0.0.1', resolve))
  reconcile = composeReconcile(tables, {
    TIELINE_MASTER_KEY: Buffer.alloc(32).toString('base64'),
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: 'new-token,old-token',
    TWILIO_API_BASE_URL: `http://127.0.0.1:${(twilio.address() as AddressInfo).port}`,
  })
})
afterAll(async () => {
  twilio.close()
  await tables.drop()
})
const callOf = async (callSid: string) =>
  foldCall(await createCallStore(tables.ledger).factsOf('acc_1', callSid))

test('calls that no webhook told of are found again, whole, and once', async () => {
  failures = 1
  expect(await reconcile(since)).toEqual({ looked: 3, facts: 6 })
  expect(asked.at(1)).toEqual({
    url: `/2010-04-01/Accounts/${accountSid}/Calls.json?StartTime%3E=2026-11-22T10%3A00%3A00Z&PageSize=1000`,
    authorization: `Basic ${Buffer.from(`${accountSid}:new-token`).toString('base64')}`,
  })
  expect(await callOf('CA1')).toMatchObject({
    number,
    numberId: 'num_1',
    source: { source: 'van' },
    status: 'completed',
    outcome: 'answered',
    startedAt: '2026-11-22T14:05:00.000Z',
    endedAt: '2026-11-22T14:06:15.000Z',
    durationSeconds: 75,
    talkSeconds: 61,
  })
  expect((await callOf('CA2')).outcome).toBe('missed')
  expect((await callOf('CA2')).caller).toBeUndefined()

  expect(await reconcile(since)).toEqual({ looked: 3, facts: 0 })
})

test('nothing is written of calls that last, or of numbers that nobody registered', async () => {
  const facts = async (callSid: string) => createCallStore(tables.ledger).factsOf('acc_1', callSid)
  await reconcile(since)
  expect([await facts('CA3'), await facts('CA4')]).toEqual([[], []])
})

test('a refusal of Twilio’s is told without what was asked', async () => {
  failures = 3
  await expect(reconcile(since)).rejects.toThrow('Twilio answered 503 when asked for the calls')
})
