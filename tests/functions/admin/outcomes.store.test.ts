import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { compose } from '../../../functions/admin/compose.ts'
import { enquiryList, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import type { AnswerBody } from './bridge.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let admin: Hono
/** Each waits for the views several times, beside whatever else the machine does. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  admin = compose(
    tables,
    {
      TIELINE_MASTER_KEY: testMasterKey,
      TIELINE_OPERATOR_KEY_SHA256: '',
      PUBLIC_BASE_URL: 'https://calls.example.com',
      TWILIO_ACCOUNT_SID: 'AC',
      TWILIO_AUTH_TOKEN: 'x',
    },
    { newAccountOrigins: ['*'], pending: async () => 0, openApiDocument: async () => '{}' },
  )
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
  expect(bridge.failures).toEqual([])
})

const vault = createVault(testMasterKey)
const phone = '+447700900123'
const email = 'ann@example.com'

/** A new account, and the ways to tell it something and to look at it. */
async function business(name: string) {
  const account = `acc_told_${name}`
  await bridge.createAccount(testAccount(account))
  const headers = { authorization: `Bearer ${testKeys(account).secretKey}` }
  const send = async (method: 'GET' | 'POST', path: string, body?: unknown, contentType?: string) => {
    const response = await admin.request(path, {
      method,
      headers: { ...headers, ...(contentType && { 'content-type': contentType }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const json = (await response.json()) as AnswerBody
    await bridge.settled()
    return { status: response.status, json }
  }
  return {
    send,
    tell: (body: unknown) => send('POST', '/v1/outcomes', body),
    async write(...facts: readonly Fact[]) {
      for (const fact of facts) await bridge.write(fact)
      await bridge.settled()
    },
    call: (callSid: string, at: string, from = phone): Fact => ({
      fact: 'voice',
      account,
      callSid,
      number: '+442079460001',
      numberId: 'num_1',
      at,
      caller: vault.hash(account, 'phone', from),
    }),
    form: (formId: string, at: string, session = `ses_${formId}`): Fact => ({
      fact: 'form',
      account,
      formId,
      session,
      visitor: `vis_${formId}`,
      at,
      email: vault.hash(account, 'email', email),
    }),
    page: (id: string, at: string, url: string): Fact => ({
      fact: 'page',
      account,
      session: `ses_${id}`,
      visitor: `vis_${id}`,
      at,
      url,
    }),
    values: async () =>
      Object.fromEntries(
        (await bridge.get(account, '/v1/enquiries', enquiryList)).data.map(({ id, value }) => [
          id,
          value.amount,
        ]),
      ),
    totals: async () =>
      (
        await bridge.get(
          account,
          '/v1/reports/sources?from=2026-08-01&to=2026-12-31&groupBy=channel&model=last',
          sourcesReportSchema,
        )
      ).totals,
  }
}

const june = '2026-09-01T10:00:00.000Z'
const november = '2026-11-10T10:00:00.000Z'

it('a sale told by phone number is the last call’s before it, and what comes before any call waits for it', async () => {
  const shop = await business('phone')
  await shop.write(shop.call('CA1', june), shop.call('CA2', november))
  const told = await shop.tell({ phone, stage: 'won', value: 45_000, at: '2026-11-12T09:00:00Z' })
  expect(told).toMatchObject({
    status: 201,
    json: { contact: 'CA2', enquiryId: 'enq_CA2', at: '2026-11-12T09:00:00.000Z' },
  })
  expect(await shop.values()).toEqual({ enq_CA1: 0, enq_CA2: 45_000 })

  const early = await shop.tell({
    id: 'deal 1',
    phone: '+447700900999',
    stage: 'won',
    value: 7_000,
    at: june,
  })
  expect(early.json).toMatchObject({ contact: null, enquiryId: null })
  expect((await shop.totals()).value).toBe(45_000)
  const waiting = await shop.send('GET', '/v1/outcomes?waiting=true')
  expect(waiting.json.data).toMatchObject([
    { name: 'deal 1', knownBy: ['phone'], enquiryId: null, by: 'api' },
  ])

  await shop.write(shop.call('CA9', november, '+447700900999'))
  expect(await shop.values()).toMatchObject({ enq_CA9: 7_000 })
  expect((await shop.send('GET', '/v1/outcomes?waiting=true')).json.data).toEqual([])
})

it('one deal is one, however often and by whatever trace it is told, and its later telling holds', async () => {
  const shop = await business('deal')
  await shop.write(shop.call('CA1', june), shop.form('frm_1', november))
  const deal = { id: 'D-4711', phone }
  await shop.tell({ ...deal, stage: 'opportunity', value: 90_000, at: '2026-09-02T10:00:00Z' })
  const won = { ...deal, stage: 'won', value: 80_000, at: '2026-09-20T10:00:00Z' }
  const [first, again] = [await shop.tell(won), await shop.tell(won)]
  expect(again.json).toEqual(first.json)
  expect(await shop.values()).toEqual({ enq_CA1: 80_000, enq_frm_1: 0 })
  await shop.tell({ ...won, value: 85_000 })
  expect((await shop.values()).enq_CA1).toBe(85_000)
  await shop.tell({ id: 'D-4711', stage: 'won', value: 10, at: '2026-09-10T10:00:00Z' })
  expect((await shop.values()).enq_CA1).toBe(85_000)
  // It turns out to be somebody else's.
  await shop.tell({ id: 'D-4711', email, stage: 'won', value: 85_000, at: '2026-09-21T10:00:00Z' })
  expect(await shop.values()).toEqual({ enq_CA1: 0, enq_frm_1: 85_000 })
  await shop.tell({ id: 'D-4711', stage: 'refunded', at: '2026-11-20T10:00:00Z' })
  expect((await shop.totals()).value).toBe(0)
})

it('a click leads to whoever made it, told before the visit was known or after', async () => {
  const shop = await business('click')
  const url = 'https://shop.example/?utm_source=google&utm_medium=cpc&gclid=Abc-123'
  const told = (id: string) => shop.tell({ id, clickId: 'Abc-123', stage: 'won', value: 500, at: november })
  await told('before')
  await shop.write(shop.form('frm_2', june), shop.page('frm_2', june, url))
  await told('after')
  expect(await shop.values()).toEqual({ enq_frm_2: 1_000 })
})

it('a file tells many, and what is wrong with a row stops no other', async () => {
  const shop = await business('csv')
  await shop.write(shop.call('CA1', june))
  const file = [
    '\ufeffDeal ID;Phone;Deal stage;Amount;Close date;Owner',
    'A;07700 900123;Won;"1.234,50";2026-09-05;Ann',
    'B;07700 900123;Won;much;2026-09-05;Ann',
    ';07700 900123;Quote sent;;;',
    'C;07700 900123;Lost;;2026-09-05;Ann',
  ].join('\r\n')
  const sent = () => shop.send('POST', '/v1/outcomes?country=GB', file, 'text/csv; charset=utf-8')
  const rejected = [
    { line: 3, code: 'invalid_row', detail: expect.stringContaining('`value`') },
    { line: 4, code: 'invalid_row', detail: expect.stringContaining('id or a time') },
  ]
  expect(await sent()).toEqual({ status: 200, json: { accepted: 2, duplicates: 0, rejected } })
  expect(await sent()).toEqual({ status: 200, json: { accepted: 0, duplicates: 2, rejected } })
  expect(await shop.values()).toEqual({ enq_CA1: 123_450 })
  const broken = await shop.send('POST', '/v1/outcomes', 'id,stage,phone\nA,won,"+44', 'text/csv')
  expect(broken.json).toMatchObject({ accepted: 0, rejected: [{ line: 2, code: 'invalid_csv' }] })
})

it('erasing somebody takes their name out of their deals and leaves what they were worth', async () => {
  const shop = await business('erased')
  await shop.write(shop.call('CA1', june))
  await shop.tell({ id: email, phone, stage: 'won', value: 600, at: november })
  await shop.tell({ phone: '+447700900777', stage: 'won', value: 50, at: november })
  const { status } = await shop.send('POST', '/v1/erasures', { phone })
  expect(status).toBe(201)
  expect(await shop.values()).toEqual({ enq_CA1: 600 })
  expect((await shop.send('GET', '/v1/outcomes')).json.data).toMatchObject([
    { name: null, enquiryId: null },
    { name: null, enquiryId: 'enq_CA1', stages: [{ stage: 'won', value: { amount: 600, currency: 'GBP' } }] },
  ])
  // Whoever has the phone now is somebody else.
  await shop.write(shop.call('CA2', '2026-11-20T10:00:00.000Z'))
  expect(await shop.values()).toEqual({ enq_CA1: 600, enq_CA2: 0 })
})

it.each<[string, unknown, string]>([
  ['nobody', { stage: 'won' }, 'Say whose'],
  ['two', { callSid: 'CA1', contact: 'frm_1', stage: 'won' }, 'name one'],
  ['a phone that is none', { phone: '12', stage: 'won' }, 'phone'],
  ['an address that is none', { email: 'ann', stage: 'won' }, 'e-mail'],
  ['next week', { phone, stage: 'won', at: '2126-01-01T00:00:00Z' }, 'ahead'],
])('refuses an outcome of %s', async (name, body, message) => {
  const shop = await business(`refuses_${name.replace(/\W/g, '_')}`)
  const { status, json } = await shop.tell(body)
  expect(status).toBe(422)
  expect(JSON.stringify(json)).toContain(message)
})
