import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LeaseFact } from '../../shared/domain/fact.ts'
import type { HeldLease } from '../../shared/domain/lease.ts'
import { isFree, type Slot } from '../../shared/domain/slot.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { ledgerKeys, ledgerPartitions } from '../../shared/store/keys.ts'
import { createLeaseStore, type LeaseStore } from '../../shared/store/lease-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { racers, runs } from '../support/runs.ts'

let tables: Tables
let ledger: Table
let leases: LeaseStore
beforeAll(async () => {
  tables = await createTestTables()
  ledger = tables.ledger
  leases = createLeaseStore(ledger)
})
afterAll(() => tables.drop())

const account = 'acc_1'
const start: Instant = '2026-11-22T12:00:00.000Z'
const inMinutes = (minutes: number) => addMinutes(start, minutes)
const terms = { leaseMinutes: 30, cooldownMinutes: 10 }

/** Numbers of no other pool: a number's history is kept across pools. */
let numbersMade = 0
let poolsMade = 0
async function makePool(size: number, more = terms, store = leases) {
  const pool = { id: `pol_${++poolsMade}`, ...more }
  const numbers = Array.from({ length: size }, () => `+4477009${String(++numbersMade).padStart(5, '0')}`)
  for (const number of numbers) {
    await ledger.put({ ...ledgerKeys.slot(account, pool.id, number), account, poolId: pool.id, number })
  }
  const acquire = (session: string, minute = 0, held?: HeldLease, visitor = `vis_${session}`) =>
    store.acquire({ account, pool, session, visitor, now: inMinutes(minute), held })
  return { pool, numbers, acquire }
}

const sessions = (count: number) => Array.from({ length: count }, (_, index) => `ses_${index}`)
const numbersOf = (held: readonly (HeldLease | undefined)[]) => held.map((lease) => lease?.number)

describe('under concurrency', () => {
  test('as many sessions at once as there are numbers get one each', async () => {
    const crowd = racers(64)
    const { acquire, numbers } = await makePool(crowd)
    const held = await Promise.all(sessions(crowd).map((session) => acquire(session)))
    expect(numbersOf(held).sort()).toEqual(numbers)
    expect(held.filter((lease) => lease?.shared)).toEqual([])
  })

  test('40 sessions at once on 32 numbers: 32 hold one alone, 8 share and are recorded as sharing', async () => {
    const { acquire, numbers, pool } = await makePool(32)
    const held = await Promise.all(sessions(40).map((session) => acquire(session)))
    const alone = held.filter((lease) => !lease?.shared)
    expect(numbersOf(alone).sort()).toEqual(numbers)
    const sharing = held.filter((lease) => lease?.shared)
    expect(sharing).toHaveLength(8)
    for (const lease of sharing) {
      const covering = await leases.leasesCovering(account, lease?.number ?? '', inMinutes(1), pool.id)
      expect(covering.filter((each) => !each.shared)).toHaveLength(1)
      expect(covering.some((each) => each.shared)).toBe(true)
    }
  })

  test('two beacons of one session at once get one number and one lease', async () => {
    const { acquire, pool } = await makePool(8)
    const held = await Promise.all([acquire('ses_a'), acquire('ses_a'), acquire('ses_a')])
    expect(new Set(numbersOf(held)).size).toBe(1)
    const slots = await ledger.query({ pk: ledgerPartitions.pool(account, pool.id) })
    expect(slots.filter((slot) => slot.session === 'ses_a')).toHaveLength(1)
  })
})

describe('one session after the other', () => {
  test('a pool without numbers has none to give', async () => {
    const { acquire } = await makePool(0)
    expect(await acquire('ses_a')).toBeUndefined()
  })

  test('a session keeps its number, remembered or not, and its end moves forward only', async () => {
    const { acquire, pool, numbers } = await makePool(4)
    const first = await acquire('ses_a', 0)
    expect(await acquire('ses_a', 20, first)).toEqual(first)
    expect(await acquire('ses_a', 25)).toEqual(first)
    expect(await acquire('ses_a', 10, first)).toEqual(first)
    expect(numbers).toContain(first?.number)
    const covering = await leases.leasesCovering(account, first?.number ?? '', inMinutes(54), pool.id)
    expect(covering).toMatchObject([
      { session: 'ses_a', from: inMinutes(0), until: inMinutes(55), freeAt: inMinutes(65) },
    ])
  })

  test('a returning visitor gets the number of before while it is free', async () => {
    const { acquire } = await makePool(16)
    const first = await acquire('ses_a', 0, undefined, 'vis_me')
    const others = await Promise.all(['ses_b', 'ses_c', 'ses_d'].map((session) => acquire(session, 1)))
    const again = await acquire('ses_e', 41, undefined, 'vis_me')
    expect(again?.number).toBe(first?.number)
    expect(numbersOf(others)).not.toContain(again?.number)
    // Taken meanwhile: another one then, not a shared one.
    const third = await acquire('ses_f', 42, undefined, 'vis_me')
    expect(third?.number).not.toBe(first?.number)
    expect(third?.shared).toBe(false)
  })

  test('nobody is given a number before its cooldown is over', async () => {
    const { acquire } = await makePool(1)
    await acquire('ses_a', 0)
    expect(await acquire('ses_b', 39.9)).toMatchObject({ shared: true })
    expect(await acquire('ses_c', 40)).toMatchObject({ shared: false })
  })

  test('a session that lost its number to another gets another', async () => {
    const { acquire } = await makePool(2)
    const first = await acquire('ses_a', 0)
    await acquire('ses_b', 40)
    await acquire('ses_c', 40)
    const again = await acquire('ses_a', 41, first)
    expect(again).toMatchObject({ shared: true, from: inMinutes(41) })
  })

  test('one that shares keeps the number on further page views, and its end moves too', async () => {
    const { acquire, pool } = await makePool(2)
    await acquire('ses_a', 0)
    await acquire('ses_b', 5)
    const shared = await acquire('ses_c', 6)
    expect(shared?.shared).toBe(true)
    expect(await acquire('ses_c', 30, shared)).toEqual(shared)
    const covering = await leases.leasesCovering(account, shared?.number ?? '', inMinutes(59), pool.id)
    expect(covering.filter((lease) => lease.session === 'ses_c')).toMatchObject([
      { until: inMinutes(60), shared: true },
    ])
  })

  test('the number shared is that of the session unseen for the longest time', async () => {
    const { acquire } = await makePool(3)
    const [a, b] = [await acquire('ses_a', 0), await acquire('ses_b', 1), await acquire('ses_c', 2)]
    await acquire('ses_a', 10, a)
    expect((await acquire('ses_d', 11))?.number).toBe(b?.number)
  })

  test('a number that left the pool is not shown again', async () => {
    const { acquire, pool, numbers } = await makePool(1)
    const [own, shared] = [await acquire('ses_a', 0), await acquire('ses_b', 1)]
    await ledger.delete(ledgerKeys.slot(account, pool.id, numbers[0] ?? ''))
    expect(await acquire('ses_a', 2, own)).toBeUndefined()
    expect(await acquire('ses_b', 2, shared)).toBeUndefined()
    expect(await ledger.query({ pk: ledgerPartitions.pool(account, pool.id) })).toEqual([])
  })

  test.each([
    ['alone', 'ses_a'],
    ['shared', 'ses_b'],
  ])('a lease held %s begins anew after 24 hours, with the same number', async (_label, session) => {
    const { acquire } = await makePool(1, { leaseMinutes: 12 * 60, cooldownMinutes: 10 })
    const first = { ses_a: await acquire('ses_a', 0), ses_b: await acquire('ses_b', 0) }
    let held = first[session as keyof typeof first]
    for (const minute of [700, 1400]) {
      await acquire('ses_a', minute, first.ses_a)
      held = await acquire(session, minute, held)
    }
    expect(held).toEqual(first[session as keyof typeof first])
    const renewed = await acquire(session, 24 * 60 + 5, held)
    expect(renewed).toEqual({ ...held, from: inMinutes(24 * 60 + 5) })
  })
})

describe('the history', () => {
  test('a number’s leases are found by time, the present and the past ones', async () => {
    const { acquire, pool, numbers } = await makePool(1)
    const number = numbers[0] ?? ''
    await acquire('ses_a', 0)
    await acquire('ses_b', 60)
    await acquire('ses_c', 120)
    const holders = async (minute: number, poolId?: string) =>
      (await leases.leasesCovering(account, number, inMinutes(minute), poolId)).map((lease) => lease.session)
    expect(await holders(-1, pool.id)).toEqual([])
    expect(await holders(0, pool.id)).toEqual(['ses_a'])
    expect(await holders(39.9, pool.id)).toEqual(['ses_a'])
    expect(await holders(40, pool.id)).toEqual([])
    expect(await holders(61, pool.id)).toEqual(['ses_b'])
    expect(await holders(125, pool.id)).toEqual(['ses_c'])
    expect(await holders(61)).toEqual(['ses_b'])
    expect(await holders(125)).toEqual([])
  })

  test('a delayed copy of a lease does not replace its final one', async () => {
    const { acquire, pool, numbers } = await makePool(1)
    const number = numbers[0] ?? ''
    const key = ledgerKeys.slot(account, pool.id, number)
    const first = await acquire('ses_a', 0)
    const early = await ledger.get(key)
    await acquire('ses_a', 20, first)
    await acquire('ses_b', 70)
    // One that read the slot at the beginning and wakes up now.
    const { pk: _pk, sk: _sk, ...content } = early ?? {}
    const delayed = createLeaseStore({ ...ledger, get: async () => ({ ...key, ...content }) })
    await delayed.archive(account, pool.id, number)
    const covering = await leases.leasesCovering(account, number, inMinutes(45), pool.id)
    expect(covering).toMatchObject([{ session: 'ses_a', until: inMinutes(50) }])
  })

  test('an archived lease outlives its slot', async () => {
    const { acquire, pool, numbers } = await makePool(1)
    const number = numbers[0] ?? ''
    await acquire('ses_a', 0)
    await leases.archive(account, pool.id, number)
    await ledger.delete(ledgerKeys.slot(account, pool.id, number))
    expect(await leases.leasesCovering(account, number, inMinutes(1), pool.id)).toMatchObject([
      { session: 'ses_a' },
    ])
  })

  test('a session’s leases are found by what its pages and its last sign of life remember', async () => {
    const one = await makePool(1)
    const two = await makePool(1)
    const store = createSessionStore(ledger)
    const subject = { account, session: 'ses_journey', visitor: 'vis_journey' }
    const first = await one.acquire('ses_journey', 0)
    const second = await two.acquire('ses_journey', 1)
    if (!first || !second) throw new Error('both pools have a number')
    await store.recordPage(
      'page#1',
      { fact: 'page', ...subject, at: inMinutes(0), url: 'https://shop.example/' },
      [first],
    )
    await store.recordSeen({ fact: 'seen', ...subject, at: inMinutes(1) }, [second])
    await one.acquire('ses_other', 60)
    const found = await leases.leasesOfSession(account, 'ses_journey')
    expect(found.map((lease) => [lease.number, lease.from, lease.until])).toEqual([
      [first.number, inMinutes(0), inMinutes(30)],
      [second.number, inMinutes(1), inMinutes(31)],
    ])
  })
})

/** Whatever comes in whatever order: the leases held alone never overlap, cooldown included. */
test.each([
  ['as a whole', 24],
  ['number by number', 1],
])(
  'of a pool seen %s, no two sessions hold a number alone at the same time; none shares while one is free',
  async (_label, slotsAtATime) => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('beacons' as const),
          of: fc.uniqueArray(fc.nat(5), { minLength: 1 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('wait' as const),
          minutes: fc.integer({ min: 1, max: 30 }),
        }),
      },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const store = createLeaseStore(ledger, slotsAtATime)
        const { acquire, pool, numbers } = await makePool(3, { leaseMinutes: 15, cooldownMinutes: 5 }, store)
        const held = new Map<number, HeldLease>()
        let minute = 0
        for (const each of steps) {
          if (each.kind === 'wait') {
            minute += each.minutes
            continue
          }
          const won = await Promise.all(
            each.of.map(
              async (index) => [index, await acquire(`ses_${index}`, minute, held.get(index))] as const,
            ),
          )
          if (won.some(([index, lease]) => lease?.shared && held.get(index)?.from !== lease.from)) {
            const slots = await ledger.query({ pk: ledgerPartitions.pool(account, pool.id) })
            expect(slots.filter((slot) => isFree(slot as unknown as Slot, inMinutes(minute)))).toEqual([])
          }
          for (const [index, lease] of won) if (lease) held.set(index, lease)
        }

        for (const number of numbers) {
          const slot = await ledger.get(ledgerKeys.slot(account, pool.id, number))
          const items = await ledger.query({ pk: ledgerPartitions.number(account, number), prefix: 'lease#' })
          const all = new Map<string, LeaseFact>()
          for (const item of [...items, ...(slot?.fact === 'lease' ? [slot] : [])]) {
            const lease = item as unknown as LeaseFact
            if (!lease.shared) all.set(`${lease.from} ${lease.session}`, lease)
          }
          const alone = [...all.values()].sort((a, b) => (a.from < b.from ? -1 : 1))
          for (const [index, lease] of alone.entries()) {
            const next = alone[index + 1]
            if (next) expect(next.from >= lease.freeAt, JSON.stringify(alone)).toBe(true)
          }
        }
      }),
      { numRuns: runs(40) },
    )
  },
)

describe('of a large pool', () => {
  let slotsRead = 0
  const counting = (): LeaseStore => {
    const watched: Table = {
      ...ledger,
      async query(range) {
        const items = await ledger.query(range)
        slotsRead += items.filter(({ sk }) => sk.startsWith('slot#')).length
        return items
      },
    }
    return createLeaseStore(watched, 5)
  }

  test('a visit reads a few numbers, and all of them only if none of those is free', async () => {
    const { acquire, numbers } = await makePool(40, terms, counting())
    await acquire('ses_first')
    const reads: number[] = []
    const held: (HeldLease | undefined)[] = []
    for (const session of sessions(39)) {
      slotsRead = 0
      held.push(await acquire(session))
      reads.push(slotsRead)
    }
    expect(reads.slice(0, 5).every((read) => read <= 6)).toBe(true)
    expect(reads.at(-1)).toBeGreaterThanOrEqual(40)
    expect(held.some((lease) => lease?.shared)).toBe(false)
    expect(new Set(numbersOf(held)).size).toBe(39)
    const last = await acquire('ses_last')
    expect(last?.shared).toBe(true)
    expect(numbers).toContain(last?.number)
  })

  test('who comes back finds the number of before, and others look elsewhere', async () => {
    const { acquire } = await makePool(40, terms, counting())
    await acquire('ses_first')
    const before = await acquire('ses_a', 0, undefined, 'vis_me')
    const others = await Promise.all(sessions(8).map((session) => acquire(session, 1)))
    const after = await acquire('ses_b', 60, undefined, 'vis_me')
    expect(after?.number).toBe(before?.number)
    expect(numbersOf(others)).not.toContain(before?.number)
  })

  test('numbers that join it are given, too', async () => {
    const { acquire, numbers, pool } = await makePool(10, terms, counting())
    for (const session of sessions(10)) await acquire(session)
    const joining = `+4477009${String(++numbersMade).padStart(5, '0')}`
    await ledger.put({
      ...ledgerKeys.slot(account, pool.id, joining),
      account,
      poolId: pool.id,
      number: joining,
    })
    expect(numbers).not.toContain(joining)
    expect((await acquire('ses_new'))?.number).toBe(joining)
  })
})

test('who comes back is given a number of before whenever one of those is free, and never one that rests', async () => {
  const step = fc.record({ visitor: fc.nat(4), minutes: fc.constantFrom(0, 3, 12, 25), rests: fc.nat(9) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { acquire, pool, numbers } = await makePool(3, { leaseMinutes: 15, cooldownMinutes: 5 })
      const heldBy = new Map<number, Set<string>>()
      let minute = 0
      for (const [index, { visitor, minutes, rests }] of steps.entries()) {
        minute += minutes
        const resting = numbers[rests]
        if (resting !== undefined) {
          const until = { set: { restingUntil: inMinutes(minute + 10) } }
          await ledger.update(ledgerKeys.slot(account, pool.id, resting), until)
        }
        const slots = await ledger.query({ pk: ledgerPartitions.pool(account, pool.id) })
        const free = (slots as unknown as Slot[]).filter((slot) => isFree(slot, inMinutes(minute)))
        const mine = heldBy.get(visitor) ?? new Set()
        const familiar = free.filter(({ number }) => mine.has(number))
        const lease = await acquire(`ses_${index}`, minute, undefined, `vis_${visitor}`)
        if (familiar.length > 0) expect(familiar.map(({ number }) => number)).toContain(lease?.number)
        if (lease) {
          const slot = slots.find(({ number }) => number === lease.number) as unknown as Slot
          expect((slot.restingUntil ?? '') <= inMinutes(minute)).toBe(true)
          if (!lease.shared) heldBy.set(visitor, mine.add(lease.number))
        }
      }
    }),
    { numRuns: runs(15) },
  )
})
