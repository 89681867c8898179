import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallStatusFact, DialFact, VoiceFact } from '../../shared/domain/fact.ts'
import { addDays, addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { ledgerKeys } from '../../shared/store/keys.ts'
import { createLeaseStore } from '../../shared/store/lease-store.ts'
import { createNumberHealthStore } from '../../shared/store/number-health-store.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const start: Instant = '2126-11-22T12:00:00.000Z'
let poolsMade = 0

/** A pool of so many numbers, and calls to its first one. */
async function makePool(size = 4) {
  const { ledger } = tables
  const account = `acc_health${++poolsMade}`
  const pool = { id: 'pol_1', leaseMinutes: 30, cooldownMinutes: 10 }
  await createPoolStore(ledger).create(account, { ...pool, name: 'Site', swapTargets: [], createdAt: start })
  const numbers = Array.from(
    { length: size },
    (_, each) => `+4416149${String(70_000 + poolsMade * 10 + each)}`,
  )
  for (const [each, number] of numbers.entries()) {
    const fields = { label: '', kind: 'pool', poolId: pool.id, createdAt: start } as const
    await createNumberStore(ledger).create(account, { id: `num_${each}`, number, ...fields })
  }
  const number = numbers[0] as string
  const health = createNumberHealthStore(ledger)
  const leases = createLeaseStore(ledger)
  const own = { account, numberId: 'num_0', number, poolId: pool.id }
  let callsMade = 0

  async function call(at: Instant, talkSeconds: number, more: { callSid?: string; caller?: string } = {}) {
    const callSid = more.callSid ?? `CA${++callsMade}`
    const base = { account, callSid, number, caller: more.caller ?? `phone-${callsMade}` }
    const voice: VoiceFact = { fact: 'voice', ...base, at, numberId: 'num_0', poolId: pool.id }
    const ended = addSeconds(at, 10 + talkSeconds)
    const dial: DialFact = {
      fact: 'dial',
      scope: 'whole',
      status: 'completed',
      talkSeconds,
      ...base,
      at: ended,
    }
    const end: CallStatusFact = {
      fact: 'status',
      ...base,
      at: ended,
      sequence: 3,
      status: 'completed',
      durationSeconds: 10 + talkSeconds,
    }
    for (const fact of [voice, dial]) await createCallStore(ledger).record(fact)
    await health.ended(own, end, ended)
    return callSid
  }
  return {
    account,
    numbers,
    health,
    call,
    visit: (session: string, now: Instant) =>
      leases.acquire({ account, pool, session, visitor: `vis_${session}`, now }),
    numberNow: () => createNumberStore(ledger).get(account, 'num_0'),
    change: createNumberStore(ledger).update,
  }
}

describe('a pool number that is dialled for somebody else', () => {
  test('is set aside: nobody new is given it, until its rest is over', async () => {
    const { call, visit, numberNow, numbers } = await makePool(3)
    for (const minutes of [0, 1, 2, 3, 4, 5]) await call(addMinutes(start, minutes), 5)
    const until = addSeconds(addDays(addMinutes(start, 5), 14), 15)
    expect((await numberNow())?.rest).toEqual({ until, since: addDays(until, -14), because: 'wrong-numbers' })

    const held = [
      await visit('a', addMinutes(start, 9)),
      await visit('b', addMinutes(start, 9)),
      await visit('c', addMinutes(start, 9)),
    ]
    expect(held.map((lease) => lease?.number)).not.toContain(numbers[0])
    expect(held.map((lease) => lease?.shared)).toEqual([false, false, true])
    const later = [await visit('d', until), await visit('e', until), await visit('f', until)]
    expect(later.map((lease) => lease?.number).sort()).toEqual(numbers)
  })

  test('whoever holds it keeps it, and a renewed look at the pool does not take it away', async () => {
    const { call, visit, numbers } = await makePool(2)
    const held = [await visit('a', start), await visit('b', start)]
    const mine = ['a', 'b'].find((_, index) => held[index]?.number === numbers[0]) as string
    // Long before anybody held it.
    for (let day = 1; day <= 6; day++) await call(addDays(start, -day), 5)
    const again = await visit(mine, addMinutes(start, 5))
    expect(again).toMatchObject({ number: numbers[0], shared: false })
  })

  test('is not judged by calls that a page explains, by long ones, or by the same call told twice', async () => {
    const { call, visit, numberNow, numbers } = await makePool(2)
    for (const session of ['a', 'b']) await visit(session, start)
    for (let minute = 0; minute < 8; minute++) await call(addMinutes(start, minute), 5)
    const free = addDays(start, 1)
    for (let minute = 0; minute < 8; minute++) await call(addMinutes(free, minute), 60)
    for (let time = 0; time < 8; time++) await call(free, 5, { callSid: 'CAsame', caller: `phone-${time}` })
    expect((await numberNow())?.rest).toBeUndefined()
    expect(numbers).toHaveLength(2)
  })

  test('three marks of people set it aside; what is taken back does not count', async () => {
    const { account, call, health, numberNow } = await makePool()
    const sids = [await call(start, 60), await call(start, 60), await call(start, 60)]
    const mark = (callSid: string, isWrong: boolean) =>
      health.marked(account, callSid, isWrong, addMinutes(start, 9))
    for (const sid of sids.slice(0, 2)) await mark(sid, true)
    await mark(sids[0] as string, false)
    await mark(sids[2] as string, true)
    expect((await numberNow())?.rest).toBeUndefined()
    await mark(sids[0] as string, true)
    expect((await numberNow())?.rest).toMatchObject({ because: 'wrong-numbers', since: addMinutes(start, 9) })
  })

  test('a pool keeps half of its numbers, whatever is dialled', async () => {
    const { account, call, health, numberNow } = await makePool(1)
    for (let index = 0; index < 3; index++) {
      await health.marked(account, await call(addMinutes(start, index), 60), true, addMinutes(start, 9))
    }
    expect((await numberNow())?.rest).toBeUndefined()
  })

  test('calls that end at once are all remembered', async () => {
    const { account, call, numberNow, numbers } = await makePool()
    await Promise.all([0, 1, 2, 3, 4, 5].map((minute) => call(addMinutes(start, minute), 5)))
    const item = await tables.ledger.get(ledgerKeys.numberHealth(account, numbers[0] as string))
    expect(item?.calls).toHaveLength(6)
    expect((await numberNow())?.rest).toBeDefined()
  })

  test('a call of nobody’s, or to a number of no pool, is none of its business', async () => {
    const { account, health } = await makePool()
    await health.marked(account, 'CAnone', true, start)
    await health.marked('acc_other', 'CA1', true, start)
    expect(await tables.ledger.query({ pk: `${account}#number#none` })).toEqual([])
  })
})
