import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { poolsReportSchema } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import type { Pool } from '../../../shared/domain/tracking-number.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import { startAttribution, testAccount, testKeys } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

const midnight = '2026-11-22T00:00:00.000Z'
const at = (minutes: number) => addMinutes(midnight, minutes)
const today = 'from=2026-11-22&to=2026-11-22'

let now = at(24 * 60)
let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables, { now: () => now })
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

let registered = 0
/** An account with a pool of so many numbers: leases of 30 minutes, 10 of cooldown. */
async function openPool(account: AccountId, size: number, change: Partial<Pool> = {}) {
  await bridge.createAccount(testAccount(account, { testCallers: [{ phone: 'phone-test', sealed: '' }] }))
  const pool: Pool = {
    id: 'pol_1',
    name: 'Site',
    swapTargets: ['+442079460000'],
    leaseMinutes: 30,
    cooldownMinutes: 10,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...change,
  }
  await createPoolStore(tables.ledger).create(account, pool)
  const numbers = Array.from({ length: size }, () => `+44207946${String(1000 + registered++)}`)
  const store = createNumberStore(tables.ledger)
  for (const [index, number] of numbers.entries()) {
    const saved = await store.create(account, {
      id: `num_${index}`,
      number,
      label: 'pool',
      kind: 'pool',
      poolId: pool.id,
      createdAt: '2026-01-01T00:00:00.000Z',
    })
    if (!saved.saved) throw new Error(saved.because)
  }
  const leases = createLeaseStore(tables.ledger)
  const visit = (session: string, minutes: number) =>
    leases.acquire({ account, pool, session, visitor: `vis_${session}`, now: at(minutes) })
  const call = (callSid: string, number: string, minutes: number, caller?: string): Fact => ({
    fact: 'voice',
    account,
    callSid,
    number,
    numberId: 'num_0',
    poolId: pool.id,
    at: at(minutes),
    ...(caller && { caller }),
  })
  return { numbers, visit, call }
}
const reportOf = (account: string, query = today) =>
  bridge.get(account, `/v1/reports/pools?${query}`, poolsReportSchema)

describe('the report of pools', () => {
  it('tells how busy a pool was and how many of its calls could have been anybody’s', async () => {
    const account = 'acc_pool'
    const { visit, call, numbers } = await openPool(account, 1)
    await visit('a', 60)
    await visit('b', 70)
    await visit('b', 80)
    await visit('c', 200)
    const number = numbers[0] as string
    for (const fact of [
      call('CAonly', number, 65),
      call('CAboth', number, 75),
      call('CAspam', number, 76),
      call('CAtest', number, 77, 'phone-test'),
      call('CAother', '+442079469999', 75),
    ]) {
      await bridge.write(fact)
    }
    await bridge.write({ fact: 'mark', account, contact: 'CAspam', at: at(90), by: 'api', spam: true })
    await bridge.settled()

    const report = await reportOf(account)
    expect(report).toMatchObject({
      from: '2026-11-22',
      to: '2026-11-22',
      timeZone: 'UTC',
      rows: [
        {
          key: 'pol_1',
          name: 'Site',
          numbers: 1,
          leases: 3,
          sharedLeases: 1,
          overflowShare: 0.3333,
          // From 60 to 110, since the second session's lease moved on, and from 200 to 230.
          leasedMinutes: 80,
          numberMinutes: 1440,
          utilisation: 0.0556,
          peakLeases: 2,
          calls: 2,
          ambiguousCalls: 1,
          ambiguousShare: 0.5,
          busiestHour: { from: at(60), arrivals: 2 },
          // 40, 50 and 40 minutes.
          meanHoldingMinutes: 43.33,
          offeredErlangs: 1.4444,
          recommendedNumbers: 6,
        },
      ],
      totals: { numbers: 1, leases: 3, calls: 2, ambiguousCalls: 1, recommendedNumbers: 6 },
    })
    expect(report.assumptions.join(' ')).toContain('Erlang B')
    expect(bridge.failures).toEqual([])
  })

  it('clips leases to the days asked for, and compares with the days before', async () => {
    const account = 'acc_midnight'
    const { visit } = await openPool(account, 2)
    await visit('late', -10)
    expect(await reportOf(account, `${today}&compare=previous`)).toMatchObject({
      rows: [{ leases: 0, leasedMinutes: 20, peakLeases: 1, recommendedNumbers: null }],
      previous: {
        from: '2026-11-21',
        to: '2026-11-21',
        totals: { leases: 1, leasedMinutes: 10, numberMinutes: 2880 },
      },
    })
  })

  it('does not take for idle what is still to come of today', async () => {
    const account = 'acc_today'
    const { visit } = await openPool(account, 1)
    await visit('a', 0)
    now = at(60)
    expect((await reportOf(account)).totals).toMatchObject({ numberMinutes: 60, utilisation: 0.5 })
    now = at(20)
    expect((await reportOf(account)).totals).toMatchObject({ leasedMinutes: 20, utilisation: 1 })
    now = at(24 * 60)
    expect((await reportOf(account)).totals).toMatchObject({ numberMinutes: 1440 })
  })

  it('counts an imported lease, which names no pool, with the pool that has its number', async () => {
    const account = 'acc_imported'
    const { numbers } = await openPool(account, 1)
    await bridge.write({
      fact: 'lease',
      account,
      number: numbers[0] as string,
      session: 'ses_old',
      visitor: 'vis_old',
      from: at(10),
      until: at(40),
      freeAt: at(40),
      shared: false,
    })
    await bridge.settled()
    expect((await reportOf(account)).totals).toMatchObject({ leases: 1, leasedMinutes: 30 })
  })

  it('lets more leases of one moment than numbers show in the peak and in the recommendation', async () => {
    const account = 'acc_rush'
    const { visit } = await openPool(account, 3)
    for (let session = 0; session < 12; session++) await visit(`s${session}`, 540 + session)
    const { rows } = await reportOf(account)
    expect(rows).toMatchObject([
      { numbers: 3, leases: 12, sharedLeases: 9, overflowShare: 0.75, peakLeases: 12 },
    ])
    // 12 an hour × 40 minutes.
    expect(rows[0]).toMatchObject({ offeredErlangs: 8, recommendedNumbers: 15 })
  })

  it('names the numbers that nobody new is given, as long as they rest', async () => {
    const account = 'acc_resting'
    const { numbers, visit } = await openPool(account, 2)
    const rest = { until: at(24 * 60 + 5), since: at(0), because: 'wrong-numbers' } as const
    await createNumberStore(tables.ledger).update(account, 'num_0', (number) => ({ ...number, rest }))
    for (const session of ['a', 'b']) await visit(session, 60)
    expect((await reportOf(account)).rows).toMatchObject([
      {
        numbers: 2,
        leases: 2,
        sharedLeases: 1,
        restingNumbers: [
          { numberId: 'num_0', number: numbers[0], until: rest.until, because: 'wrong-numbers' },
        ],
      },
    ])
    now = rest.until
    expect((await reportOf(account)).rows[0]?.restingNumbers).toEqual([])
    now = at(24 * 60)
  })

  it('disarms formulas in its CSV, and has a line for a pool without numbers', async () => {
    const account = 'acc_pool_csv'
    await openPool(account, 0, { name: '+cmd|calc' })
    const response = await bridge.app.request(`/v1/reports/pools?${today}&format=csv`, {
      headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
    })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [header, line, ...rest] = (await response.text()).trimEnd().split('\r\n')
    expect(header).toMatch(/^"key","name","numbers","leases"/)
    expect(line).toMatch(/^"pol_1","'\+cmd\|calc",0,0,0,"",0,0,""/)
    expect(rest).toEqual([])
  })

  it('tells one account nothing of another', async () => {
    const account = 'acc_pool_alone'
    await bridge.createAccount(testAccount(account))
    expect((await reportOf(account)).rows).toEqual([])
  })
})
