import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSeconds } from '../../shared/domain/time.ts'
import { type Attempter, type AttemptStore, createAttemptStore } from '../../shared/store/attempt-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { testMasterKey } from '../support/bridge.ts'
import { start } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
let attempts: AttemptStore
beforeAll(async () => {
  tables = await createTestTables()
  attempts = createAttemptStore(tables.ledger, createVault(testMasterKey), randomUUID)
})
afterAll(() => tables.drop())

let accounts = 0
const open = () => {
  const account = `acc_attempts${++accounts}`
  return {
    account,
    fail: (who: Attempter, seconds = 0) => attempts.recordFailure(account, who, addSeconds(start, seconds)),
    wait: (who: Attempter, seconds = 0) => attempts.waitSeconds(account, who, addSeconds(start, seconds)),
  }
}

describe.each([
  ['session', 'ses_a', 'ses_b', 10],
  ['visitor', 'vis_a', 'vis_b', 10],
  ['address', '192.0.2.7', '192.0.2.8', 50],
] as const)('%s', (scope, one, other, limit) => {
  test(`is refused after ${limit} failures until they age, and no other is`, async () => {
    const { fail, wait } = open()
    for (let count = 0; count < limit - 1; count++) await fail({ [scope]: one }, count)
    expect(await wait({ [scope]: one }, limit)).toBeUndefined()
    await fail({ [scope]: one }, limit)
    expect(await wait({ [scope]: one }, limit)).toBe(600 - limit)
    expect(await wait({ [scope]: one }, 599.5)).toBe(1)
    expect(await wait({ [scope]: one }, 600)).toBeUndefined()
    expect(await wait({ [scope]: other }, limit)).toBeUndefined()
    // The next one, when only the first has aged, is one too many again.
    await fail({ [scope]: one }, 600)
    expect(await wait({ [scope]: one }, 600)).toBeDefined()
  })

  test('of failures at once none is missed', async () => {
    const { fail, wait } = open()
    await Promise.all(Array.from({ length: limit }, () => fail({ [scope]: one })))
    expect(await wait({ [scope]: one })).toBe(600)
  })
})

test('whoever changes the session is known by the visitor, and then by the address', async () => {
  const { fail, wait } = open()
  const who = (index: number) => ({
    session: `ses_${index}`,
    visitor: `vis_${Math.floor(index / 10)}`,
    address: '192.0.2.7',
  })
  for (let index = 0; index < 9; index++) await fail(who(index))
  expect(await wait(who(9))).toBeUndefined()
  await fail(who(9))
  expect(await wait(who(9))).toBe(600)
  expect(await wait(who(10))).toBeUndefined()
  for (let index = 10; index < 50; index++) await fail(who(index))
  expect(await wait(who(99))).toBe(600)
})

test('accounts don’t share their counts', async () => {
  const [one, other] = [open(), open()]
  for (let count = 0; count < 10; count++) await one.fail({ session: 'ses_a' })
  expect(await one.wait({ session: 'ses_a' })).toBe(600)
  expect(await other.wait({ session: 'ses_a' })).toBeUndefined()
})

test('no address stands in the table, and the engine may delete what has aged', async () => {
  const { account, fail } = open()
  await fail({ address: '192.0.2.99' })
  const items = []
  for await (const page of tables.ledger.scan()) items.push(...page)
  expect(JSON.stringify(items)).not.toContain('192.0.2.99')
  const own = items.filter(({ pk }) => pk.startsWith(`${account}#attempts#address#`))
  expect(own).toHaveLength(1)
  expect(own[0]?.expiresAtEpochSeconds).toBeGreaterThan(Date.parse(start) / 1000 + 600)
})
