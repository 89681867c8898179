import { SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createCallStore } from '../../shared/store/call-store.ts'
import { type Deployed, operatorKey, startDeployed } from '../support/deployed.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

/**
 * What goes wrong at night, on the handlers that are deployed: nothing is lost, nothing is there twice, and the metric is
 * raised on which the alarm rings (`infra/constructs/alarm-table.ts`).
 */
let tables: Tables
let deployed: Deployed
let account: { readonly id: string; readonly secretKey: string; readonly siteKey: string }
const number = '+442079460800'
const spooled: string[] = []

const api = async (
  name: 'admin' | 'attribution' | 'coupon',
  method: string,
  path: string,
  body?: unknown,
  key = account.secretKey,
) =>
  deployed.request(name, method, path, {
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${key}` },
  })
const read = async (path: string) => JSON.parse((await api('attribution', 'GET', path)).body)

beforeAll(async () => {
  tables = await createTestTables()
  deployed = await startDeployed(tables)
  deployed.queue.on(SendMessageBatchCommand).callsFake(({ Entries }) => {
    spooled.push(...Entries.map(({ MessageBody }: { MessageBody: string }) => MessageBody))
    return { Successful: Entries, Failed: [] }
  })
  const made = await deployed.request('admin', 'POST', '/v1/accounts', {
    body: JSON.stringify({ name: 'Shop', timeZone: 'UTC', currency: 'GBP' }),
    headers: { authorization: `Bearer ${operatorKey}` },
  })
  account = JSON.parse(made.body)
  await api('admin', 'PATCH', '/v1/account', { origins: ['*'] })
  await api('admin', 'POST', '/v1/members', { email: 'owner@example.com', role: 'owner' })
  await api('admin', 'POST', '/v1/numbers', {
    number,
    label: 'Van',
    kind: 'source',
    source: { source: 'van' },
    flow: { forwardTo: ['+442079460001'], ring: 'all', textBack: { message: 'We will call you back.' } },
  })
}, 60_000)
afterAll(async () => {
  await deployed.stop()
  await tables.drop()
})
beforeEach(() => {
  deployed.forget()
  spooled.length = 0
})

let calls = 0
/** A call in vain, with everything that Twilio tells of it. */
async function call(): Promise<{ sid: string; from: string; twiml: string }> {
  calls += 1
  const [sid, from] = [`CA${calls}`, `+44770090${String(calls).padStart(4, '0')}`]
  const fields = { CallSid: sid, From: from, To: number }
  const { body } = await deployed.webhook('/twilio/voice', { ...fields, CallStatus: 'ringing' })
  await deployed.webhook('/twilio/voice/status', { ...fields, CallStatus: 'no-answer', SequenceNumber: '2' })
  return { sid, from, twiml: body }
}
const enquiriesOf = async (sid: string) => {
  const { data } = (await read('/v1/enquiries?limit=200')) as { data: { contacts: { id: string }[] }[] }
  return data.filter(({ contacts }) => contacts.some(({ id }) => id === sid))
}
const factsOf = async (sid: string) =>
  (await createCallStore(tables.ledger).factsOf(account.id, sid)).map(({ fact }) => fact).sort()

test('a poison record: it alone is given up, and what came with it is shown once', async () => {
  await tables.ledger.put({
    pk: 'x',
    sk: 'poison',
    fact: 'voice',
    account: 'acc_nobody',
    callSid: 'CA0',
    number,
    at: 'never',
  })
  const { sid } = await call()
  await deployed.settle()
  expect(await enquiriesOf(sid)).toHaveLength(1)
  expect(deployed.counted('StreamRecordsFailed')).toBeGreaterThanOrEqual(1)
  expect(deployed.counted('EnquiriesOpened')).toBe(1)
})

test('a throttled table: the caller is connected by memory, and the facts come in later, once', async () => {
  deployed.engine.ailment = 'throttles'
  const { sid, twiml } = await call()
  deployed.engine.ailment = 'none'
  expect(twiml).toContain('>+442079460001</Number>')
  expect(deployed.counted('Calls')).toBe(1)
  expect(deployed.counted('CallsConnected')).toBe(1)
  expect(deployed.counted('FallbackUsed')).toBe(1)
  expect(deployed.counted('FactsSpooled')).toBeGreaterThanOrEqual(1)
  expect(await factsOf(sid)).toEqual([])

  const batch = { Records: spooled.map((body, index) => ({ messageId: `m${index}`, body })) }
  await deployed.invoke('call-webhook', batch)
  await deployed.invoke('call-webhook', batch)
  expect(deployed.counted('SpoolDrained')).toBe(2 * spooled.length)
  expect(await factsOf(sid)).toEqual(['status', 'voice'])
  await deployed.settle()
  expect(await enquiriesOf(sid)).toHaveLength(1)
})

test('a throttled table: what a client was not told to be done is done once when it asks again', async () => {
  deployed.engine.ailment = 'throttles'
  const body = JSON.stringify({
    number: '+442079460801',
    label: 'Flyer',
    kind: 'source',
    source: { source: 'flyer' },
  })
  const headers = { authorization: `Bearer ${account.secretKey}`, 'idempotency-key': 'once' }
  const refused = await deployed.request('admin', 'POST', '/v1/numbers', { body, headers })
  deployed.engine.ailment = 'none'
  expect(refused.statusCode).toBe(503)
  const answers = [
    await deployed.request('admin', 'POST', '/v1/numbers', { body, headers }),
    await deployed.request('admin', 'POST', '/v1/numbers', { body, headers }),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201])
  expect(new Set(answers.map((each) => JSON.parse(each.body).id)).size).toBe(1)
  expect(deployed.logged()).toContainEqual(
    expect.objectContaining({ level: 'error', error: 'ThrottlingException' }),
  )
})

test('SES refuses for now, then takes the mail: it is sent once', async () => {
  await deployed.settle()
  await deployed.invoke('outreach', { sendMails: true })
  deployed.forget()
  deployed.refuseMails('Throttling', 1)
  await call()
  // Which sends what waits, and tries again after some seconds.
  await deployed.settle()
  await deployed.invoke('outreach', { sendMails: true })
  expect(deployed.counted('MailsUnsent')).toBe(1)
  expect(deployed.counted('MailsSent')).toBe(1)
})

test('Twilio is down: a text that may have gone is not sent again, the sweep fails aloud and the next one counts', async () => {
  deployed.twilio.ailment = 'answers 500'
  await expect(deployed.invoke('call-webhook', { sweepMinutes: 30 })).rejects.toThrow()
  const { sid, from } = await call()
  expect(deployed.counted('CallSweeps')).toBe(0)
  expect(deployed.counted('TextsUnsent')).toBe(1)
  expect(deployed.logged()).toContainEqual(expect.objectContaining({ level: 'error', event: 'order' }))
  deployed.twilio.ailment = 'none'
  await deployed.invoke('call-webhook', { sweepMinutes: 30 })
  expect(deployed.counted('CallSweeps')).toBe(1)
  expect(await factsOf(sid)).toEqual(['status', 'voice'])
  const texts = () => deployed.twilio.asked.filter((path) => path.includes('/Messages.json')).length
  const sent = texts()
  await deployed.webhook('/twilio/voice/status', {
    CallSid: sid,
    From: from,
    To: number,
    CallStatus: 'no-answer',
    SequenceNumber: '2',
  })
  expect(texts()).toBe(sent)
})

test('clocks that are off: the visit is joined all the same, and no lag is less than nothing', async () => {
  const visit = {
    key: account.siteKey,
    url: 'https://shop.example/?utm_source=skewed',
    sentAt: '2031-01-01T00:00:00.000Z',
  }
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  const send = (beacon: Record<string, unknown>) =>
    deployed.request('session', 'POST', '/v1/collect', {
      body: JSON.stringify({ ...visit, ...beacon }),
      headers,
    })
  const { sessionId, visitorId } = JSON.parse((await send({ type: 'page' })).body)
  await send({ type: 'form', sessionId, visitorId, form: { email: 'skewed@example.com' } })
  await deployed.settle()
  const { data } = await read('/v1/enquiries?kind=form')
  expect(data).toHaveLength(1)
  expect(data[0].source).toMatchObject({ source: 'skewed' })
  expect(deployed.measured('JoinLag').filter((lag) => lag < 0)).toEqual([])
})

test('the streams come again from their start: nothing changes, and nobody is written to again', async () => {
  await deployed.settle()
  await deployed.invoke('outreach', { sendMails: true })
  const day = new Date().toISOString().slice(0, 10)
  const shown = async () => [
    await read('/v1/enquiries?limit=200'),
    await read(`/v1/reports/sources?from=${day}&to=${day}&model=linear`),
  ]
  const before = await shown()
  deployed.forget()
  await deployed.settleFromStart()
  await deployed.settle()
  await deployed.invoke('outreach', { sendMails: true })
  expect(await shown()).toEqual(before)
  expect(deployed.counted('StreamRecords')).toBeGreaterThan(10)
  expect(deployed.counted('EnquiriesOpened')).toBe(0)
  expect(deployed.measured('JoinLag')).toEqual([])
  expect(deployed.counted('MailsSent')).toBe(0)
})
