import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../shared/domain/call.ts'
import type { Enquiry } from '../../shared/domain/enquiry.ts'
import type { CallRow, EnquiryRow, Head, ViewChange } from '../../shared/domain/view.ts'
import { createDayStore } from '../../shared/store/day-store.ts'
import { createEnquiryStore, type EnquiryStore } from '../../shared/store/enquiry-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const early = '2026-11-22T09:00:00.000Z'
const late = '2026-11-22T10:00:00.000Z'
const day = '2026-11-22'

function openStore(views: Table = tables.views) {
  const account = `acc_${randomUUID()}`
  return { account, store: createEnquiryStore(views, createDayStore(views), randomUUID) }
}

const headAt = (openedAt: string | undefined, revision = 1): Head => ({
  contact: 'CA1',
  kind: 'call',
  enquiryId: 'enq_CA1',
  openedAt,
  startedAt: openedAt ?? early,
  revision,
})
const rowAt = (openedAt: string): EnquiryRow => ({
  enquiry: { id: 'enq_CA1', openedAt } as Enquiry,
  revision: 1,
})
const callAt = (startedAt: string) => ({ call: { callSid: 'CA1', startedAt } as Call }) as CallRow

const birthAt = (at: string): ViewChange[] => [
  { enquiry: rowAt(at), shard: 0 },
  { call: callAt(at), shard: 0 },
  { head: headAt(at) },
]

/** Holds back every write of a row until it is let go; heads pass. */
function withLateRows(views: Table) {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const isRow = (sk: string) => /^(enquiry|call)#/.test(sk)
  const table: Table = {
    ...views,
    async putIf(item, condition) {
      if (isRow(item.sk)) await gate
      return views.putIf(item, condition)
    },
  }
  return { table, letGo }
}

async function headStamp(store: EnquiryStore, account: string): Promise<string> {
  const { heads } = await store.read(account, ['CA1'])
  return heads.get('CA1')?.stamp ?? ''
}

async function moveTo(store: EnquiryStore, account: string, from: string, to: string): Promise<boolean> {
  const { heads, enquiries, calls } = await store.read(account, ['CA1'])
  return store.apply(account, [
    { removeEnquiry: { id: 'enq_CA1', openedAt: from }, shard: 0, before: enquiries.get('enq_CA1')?.stamp },
    { removeCall: { id: 'CA1', startedAt: from }, shard: 0, before: calls.get('CA1')?.stamp },
    { enquiry: rowAt(to), shard: 0 },
    { call: callAt(to), shard: 0 },
    { head: headAt(to), before: heads.get('CA1')?.stamp },
  ])
}

const placesOf = async (store: EnquiryStore, account: string) => ({
  enquiries: (await store.enquiriesOf(account, day)).map(({ enquiry }) => enquiry.openedAt),
  calls: (await store.callsOf(account, day)).map(({ call }) => call.startedAt),
})
const both = (at: string) => ({ enquiries: [at], calls: [at] })

describe('a new enquiry', () => {
  test('is written by one of those who come upon it at once', async () => {
    const { account, store } = openStore()
    const won = await Promise.all(Array.from({ length: 8 }, () => store.apply(account, birthAt(early))))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await placesOf(store, account)).toEqual(both(early))
  })

  test('whose writer stopped behind the head is finished by whoever comes next', async () => {
    const { account, store } = openStore()
    expect(await store.apply(account, [{ head: headAt(early) }])).toBe(true)
    expect(await store.find(account, 'enq_CA1')).toBeUndefined()
    const rows = birthAt(early).filter((change) => !('head' in change))
    expect(await store.apply(account, rows)).toBe(true)
    expect(await placesOf(store, account)).toEqual(both(early))
  })

  test('never stands twice, though its writer comes late when others have moved it', async () => {
    const { table, letGo } = withLateRows(tables.views)
    const { account, store: slow } = openStore(table)
    const { store } = openStore()
    const written = slow.apply(account, birthAt(late))
    while ((await headStamp(store, account)) === '') await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await moveTo(store, account, late, early)).toBe(true)
    letGo()
    expect(await written).toBe(false)
    expect(await placesOf(store, account)).toEqual(both(early))
  })

  test('may come back to where it was', async () => {
    const { account, store } = openStore()
    await store.apply(account, birthAt(late))
    expect(await moveTo(store, account, late, early)).toBe(true)
    expect(await moveTo(store, account, early, late)).toBe(true)
    expect(await placesOf(store, account)).toEqual(both(late))
    expect((await store.find(account, 'enq_CA1'))?.enquiry.openedAt).toBe(late)
  })
})

test('a standing enquiry is changed by one of those who read it at once', async () => {
  const { account, store } = openStore()
  await store.apply(account, birthAt(early))
  const { heads, enquiries } = await store.read(account, ['CA1'])
  const revised: ViewChange[] = [
    { archive: rowAt(early) },
    { enquiry: { ...rowAt(early), revision: 2 }, shard: 0, before: enquiries.get('enq_CA1')?.stamp },
    { head: headAt(early, 2), before: heads.get('CA1')?.stamp, isCountOnly: true },
  ]
  const won = await Promise.all([store.apply(account, revised), store.apply(account, revised)])
  expect(won.filter(Boolean)).toHaveLength(1)
  expect((await store.find(account, 'enq_CA1'))?.revision).toBe(2)
  expect(await store.revisions(account, 'enq_CA1')).toMatchObject([{ revision: 1 }])
})
