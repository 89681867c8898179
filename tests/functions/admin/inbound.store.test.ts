import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger, undefined, tables.views)
})
afterAll(() => tables.drop())

const map = {
  fields: {
    id: ['objectId'],
    phone: ['properties.phone'],
    stage: ['properties.dealstage'],
    value: ['properties.amount'],
    at: ['occurredAt'],
  },
  stages: [{ from: 'closedwon', to: 'won' }],
  otherStages: 'ignore',
  country: 'GB',
}
const event = (properties: object) => ({ objectId: 4711, occurredAt: 1_795_356_300_000, properties })
const won = event({ phone: '07700 900123', dealstage: 'closedwon', amount: '1,200.50' })

const toBridge = (url: unknown, body: string, headers: Record<string, string> = {}) => {
  const { pathname, search } = new URL(String(url))
  return bridge.app.request(pathname + search, { method: 'POST', body, headers })
}

it('takes another system’s messages at an address that only it knows, and the same one once', async () => {
  const { send, id: account } = await bridge.newAccount()
  const made = await send('POST', '/v1/inbound', { name: 'HubSpot', map })
  expect(made.status).toBe(201)
  const message = JSON.stringify([
    won,
    event({ dealstage: 'new' }),
    event({ dealstage: 'closedwon', phone: 'x' }),
  ])
  const first = await toBridge(made.json.url, message)
  expect([first.status, await first.json()]).toEqual([
    200,
    {
      accepted: 1,
      duplicates: 0,
      ignored: 1,
      rejected: [{ item: 2, errors: [{ field: 'phone', message: expect.any(String) }] }],
    },
  ])
  expect(await (await toBridge(made.json.url, message)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
  const { json: listed } = await send('GET', '/v1/inbound')
  expect(listed.data).toMatchObject([{ name: 'HubSpot', last: { duplicates: 1, ignored: 1, rejected: 1 } }])
  expect(JSON.stringify(listed)).not.toContain('secret')
  const { json: told } = await send('GET', '/v1/outcomes')
  expect(told.data).toMatchObject([
    {
      name: '4711',
      by: made.json.id,
      stages: [{ stage: 'won', value: { amount: 120_050, currency: 'GBP' }, at: '2026-11-22T14:05:00.000Z' }],
    },
  ])
  for await (const page of tables.ledger.scan()) {
    for (const item of page.filter(({ pk }) => pk.includes(account))) {
      expect(JSON.stringify(item)).not.toContain('7700')
    }
  }
})

it('hears nobody else, and nobody while it is closed', async () => {
  const { send } = await bridge.newAccount()
  const { json: made } = await send('POST', '/v1/inbound', { name: 'CRM', map })
  const message = JSON.stringify(won)
  const address = String(made.url).split('?')[0]
  expect((await toBridge(address, message)).status).toBe(404)
  expect((await toBridge(`${address}?secret=guess`, message)).status).toBe(404)
  expect((await toBridge(made.url, 'not json')).status).toBe(400)
  expect(
    (await toBridge(made.url, 'objectId=1', { 'content-type': 'application/x-www-form-urlencoded' })).status,
  ).toBe(200)
  await send('PATCH', `/v1/inbound/${made.id}`, { active: false })
  expect((await toBridge(made.url, message)).status).toBe(404)
  await send('PATCH', `/v1/inbound/${made.id}`, { active: true })
  expect((await toBridge(made.url, message)).status).toBe(200)
  const other = await bridge.newAccount()
  expect((await other.send('PATCH', `/v1/inbound/${made.id}`, { active: false })).status).toBe(404)
  expect((await other.send('DELETE', `/v1/inbound/${made.id}`)).status).toBe(404)
  expect((await send('DELETE', `/v1/inbound/${made.id}`)).status).toBe(204)
  expect((await toBridge(made.url, message)).status).toBe(404)
})

it('heeds a signature where that is how the other system proves itself', async () => {
  const { send } = await bridge.newAccount()
  const secret = 'a secret of both sides'
  const auth = { kind: 'signature', header: 'X-Signature-256', prefix: 'sha256=', secret }
  const { json: made } = await send('POST', '/v1/inbound', { name: 'Shop', map, auth })
  expect(JSON.stringify(made)).not.toContain(secret)
  const message = JSON.stringify(won)
  const signed = (key: string) => `sha256=${createHmac('sha256', key).update(message).digest('hex')}`
  const sent = (signature: string) => toBridge(made.url, message, { 'x-signature-256': signature })
  expect((await sent(signed('another secret'))).status).toBe(404)
  expect((await toBridge(made.url, message)).status).toBe(404)
  expect((await sent(signed(secret))).status).toBe(200)
})

it('shows what a message would become, and keeps nothing of it', async () => {
  const { send } = await bridge.newAccount()
  const { json } = await send('POST', '/v1/inbound/try', { map, message: [won, event({ dealstage: 'new' })] })
  expect(json).toEqual({
    problem: null,
    outcomes: [
      {
        item: 0,
        ignored: false,
        errors: [],
        outcome: {
          id: '4711',
          knownBy: ['phone'],
          phone: '+447700900123',
          email: null,
          stage: 'won',
          value: { amount: 120_050, currency: 'GBP' },
          at: '2026-11-22T14:05:00.000Z',
        },
      },
      { item: 1, ignored: true, errors: [], outcome: null },
    ],
  })
  expect((await send('GET', '/v1/outcomes')).json.data).toEqual([])
  const missing = await send('POST', '/v1/inbound/try', { map: { ...map, items: 'results' }, message: {} })
  expect(missing.json.problem).toContain('no list')
  const wrong = await send('POST', '/v1/inbound', { name: 'x', map: { fields: { id: ['a..b'] } } })
  expect(wrong.status).toBe(422)
})
