import { expect, test } from 'vitest'
import { memberKeys } from '../../shared/store/member-keys.ts'
import { createSignInStore } from '../../shared/store/sign-in-store.ts'
import { withTables } from '../support/engine.ts'

const signIn = {
  account: 'acc_1',
  member: 'mem_1',
  startedAt: '2026-11-22T10:00:00.000Z',
  lastSeenAt: '2026-11-22T10:00:00.000Z',
}
const later = '2026-11-22T15:00:00.000Z'

test('a sign-in is found as it was made, and as it was last used; the engine may delete it when it is over', async () => {
  const { ledger } = await withTables()
  const store = createSignInStore(ledger)
  await store.create('digest', signIn)
  expect(await store.find('digest')).toEqual(signIn)
  await store.use('digest', signIn, later)
  expect(await store.find('digest')).toEqual({ ...signIn, lastSeenAt: later })
  const item = await ledger.get(memberKeys.signIn('digest'))
  expect(item?.expiresAtEpochSeconds).toBe(Date.parse('2026-11-23T03:00:00Z') / 1000)
})

test('one that was ended stays so, whoever was using it meanwhile', async () => {
  const { ledger } = await withTables()
  const store = createSignInStore(ledger)
  await store.create('digest', signIn)
  await store.end('digest')
  await store.use('digest', signIn, later)
  expect(await store.find('digest')).toBeUndefined()
  await store.end('digest')
})
