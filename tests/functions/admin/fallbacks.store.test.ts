import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFallbackKeeper } from '../../../functions/admin/numbers/fallbacks.ts'
import { createMemoryFallbacks } from '../../../local/fallback-folder.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createRouteStore } from '../../../shared/store/route-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { all, parseTwiml } from '../call-webhook/twiml.ts'
import { type Bridge, createBridge, freshNumber, type Send } from './bridge.ts'

const files = createMemoryFallbacks()
const reported: string[] = []
let isDiskFull = false
let tables: Tables
let bridge: Bridge
let send: Send
let account: string
beforeAll(async () => {
  tables = await createTestTables()
  const fallbacks = createFallbackKeeper({
    files: {
      ...files,
      put: async (number, xml) => {
        if (isDiskFull) throw new Error('ENOSPC')
        await files.put(number, xml)
      },
    },
    routes: createRouteStore(tables.ledger),
    numbers: createNumberStore(tables.ledger),
    publicBaseUrl: 'https://calls.example.com/',
    report: ({ cause }) => reported.push(cause),
  })
  bridge = createBridge(tables.ledger, undefined, tables.views, fallbacks)
  const fresh = await bridge.newAccount()
  send = fresh.send
  account = fresh.id
})
afterAll(() => tables.drop())

const dialOf = async (number: string) => {
  const document = await files.documentOf(number)
  return document === undefined ? undefined : all(parseTwiml(document), 'Dial')[0]
}
const phonesOf = async (number: string) => {
  const document = await files.documentOf(number)
  return [...(document ?? '').matchAll(/>(\+\d+)<\/Number>/g)].map(([, phone]) => phone)
}

test('a number’s document rings its phones, reports back, and follows every change until the number is deleted', async () => {
  const number = freshNumber()
  const { json } = await send('POST', '/v1/numbers', {
    number,
    label: 'Van',
    kind: 'source',
    flow: { forwardTo: ['+442079460001'], greeting: 'Hello', record: true },
  })
  expect(await phonesOf(number)).toEqual(['+442079460001'])
  const query = `?account=${account}&number=${encodeURIComponent(number)}#rc=3&rp=ct,5xx,rt`
  expect((await dialOf(number))?.attributes).toEqual({
    action: `https://calls.example.com/twilio/voice/dial${query}`,
    answerOnBridge: 'true',
    callerId: number,
    timeout: '30',
  })
  expect(await files.documentOf(number)).not.toMatch(/<Say|record/)

  await send('PATCH', `/v1/numbers/${json.id}`, {
    flow: { forwardTo: ['+442079460002', '+442079460003'], ring: 'in-order' },
  })
  expect(await phonesOf(number)).toEqual(['+442079460002', '+442079460003'])
  expect((await dialOf(number))?.attributes.timeout).toBe('20')
  await send('PATCH', `/v1/numbers/${json.id}`, {
    flow: { forwardTo: ['+442079460002', '+442079460003'], ring: 'in-order', ringSeconds: [15, 45] },
  })
  expect((await dialOf(number))?.attributes.timeout).toBe('45')

  await send('DELETE', `/v1/numbers/${json.id}`)
  expect(await files.documentOf(number)).toBeUndefined()
})

test('a change of a pool’s flow reaches the documents of its numbers, and of no other', async () => {
  const pool = await send('POST', '/v1/pools', {
    name: 'Site',
    swapTargets: ['+442079460000'],
    leaseMinutes: 5,
    cooldownMinutes: 0,
    flow: { forwardTo: ['+442079460001'] },
  })
  const [first, second, other] = [freshNumber(), freshNumber(), freshNumber()]
  for (const number of [first, second]) {
    await send('POST', '/v1/numbers', { number, label: 'Pool', kind: 'pool', poolId: pool.json.id })
  }
  await send('POST', '/v1/numbers', {
    number: other,
    label: 'Van',
    kind: 'source',
    flow: { forwardTo: ['+442079460001'] },
  })
  await send('PATCH', `/v1/pools/${pool.json.id}`, { flow: { forwardTo: ['+442079460009'] } })
  expect(await Promise.all([first, second, other].map(phonesOf))).toEqual([
    ['+442079460009'],
    ['+442079460009'],
    ['+442079460001'],
  ])
})

test('of changes that race, the last to be saved is the one in the document', async () => {
  const number = freshNumber()
  const { json } = await send('POST', '/v1/numbers', {
    number,
    label: 'Van',
    kind: 'source',
    flow: { forwardTo: ['+442079460001'] },
  })
  const change = (last: number) =>
    send('PATCH', `/v1/numbers/${json.id}`, { flow: { forwardTo: [`+44207946000${last}`] } })
  await Promise.all([2, 3, 4, 5, 6].map(change))
  const { json: saved } = await send('GET', `/v1/numbers/${json.id}`)
  expect(await phonesOf(number)).toEqual(
    (saved as unknown as { flow: { forwardTo: string[] } }).flow.forwardTo,
  )
})

test('a document that can’t be written is reported; the number stands', async () => {
  isDiskFull = true
  const answer = await send('POST', '/v1/numbers', {
    number: freshNumber(),
    label: 'Van',
    kind: 'source',
    flow: { forwardTo: ['+442079460001'] },
  })
  isDiskFull = false
  expect(answer.status).toBe(201)
  expect(reported).toEqual(['ENOSPC'])
})

test('of changes that race in two processes, the last to be saved is the one in the document, however slow a write is', async () => {
  const numbers = createNumberStore(tables.ledger)
  const documents = createMemoryFallbacks()
  const slow = (putMilliseconds: number) => ({
    put: async (number: string, xml: string) => {
      await new Promise((resolve) => setTimeout(resolve, putMilliseconds))
      await documents.put(number, xml)
    },
    remove: documents.remove,
  })
  const keeperOf = (putMilliseconds: number) =>
    createFallbackKeeper({
      files: slow(putMilliseconds),
      routes: createRouteStore(tables.ledger),
      numbers,
      publicBaseUrl: 'https://calls.example.com',
      report: ({ cause }) => reported.push(cause),
    })
  const [slowest, quick] = [keeperOf(150), keeperOf(0)]
  const number = freshNumber()
  const { json } = await send('POST', '/v1/numbers', {
    number,
    label: 'Van',
    kind: 'source',
    flow: { forwardTo: ['+442079460001'] },
  })
  const change = (phone: string) =>
    numbers.update(account, json.id, (current) => ({ ...current, flow: { forwardTo: [phone], ring: 'all' } }))

  await change('+442079460002')
  const first = slowest.refresh(number)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await change('+442079460003')
  await quick.refresh(number)
  await first
  expect(await documents.documentOf(number)).toContain('>+442079460003</Number>')

  await change('+442079460004')
  const second = slowest.refresh(number)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await numbers.delete(account, json.id)
  await quick.refresh(number)
  await second
  expect(await documents.documentOf(number)).toBeUndefined()
})

test('a number that changes whenever its document was written is reported, and written no more than a few times', async () => {
  let phones = 0
  let written = 0
  const causes: string[] = []
  const keeper = createFallbackKeeper({
    files: {
      put: async () => {
        written += 1
      },
      remove: async () => {},
    },
    routes: {
      routeOf: async (number) => {
        phones += 1
        return {
          account,
          numberId: 'num_1',
          number,
          kind: 'source',
          flow: { forwardTo: [`+44207946${String(phones).padStart(4, '0')}`], ring: 'all' },
        }
      },
    },
    numbers: createNumberStore(tables.ledger),
    publicBaseUrl: 'https://calls.example.com',
    report: ({ cause }) => causes.push(cause),
  })
  await keeper.refresh('+441614960000')
  expect(written).toBe(5)
  expect(causes).toHaveLength(1)
})
