import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewDelivery } from '../../shared/domain/delivery.ts'
import { addMinutes, addSeconds } from '../../shared/domain/time.ts'
import {
  createDeliveryEraser,
  createDeliveryStore,
  type DeliveryStore,
} from '../../shared/store/delivery-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { testMasterKey } from '../support/bridge.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

const now = '2026-11-20T12:00:00.000Z'
let tables: Tables
let store: DeliveryStore
beforeAll(async () => {
  tables = await createTestTables()
  store = createDeliveryStore(tables.ledger, createVault(testMasterKey))
})
afterAll(() => tables.drop())

const one = (account: string, name: string, change: Partial<NewDelivery> = {}): NewDelivery => ({
  account,
  name,
  target: { kind: 'webhook', id: 'whk_1' },
  about: { event: `evt_${name}`, type: 'enquiry.opened', enquiry: 'enq_CA1' },
  body: `{"name":"${name}"}`,
  ...change,
})
async function added(account: string, name: string, change: Partial<NewDelivery> = {}, at = now) {
  const { delivery } = await store.add(one(account, name, change), at)
  if (!delivery) throw new Error('not there')
  return delivery
}

test('however often and by however many it is added, there is one of each name, and it keeps its first body', async () => {
  const all = await Promise.all(
    Array.from({ length: 6 }, (_, each) =>
      store.add(one('acc_once', 'a', { body: `{"from":${each}}` }), addSeconds(now, each)),
    ),
  )
  expect(all.filter(({ added: isNew }) => isNew)).toHaveLength(1)
  expect(new Set(all.map(({ delivery }) => delivery?.id)).size).toBe(1)
  const stands = await store.list('acc_once', {}, { limit: 10 })
  expect(stands).toHaveLength(1)
  const first = all.findIndex(({ added: isNew }) => isNew)
  expect(stands[0] && (await store.bodyOf(stands[0]))).toBe(`{"from":${first}}`)
})

test('what is said stands sealed, and nothing of it in the log', async () => {
  const delivery = await added('acc_seal', 'a', { body: 'ada@example.com' })
  const whole = JSON.stringify(await tables.ledger.query({ pk: 'acc_seal#deliveries' }))
  expect(whole).toContain(delivery.id)
  for await (const items of tables.ledger.scan())
    expect(JSON.stringify(items)).not.toContain('ada@example.com')
  expect(await store.bodyOf(delivery)).toBe('ada@example.com')
})

test('of many who want to try it one gets it, and only what was taken is settled', async () => {
  const delivery = await added('acc_take', 'a')
  const takers = await Promise.all(Array.from({ length: 5 }, () => store.take(delivery, now)))
  const winners = takers.filter((each) => each !== undefined)
  expect(winners).toHaveLength(1)
  const attempt = { at: now, status: 200, tookMilliseconds: 31 }
  await store.settle(delivery, { failed: 'too late' }, undefined, now)
  expect(await store.get('acc_take', delivery.id)).toMatchObject({ state: 'sending' })
  for (const winner of winners) await store.settle(winner, { delivered: true }, attempt, now)
  expect(await store.get('acc_take', delivery.id)).toMatchObject({
    state: 'delivered',
    tries: 1,
    attempts: [attempt],
  })
})

test('whoever ended in the middle is followed by somebody else, and then has nothing to say any more', async () => {
  const first = await store.take(await added('acc_lapse', 'a'), now)
  if (!first) throw new Error('not taken')
  expect(await store.take(first, addMinutes(now, 1))).toBeUndefined()
  const second = await store.take(first, addMinutes(now, 16))
  expect(second).toMatchObject({ state: 'sending', tries: 2 })
  expect(await store.settle(first, { failed: 'late' }, undefined, now)).toBeUndefined()
})

test('lists are of the account, of a target or about an enquiry, newest first, page by page', async () => {
  const other = { kind: 'ga4', id: 'dst_1' } as const
  for (let each = 0; each < 5; each += 1) {
    const about = { event: `evt_${each}`, type: 'enquiry.opened', enquiry: `enq_CA${each % 2}` }
    await added('acc_list', `n${each}`, { about, ...(each > 2 && { target: other }) }, addSeconds(now, each))
  }
  const eventsOf = async (...given: Parameters<DeliveryStore['list']>) =>
    (await store.list(...given)).map(({ about }) => about.event)
  expect(await eventsOf('acc_list', {}, { limit: 3 })).toEqual(['evt_4', 'evt_3', 'evt_2'])
  const [, , third] = await store.list('acc_list', {}, { limit: 3 })
  expect(await eventsOf('acc_list', {}, { limit: 3, before: third?.id })).toEqual(['evt_1', 'evt_0'])
  expect(await eventsOf('acc_list', { target: other }, { limit: 9 })).toEqual(['evt_4', 'evt_3'])
  expect(await eventsOf('acc_list', { enquiry: 'enq_CA1' }, { limit: 9 })).toEqual(['evt_3', 'evt_1'])
  expect(await eventsOf('acc_elsewhere', {}, { limit: 9 })).toEqual([])
})

test('erasing takes out what was said of the enquiry, and leaves that it was sent', async () => {
  const gone = await added('acc_erase', 'a')
  const about = { event: 'evt_b', type: 'enquiry.opened', enquiry: 'enq_CA2' }
  const kept = await added('acc_erase', 'b', { about })
  expect(await createDeliveryEraser(tables.ledger)('acc_erase', 'enq_CA1')).toBe(1)
  expect(await store.bodyOf(gone)).toBeUndefined()
  expect(await store.bodyOf(kept)).toBe('{"name":"b"}')
  expect((await store.add(one('acc_erase', 'a'), now)).added).toBe(false)
})
