import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Trouble } from '../../../functions/call-webhook/deps.ts'
import { sweepCalls } from '../../../functions/call-webhook/sweep.ts'
import { foldCall } from '../../../shared/domain/call.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createRouteStore } from '../../../shared/store/route-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { createTwilioCalls } from '../../../shared/twilio/calls.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

const now = '2026-11-22T15:00:00.000Z'
const number = '+441614960005'
const caller = '+447700900123'
const businessPhone = '+442079460001'
const accountSid = `AC${'0'.repeat(32)}`
const path = `/2010-04-01/Accounts/${accountSid}/Calls.json`

/** Twilio's Calls resource: so many calls a page, legs by their parent. */
let inbound: Record<string, unknown>[] = []
let legs: Record<string, Record<string, unknown>[]> = {}
let asked: string[] = []
let status = 200
let failures = 0
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  if (failures > 0) {
    failures -= 1
    response.writeHead(503).end()
    return
  }
  const query = new URL(request.url ?? '', 'http://twilio').searchParams
  const parent = query.get('ParentCallSid')
  const page = Number(query.get('Page') ?? 0)
  const found = parent ? (legs[parent] ?? []) : inbound.slice(page * 2, page * 2 + 2)
  const isLast = parent !== null || inbound.length <= page * 2 + 2
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ calls: found, next_page_uri: isLast ? null : `${path}?Page=${page + 1}&PageToken=x` }),
  )
})

let tables: Tables
const troubles: Trouble[] = []
const sweep = () => {
  const { port } = server.address() as AddressInfo
  return sweepCalls(
    {
      twilioCalls: createTwilioCalls({ accountSid, authToken: '12345', baseUrl: `http://127.0.0.1:${port}` }),
      houseAccount: 'acc_house',
      routes: createRouteStore(tables.ledger),
      calls: createCallStore(tables.ledger),
      vault: createVault(Buffer.alloc(32, 7).toString('base64')),
      now: () => now,
      report: (trouble) => void troubles.push(trouble),
    },
    60,
  )
}

beforeAll(async () => {
  tables = await createTestTables()
  await tables.ledger.put({
    ...ledgerKeys.route(number),
    account: 'acc_sweep',
    numberId: 'num_1',
    number,
    kind: 'source',
    flow: { forwardTo: [businessPhone], ring: 'all' },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await tables.drop()
})
beforeEach(() => {
  inbound = []
  legs = {}
  asked = []
  status = 200
  failures = 0
  troubles.length = 0
})

let calling = 0
const ended = (change: Record<string, unknown> = {}) => ({
  sid: `CAsweep${++calling}`,
  direction: 'inbound',
  from: caller,
  to: number,
  status: 'completed',
  start_time: 'Sun, 22 Nov 2026 14:30:00 +0000',
  end_time: 'Sun, 22 Nov 2026 14:31:10 +0000',
  duration: '70',
  ...change,
})
const voice = (callSid: string): CallFact => ({
  fact: 'voice',
  account: 'acc_sweep',
  callSid,
  number,
  at: '2026-11-22T14:30:00.000Z',
  numberId: 'num_1',
})
const factsOf = (callSid: string, account = 'acc_sweep') =>
  createCallStore(tables.ledger).factsOf(account, callSid)

test('a call whose callbacks were all lost is finished, with who answered and how long they talked', async () => {
  const call = ended()
  inbound = [call]
  legs[call.sid] = [
    {
      ...ended({ sid: 'CAleg', direction: 'outbound-dial', to: businessPhone, duration: '55' }),
      end_time: call.end_time,
    },
  ]
  await createCallStore(tables.ledger).record(voice(call.sid))
  expect(foldCall(await factsOf(call.sid)).outcome).toBe('in-progress')

  expect(await sweep()).toEqual({ seen: 1, finished: 1, found: 0 })
  expect(foldCall(await factsOf(call.sid))).toMatchObject({
    outcome: 'answered',
    status: 'completed',
    endedAt: '2026-11-22T14:31:10.000Z',
    durationSeconds: 70,
    talkSeconds: 55,
  })
  expect(asked[0]).toContain(`${path}?EndTime%3E=2026-11-22T13%3A58%3A00Z`)

  const before = await factsOf(call.sid)
  expect(await sweep()).toEqual({ seen: 1, finished: 0, found: 0 })
  expect(await factsOf(call.sid)).toEqual(before)
})

test('a last callback that comes after all changes nothing', async () => {
  const call = ended({ status: 'no-answer', duration: '0' })
  inbound = [call]
  const store = createCallStore(tables.ledger)
  await store.record(voice(call.sid))
  await sweep()
  const swept = foldCall(await factsOf(call.sid))
  await store.record({
    fact: 'status',
    account: 'acc_sweep',
    callSid: call.sid,
    number,
    at: '2026-11-22T14:31:10.000Z',
    sequence: 2,
    status: 'no-answer',
    durationSeconds: 0,
  })
  expect(foldCall(await factsOf(call.sid))).toEqual(swept)
  expect(swept.outcome).toBe('missed')
})

test('a call that went by us is found, on whatever page it stands', async () => {
  inbound = [ended(), ended({ direction: 'outbound-dial' }), ended({ from: 'anonymous' })]
  const [first, , third] = inbound.map(({ sid }) => String(sid))
  expect(await sweep()).toEqual({ seen: 2, finished: 0, found: 2 })
  expect(foldCall(await factsOf(first ?? ''))).toMatchObject({
    number,
    numberId: 'num_1',
    startedAt: '2026-11-22T14:30:00.000Z',
    durationSeconds: 70,
  })
  expect(JSON.stringify(await factsOf(first ?? ''))).not.toContain('7700900123')
  expect(foldCall(await factsOf(third ?? ''))).not.toHaveProperty('caller')
})

test('calls to numbers that are none of ours stay out', async () => {
  const call = ended({ to: '+441614969999' })
  inbound = [call]
  expect(await sweep()).toEqual({ seen: 1, finished: 0, found: 0 })
  expect(await factsOf(call.sid, 'acc_house')).toEqual([])
})

test('Twilio’s refusal is said, not taken for "no calls"', async () => {
  status = 401
  await expect(sweep()).rejects.toThrow('status 401, the account SID or auth token is wrong')
})

test('a moment in which Twilio does not answer is waited out; a longer one is said, without what was asked', async () => {
  inbound = [ended()]
  failures = 2
  expect(await sweep()).toEqual({ seen: 1, finished: 0, found: 1 })
  failures = 4
  await expect(sweep()).rejects.toThrow(/^Twilio gave no clear answer \(status 503\)$/)
})

test('a call that was connected while nothing of ours answered is found whole: who answered, and once', async () => {
  const call = ended()
  inbound = [call, { sid: 5 }, ended({ status: 'in-progress', end_time: null, duration: null })]
  const lasting = String(inbound[2]?.sid)
  legs[call.sid] = [
    ended({ sid: 'CAfound1', direction: 'outbound-dial', to: businessPhone, duration: '55' }),
    ended({ sid: 'CAfound2', direction: 'outbound-dial', to: businessPhone, status: 'no-answer' }),
  ]
  expect(await sweep()).toEqual({ seen: 2, finished: 0, found: 1 })
  expect(foldCall(await factsOf(call.sid))).toMatchObject({ outcome: 'answered', talkSeconds: 55 })
  expect(await factsOf(lasting)).toEqual([])
  const before = await factsOf(call.sid)
  expect(await sweep()).toEqual({ seen: 2, finished: 0, found: 0 })
  expect(await factsOf(call.sid)).toEqual(before)
})

test('a call that is known to have ended and not how its phones did gets them; its sweep says so once', async () => {
  const call = ended()
  inbound = [call]
  legs[call.sid] = [ended({ sid: 'CAlost', direction: 'outbound-dial', to: businessPhone, duration: '50' })]
  const store = createCallStore(tables.ledger)
  await store.record(voice(call.sid))
  await store.record({
    fact: 'status',
    account: 'acc_sweep',
    callSid: call.sid,
    number,
    at: '2026-11-22T14:31:10.000Z',
    sequence: 2,
    status: 'completed',
    durationSeconds: 70,
  })
  expect(await sweep()).toEqual({ seen: 1, finished: 1, found: 0 })
  expect(foldCall(await factsOf(call.sid))).toMatchObject({ outcome: 'answered', talkSeconds: 50 })
  expect(await sweep()).toEqual({ seen: 1, finished: 0, found: 0 })
})

test('a phone that must accept by a key, and of which only Twilio tells, counts as no answer', async () => {
  const screening = '+441614960006'
  await tables.ledger.put({
    ...ledgerKeys.route(screening),
    account: 'acc_sweep',
    numberId: 'num_2',
    number: screening,
    kind: 'source',
    flow: { forwardTo: [businessPhone], ring: 'all', screen: true },
  })
  const call = ended({ to: screening })
  inbound = [call]
  legs[call.sid] = [ended({ sid: 'CAmailbox', direction: 'outbound-dial', to: businessPhone })]
  await createCallStore(tables.ledger).record({ ...voice(call.sid), number: screening })
  expect(await sweep()).toEqual({ seen: 1, finished: 1, found: 0 })
  expect(foldCall(await factsOf(call.sid)).outcome).not.toBe('answered')
})
