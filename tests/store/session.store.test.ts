import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PageFact } from '../../shared/domain/fact.ts'
import { foldSession } from '../../shared/domain/session.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { ledgerPartitions } from '../../shared/store/keys.ts'
import { createSessionStore, type SessionStore } from '../../shared/store/session-store.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
let sessions: SessionStore
beforeAll(async () => {
  tables = await createTestTables()
  sessions = createSessionStore(tables.ledger)
})
afterAll(() => tables.drop())

const start: Instant = '2026-11-22T12:00:00.000Z'
const inMinutes = (minutes: number) => addMinutes(start, minutes)
const held = (poolId: string, number: string, minute: number) => ({
  poolId,
  number,
  from: inMinutes(minute),
  shared: false,
})

function someone(session: string) {
  const subject = { account: 'acc_1', session, visitor: 'vis_1' }
  const page = (minute: number): PageFact => ({
    fact: 'page',
    ...subject,
    at: inMinutes(minute),
    url: `https://shop.example/${minute}`,
  })
  return {
    page: (minute: number, leases = [held('pol_1', '+442079460001', 0)]) =>
      sessions.recordPage(`page#${inMinutes(minute)}#x`, page(minute), leases),
    seen: (minute: number, leases: ReturnType<typeof held>[] = []) =>
      sessions.recordSeen({ fact: 'seen', ...subject, at: inMinutes(minute) }, leases),
    event: (minute: number) =>
      sessions.record(`event#${minute}`, { fact: 'event', ...subject, at: inMinutes(minute), name: 'video' }),
    tail: () => sessions.tail('acc_1', session),
    items: () => tables.ledger.query({ pk: ledgerPartitions.session('acc_1', session) }),
  }
}

test('a session never seen has no tail and no facts', async () => {
  expect(await sessions.tail('acc_1', 'ses_none')).toBeUndefined()
  expect(await sessions.factsOf('acc_1', 'ses_none')).toEqual([])
})

test('the tail tells the last sign of life, the last page and what is held, behind many facts', async () => {
  const me = someone('ses_tail')
  for (const minute of [0, 1, 2, 3, 4]) await me.page(minute)
  await me.event(9)
  expect(await me.tail()).toEqual({
    visitor: 'vis_1',
    lastSign: inMinutes(4),
    lastPage: `page#${inMinutes(4)}#x`,
    seenLeases: [],
    held: [held('pol_1', '+442079460001', 0)],
    arrival: { url: 'https://shop.example/4' },
    shown: [],
  })
  await me.seen(6)
  expect(await me.tail()).toMatchObject({ lastSign: inMinutes(6), lastPage: `page#${inMinutes(4)}#x` })
  await me.page(8)
  expect(await me.tail()).toMatchObject({ lastSign: inMinutes(8), lastPage: `page#${inMinutes(8)}#x` })
})

test('of each pool the lease begun last is held, whether a page or a heartbeat began it', async () => {
  const me = someone('ses_held')
  await me.page(0, [held('pol_1', '+442079460001', 0), held('pol_2', '+442079460002', 0)])
  await me.seen(5, [held('pol_1', '+442079460003', 5)])
  const numbers = (await me.tail())?.held.map((lease) => [lease.poolId, lease.number])
  expect(numbers).toEqual([
    ['pol_1', '+442079460003'],
    ['pol_2', '+442079460002'],
  ])
})

test('the last sign of life moves forward only', async () => {
  const me = someone('ses_seen')
  await me.seen(5)
  await me.seen(3)
  await me.seen(5)
  expect((await me.tail())?.lastSign).toBe(inMinutes(5))
  expect(await me.items()).toHaveLength(1)
})

test('a fact written twice is one fact, the first', async () => {
  const me = someone('ses_twice')
  await me.page(0)
  await me.page(0, [held('pol_1', '+442079460009', 1)])
  const items = await me.items()
  expect(items).toHaveLength(1)
  expect(items[0]?.leases).toEqual([held('pol_1', '+442079460001', 0)])
})

test('facts come back as they were told, and fold', async () => {
  const me = someone('ses_facts')
  await me.page(0)
  await me.event(2)
  await me.seen(4)
  const facts = await sessions.factsOf('acc_1', 'ses_facts')
  const subject = { account: 'acc_1', session: 'ses_facts', visitor: 'vis_1' }
  expect(facts).toHaveLength(3)
  expect(facts).toContainEqual({ fact: 'page', ...subject, at: start, url: 'https://shop.example/0' })
  expect(facts).toContainEqual({ fact: 'event', ...subject, at: inMinutes(2), name: 'video' })
  expect(foldSession(facts)).toMatchObject({ startedAt: start, lastSeenAt: inMinutes(4) })
})

test('sessions of another account are not seen', async () => {
  await someone('ses_walls').page(0)
  expect(await sessions.tail('acc_2', 'ses_walls')).toBeUndefined()
})
