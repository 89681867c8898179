import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTextStore, type TextStore } from '../../shared/store/text-store.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

// The second engine deletes at once what has expired: a day that stays in the future.
const now = '2126-11-22T14:05:00.000Z'
const tomorrow = '2126-11-23T00:00:00.000Z'
const caps = { perPhone: 2, perAccount: 3 }
const purpose = 'given-code'

let tables: Tables
let store: TextStore
beforeAll(async () => {
  tables = await createTestTables()
  store = createTextStore(tables.ledger)
})
afterAll(() => tables.drop())

let accounts = 0
const newAccount = () => `acc_${++accounts}`
const claim = (account: string, dedupeKey: string, to = 'phone', at = now) =>
  store.claim(account, { purpose, dedupeKey, to }, caps, at)

describe('a text is claimed', () => {
  test('by one of many at once', async () => {
    const account = newAccount()
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim(account, 'CA1')))
    expect(claims.filter((each) => each.claim === 'granted')).toHaveLength(1)
    expect(claims.filter((each) => each.claim === 'taken')).toHaveLength(11)
  })

  test('never again once it was sent, or may have been', async () => {
    const account = newAccount()
    for (const state of ['sent', 'uncertain'] as const) {
      await claim(account, state)
      await store.settle(account, { purpose, dedupeKey: state }, state, 'SM1')
      expect(await claim(account, state)).toEqual({ claim: 'taken', state, claimedAt: now })
    }
  })

  test('again if it surely was not sent, and that try counts', async () => {
    const account = newAccount()
    await claim(account, 'CA1')
    await store.settle(account, { purpose, dedupeKey: 'CA1' }, 'released')
    expect(await claim(account, 'CA1')).toEqual({ claim: 'granted' })
    await store.settle(account, { purpose, dedupeKey: 'CA1' }, 'released')
    expect(await claim(account, 'CA1')).toEqual({ claim: 'capped', whose: 'phone' })
  })

  test('and stays claimed where nobody settles it', async () => {
    const account = newAccount()
    await claim(account, 'CA1')
    expect(await claim(account, 'CA1', 'phone', tomorrow)).toEqual({
      claim: 'taken',
      state: 'claimed',
      claimedAt: now,
    })
  })

  test('settled twice, the first holds', async () => {
    const account = newAccount()
    await claim(account, 'CA1')
    await store.settle(account, { purpose, dedupeKey: 'CA1' }, 'sent', 'SM1')
    await store.settle(account, { purpose, dedupeKey: 'CA1' }, 'released')
    expect(await claim(account, 'CA1')).toMatchObject({ state: 'sent' })
  })
})

describe('the caps', () => {
  test('of a phone and of the account hold however many come at once, until the next day', async () => {
    const account = newAccount()
    const toOne = await Promise.all(['1', '2', '3', '4'].map((key) => claim(account, key, 'one')))
    expect(toOne.filter((each) => each.claim === 'granted')).toHaveLength(2)
    expect(toOne).toContainEqual({ claim: 'capped', whose: 'phone' })
    const toMany = await Promise.all(['5', '6', '7'].map((key) => claim(account, key, `other ${key}`)))
    expect(toMany.filter((each) => each.claim === 'granted')).toHaveLength(1)
    expect(toMany).toContainEqual({ claim: 'capped', whose: 'account' })
    expect(await claim(account, '8', 'one', tomorrow)).toEqual({ claim: 'granted' })
  })

  test('a refused claim leaves no marker and counts nothing', async () => {
    const account = newAccount()
    await Promise.all(['1', '2'].map((key) => claim(account, key)))
    expect(await claim(account, '3')).toEqual({ claim: 'capped', whose: 'phone' })
    expect(await claim(account, '3', 'other')).toEqual({ claim: 'granted' })
  })

  test('of one account are not another’s', async () => {
    const account = newAccount()
    await Promise.all(['1', '2'].map((key) => claim(account, key)))
    expect(await claim(newAccount(), '1')).toEqual({ claim: 'granted' })
  })
})

test('a phone that said STOP gets nothing until it says START', async () => {
  const account = newAccount()
  await store.stop(account, 'phone', now)
  await store.stop(account, 'phone', now)
  expect(await claim(account, 'CA1')).toEqual({ claim: 'stopped' })
  expect(await claim(account, 'CA1', 'another')).toEqual({ claim: 'granted' })
  await store.start(account, 'phone', now)
  expect(await claim(account, 'CA2')).toEqual({ claim: 'granted' })
})
