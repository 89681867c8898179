import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTextFactStore, type NewText } from '../../shared/store/text-fact-store.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

let accounts = 0
function open() {
  const account = `acc_${++accounts}`
  const store = createTextFactStore(tables.ledger)
  const text = (messageSid: string, change: Partial<NewText> = {}): NewText => ({
    fact: 'text',
    account,
    messageSid,
    at: '2126-11-22T14:05:00.000Z',
    number: '+441614960002',
    sender: 'hash-a',
    sealedSender: 'sealed',
    sealedBody: 'sealed too',
    ...change,
  })
  const sids = async (conversation: string) =>
    (await store.factsOf(account, conversation)).map(({ messageSid }) => messageSid).toSorted()
  return { store, text, sids, account }
}

test('texts of one phone to one number within a day are one conversation; of others, their own', async () => {
  const { store, text, sids } = open()
  expect(await store.record(text('SM1'))).toEqual({ conversation: 'SM1', isOpening: true })
  const later = text('SM2', { at: '2126-11-23T14:04:00.000Z' })
  expect(await store.record(later)).toEqual({ conversation: 'SM1', isOpening: false })
  await store.record(text('SM3', { sender: 'hash-b' }))
  await store.record(text('SM4', { number: '+441614960003' }))
  expect(await sids('SM1')).toEqual(['SM1', 'SM2'])
  expect(await sids('SM3')).toEqual(['SM3'])
  expect(await sids('SM4')).toEqual(['SM4'])
})

test('told again, even after another conversation was opened, a text stays where it was put', async () => {
  const { store, text, sids } = open()
  await store.record(text('SM1'))
  await store.record(text('SM2', { at: '2126-11-25T10:00:00.000Z' }))
  expect(await store.record(text('SM1', { at: '2126-11-25T11:00:00.000Z' }))).toEqual({
    conversation: 'SM1',
    isOpening: true,
  })
  expect(await sids('SM1')).toEqual(['SM1'])
  expect(await sids('SM2')).toEqual(['SM2'])
})

test('of texts that come at the same time, each delivered twice, one opens and all join', async () => {
  const { store, text, sids } = open()
  const all = ['SM1', 'SM2', 'SM3', 'SM4']
  const placed = await Promise.all([...all, ...all].map((sid) => store.record(text(sid))))
  const [conversation] = new Set(placed.map((each) => each.conversation))
  expect(new Set(placed.map((each) => each.conversation)).size).toBe(1)
  expect(await sids(conversation ?? '')).toEqual(all)
})

test('without a sender every text stands alone', async () => {
  const { store, text } = open()
  const anonymous = { sender: undefined, sealedSender: undefined }
  expect(await store.record(text('SM1', anonymous))).toEqual({ conversation: 'SM1', isOpening: true })
  expect(await store.record(text('SM2', anonymous))).toEqual({ conversation: 'SM2', isOpening: true })
})

test('another account’s texts are no part of it', async () => {
  const { store, text, account } = open()
  await store.record(text('SM1'))
  await store.record(text('SM1', { account: `${account}-other`, sender: 'hash-z' }))
  expect(await store.factsOf(account, 'SM1')).toMatchObject([{ account, sender: 'hash-a' }])
})
