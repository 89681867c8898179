import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ImportEntry } from '../../shared/domain/imported.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCodeFactStore } from '../../shared/store/code-fact-store.ts'
import { createImportStore, type ImportStore } from '../../shared/store/import-store.ts'
import { createLeaseStore } from '../../shared/store/lease-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
let imports: ImportStore
beforeAll(async () => {
  tables = await createTestTables()
  imports = createImportStore(tables.ledger)
})
afterAll(() => tables.drop())

const at = '2026-06-01T10:00:00.000Z'
const url = 'https://shop.example/'
let accounts = 0
const newAccount = () => `acc_import${accounts++}`

const session = (account: string, id: string, visitor = 'v1'): ImportEntry => ({
  kind: 'session',
  print: `${id} ${visitor}`,
  page: { fact: 'page', account, session: id, visitor, at, url },
})
const call = (account: string, callSid: string, durationSeconds = 60): ImportEntry => {
  const base = { account, callSid, number: '+442079460001', at }
  return {
    kind: 'call',
    print: `${callSid} ${durationSeconds}`,
    voice: { fact: 'voice', ...base },
    status: { fact: 'status', ...base, sequence: 0, status: 'completed', durationSeconds },
  }
}

it('writes what is new, whatever stands between: known facts and conflicts cost nobody else their line', async () => {
  const account = newAccount()
  const known = Array.from({ length: 60 }, (_, index) => session(account, `s${index * 3}`))
  expect(new Set(await imports.record(known))).toEqual(new Set(['accepted']))
  const mixed = Array.from({ length: 240 }, (_, index) =>
    session(account, `s${index}`, index % 6 === 0 ? 'v2' : 'v1'),
  )
  const verdicts = await imports.record(mixed)
  const expected = mixed.map((_, index) =>
    index % 3 !== 0 || index >= 180 ? 'accepted' : index % 6 === 0 ? 'conflict' : 'duplicate',
  )
  expect(verdicts).toEqual(expected)
})

it('writes a call whole or not at all', async () => {
  const account = newAccount()
  const calls = createCallStore(tables.ledger)
  // The call ended live, and only that is known: history can't say it again.
  await calls.record({
    fact: 'status',
    account,
    callSid: 'CA1',
    number: '+442079460001',
    at,
    sequence: 0,
    status: 'completed',
  })
  expect(await imports.record([call(account, 'CA1'), call(account, 'CA2')])).toEqual(['conflict', 'accepted'])
  expect(await calls.factsOf(account, 'CA1')).toHaveLength(1)
  expect(await calls.factsOf(account, 'CA2')).toEqual([
    expect.objectContaining({ fact: 'status', durationSeconds: 60 }),
    { fact: 'voice', account, callSid: 'CA2', number: '+442079460001', at },
  ])
})

it('of several at the same time one wins, and the others are told so', async () => {
  const account = newAccount()
  const writers = [10, 10, 20, 20].map((seconds) =>
    imports.record(Array.from({ length: 40 }, (_, index) => call(account, `CA${index}`, seconds))),
  )
  const verdicts = await Promise.all(writers)
  for (let index = 0; index < 40; index++) {
    const own = verdicts.map((each) => each[index]).sort()
    expect(own).toEqual(['accepted', 'conflict', 'conflict', 'duplicate'])
  }
})

it('leaves a session alone that was seen live', async () => {
  const account = newAccount()
  const id = 'ses_0123456789abcdefghjk'
  await createSessionStore(tables.ledger).recordPage(
    `page#${at}#x`,
    { fact: 'page', account, session: id, visitor: 'v1', at, url },
    [],
  )
  expect(await imports.record([session(account, id), session(account, 'ses_mine')])).toEqual([
    'conflict',
    'accepted',
  ])
})

it('what an imported form, lease or use leaves out is told by what it names', async () => {
  const account = newAccount()
  const number = '+442079460001'
  const until = '2026-06-01T10:30:00.000Z'
  await imports.record([
    { kind: 'form', print: 'f', form: { fact: 'form', account, session: 's1', formId: 'f1', at } },
    {
      kind: 'lease',
      print: 'l',
      lease: { fact: 'lease', account, number, session: 's1', from: at, until, freeAt: until, shared: false },
    },
    {
      kind: 'code-used',
      print: 'u',
      used: { fact: 'code-used', account, code: '42', at, how: 'agent', callSid: 'CA1' },
    },
  ])
  const sessions = createSessionStore(tables.ledger)
  const codes = createCodeFactStore(tables.ledger)
  expect((await sessions.factsOf(account, 's1'))[0]).not.toHaveProperty('visitor')
  expect(await codes.factsOf(account, '42')).toMatchObject([{ campaignId: '(unknown)', singleUse: true }])

  await imports.record([
    session(account, 's1', 'v9'),
    {
      kind: 'code-issued',
      print: 'i',
      issued: { fact: 'code-issued', account, code: '42', campaignId: 'flyer', singleUse: false, at },
    },
  ])
  expect((await sessions.factsOf(account, 's1')).map(({ visitor }) => visitor)).toEqual(['v9', 'v9'])
  expect(await codes.factsOf(account, '42')).toMatchObject([
    { fact: 'code-issued' },
    { campaignId: 'flyer', singleUse: false },
  ])
  expect(await createLeaseStore(tables.ledger).leasesOfSession(account, 's1')).toMatchObject([
    { number, from: at, until },
  ])
  expect(await sessions.tail(account, 's1')).toBeUndefined()
})
