import { expect, test } from 'vitest'
import { type Account, accountDefaults } from '../../shared/domain/account.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createKeyStore, sha256Hex, siteKeyDigest } from '../../shared/store/key-store.ts'
import { ledgerKeys } from '../../shared/store/keys.ts'
import { withTables } from '../support/engine.ts'

const account = (id: string, name = 'A shop'): Account => ({
  id,
  name,
  ...accountDefaults,
  origins: ['*'],
  excludedVisitors: [],
  createdAt: '2026-11-22T14:00:00.000Z',
})
const keys = { secretKey: 'sk_secret', siteKey: 'pk_local' }

test('an account is made with both keys or not at all', async () => {
  const { ledger } = await withTables()
  const [accounts, keyStore] = [createAccountStore(ledger), createKeyStore(ledger)]
  expect(await accounts.create(account('acc_1'), keys)).toBe('created')
  expect(await keyStore.find(sha256Hex('sk_secret'))).toEqual({ account: 'acc_1', kind: 'secret' })
  expect(await keyStore.find(siteKeyDigest('pk_local'))).toEqual({ account: 'acc_1', kind: 'site' })
  expect(await accounts.create(account('acc_2'), { secretKey: 'sk_new', siteKey: 'pk_local' })).toBe('taken')
  expect(await accounts.get('acc_2')).toBeUndefined()
  expect(await keyStore.find(sha256Hex('sk_new'))).toBeUndefined()
})

test('a bridge that starts again finds its account as it was left', async () => {
  const { ledger } = await withTables()
  const accounts = createAccountStore(ledger)
  const { siteKey } = keys
  expect(await accounts.ensure(account('acc_local'), keys)).toEqual({ ...account('acc_local'), siteKey })
  await accounts.update('acc_local', { name: 'Renamed', lookbackDays: undefined })
  const renamed = { ...account('acc_local', 'Renamed'), siteKey }
  expect(await accounts.ensure(account('acc_local'), keys)).toEqual(renamed)
  expect(await accounts.get('acc_local')).toEqual(renamed)
})

test('a further secret key serves beside the first', async () => {
  const { ledger } = await withTables()
  const [accounts, keyStore] = [createAccountStore(ledger), createKeyStore(ledger)]
  await accounts.ensure(account('acc_local'), keys)
  await accounts.ensure(account('acc_local'), { ...keys, secretKey: 'sk_second' })
  for (const key of ['sk_secret', 'sk_second']) {
    expect(await keyStore.find(sha256Hex(key))).toEqual({ account: 'acc_local', kind: 'secret' })
  }
})

test('links carry the publishable key that was given last, and that of an account made before there were any', async () => {
  const { ledger } = await withTables()
  const accounts = createAccountStore(ledger)
  await accounts.create(account('acc_1'), keys)
  expect((await accounts.get('acc_1'))?.siteKey).toBe('pk_local')
  await accounts.ensure(account('acc_1'), { ...keys, siteKey: 'pk_second' })
  expect((await accounts.get('acc_1'))?.siteKey).toBe('pk_second')
  await ledger.put({ ...ledgerKeys.account('acc_old'), ...account('acc_old') })
  const oldKeys = { secretKey: 'sk_old', siteKey: 'pk_old' }
  expect((await accounts.ensure(account('acc_old'), oldKeys)).siteKey).toBe('pk_old')
  expect((await accounts.get('acc_old'))?.siteKey).toBe('pk_old')
})

test('nobody gets a key that another account has, nor a publishable one as a secret', async () => {
  const { ledger } = await withTables()
  const [accounts, keyStore] = [createAccountStore(ledger), createKeyStore(ledger)]
  await accounts.create(account('acc_1'), keys)
  const add = (id: string, kind: 'secret' | 'site', key: string) =>
    keyStore.add(id, kind, sha256Hex(key), '2026-11-22T14:00:00.000Z')
  expect(await add('acc_1', 'secret', 'sk_secret')).toBe('added')
  expect(await add('acc_2', 'secret', 'sk_secret')).toBe('taken')
  expect(await add('acc_1', 'secret', 'pk_local')).toBe('taken')
  expect(await keyStore.find(sha256Hex('pk_local'))).toEqual({ account: 'acc_1', kind: 'site' })
  await expect(accounts.ensure(account('acc_2'), keys)).rejects.toThrow('belongs to another account')
})

test('an account that does not exist can’t be changed into being', async () => {
  const { ledger } = await withTables()
  expect(await createAccountStore(ledger).update('acc_none', { name: 'Ghost' })).toBeUndefined()
  expect(await createAccountStore(ledger).get('acc_none')).toBeUndefined()
})
