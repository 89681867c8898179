import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSeconds } from '../../shared/domain/time.ts'
import { type Attempter, type AttemptStore, createAttemptStore } from '../../shared/store/attempt-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { testMasterKey } from '../support/bridge.ts'
import { start } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { racers } from '../support/runs.ts'

let tables: Tables
let attempts: AttemptStore
beforeAll(async () => {
  tables = await createTestTables()
  attempts = createAttemptStore(tables.ledger, createVault(testMasterKey), randomUUID)
})
afterAll(() => tables.drop())

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5))

let accounts = 0
const open = () => {
  const account = `acc_attempts${++accounts}`
  const begin = (who: Attempter, seconds = 0) => attempts.begin(account, who, addSeconds(start, seconds))
  return {
    account,
    begin,
    async fail(who: Attempter, seconds = 0) {
      const begun = await begin(who, seconds)
      if (begun.attempt === 'begun') await begun.settle('failed')
      return begun.attempt
    },
    /** The seconds to wait, if any. */
    async wait(who: Attempter, seconds = 0) {
      const begun = await begin(who, seconds)
      if (begun.attempt === 'blocked') return begun.waitSeconds
      await begun.settle('good')
      return undefined
    },
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

  test(`of many tries at once never more than ${limit} go on, and none is missed`, async () => {
    const { begin, wait } = open()
    const many = limit + racers(54)
    let lookedAt = 0
    const outcomes = await Promise.all(
      Array.from({ length: many }, async () => {
        const begun = await begin({ [scope]: one })
        if (begun.attempt === 'blocked') return 'blocked'
        lookedAt++
        await aMoment()
        await begun.settle('failed')
        return 'failed'
      }),
    )
    expect(lookedAt).toBe(limit)
    expect(outcomes.filter((outcome) => outcome === 'blocked')).toHaveLength(many - limit)
    expect(await wait({ [scope]: one })).toBe(600)
  })

  test('tries that turn out good keep nobody out, however many come at once', async () => {
    const { begin, wait } = open()
    const outcomes = await Promise.all(
      Array.from({ length: limit + 10 }, async () => {
        const begun = await begin({ [scope]: one })
        if (begun.attempt === 'blocked') return 'blocked'
        await aMoment()
        await begun.settle('good')
        return 'good'
      }),
    )
    expect(new Set(outcomes)).toEqual(new Set(['good']))
    expect(await wait({ [scope]: one })).toBeUndefined()
  })

  test('a try that a crash left counts as a failure, and ages as one', async () => {
    const { begin, wait } = open()
    for (let count = 0; count < limit; count++) await begin({ [scope]: one })
    expect(await wait({ [scope]: one }, 30)).toBe(570)
    expect(await wait({ [scope]: one }, 600)).toBeUndefined()
  })
})

test('at the limit by mixed tries, as many go on as failures are left', async () => {
  const { begin, fail } = open()
  const who = { session: 'ses_a', visitor: 'vis_a', address: '192.0.2.7' }
  for (let count = 0; count < 7; count++) await fail(who)
  const many = racers(40)
  let wrong = 0
  await Promise.all(
    Array.from({ length: many }, async (_, index) => {
      const begun = await begin(who)
      if (begun.attempt === 'blocked') return
      await aMoment()
      const isGood = index % 4 === 0
      if (!isGood) wrong++
      await begun.settle(isGood ? 'good' : 'failed')
    }),
  )
  expect(wrong).toBe(3)
})

test('who can’t be told from others is never blocked', async () => {
  const { fail } = open()
  for (let count = 0; count < 60; count++) expect(await fail({})).toBe('begun')
})

test('an outcome that can’t be written leaves a failure, and is no error', async () => {
  const broken = { ...tables.ledger, update: () => Promise.reject(new Error('the store is down')) }
  const store = createAttemptStore(broken, createVault(testMasterKey), randomUUID)
  const { account, wait } = open()
  for (let count = 0; count < 10; count++) {
    const begun = await store.begin(account, { session: 'ses_a' }, start)
    if (begun.attempt === 'begun') await begun.settle('good')
  }
  expect(await wait({ session: 'ses_a' }, 30)).toBe(570)
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
