import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { LeaseFact } from '../../shared/domain/fact.ts'
import { resolveLeases } from '../../shared/domain/lease.ts'
import { ambiguousCalls, busiestHour, peakOf, poolReport, staysOf } from '../../shared/domain/pool-report.ts'
import { addMinutes, instantOf } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const midnight = '2026-11-22T00:00:00.000Z'
const minute = (minutes: number) => addMinutes(midnight, minutes)
const numbers = ['+442079460001', '+442079460002', '+442079460003']

const lease = (
  number: number,
  session: string,
  from: number,
  until: number,
  more: Partial<LeaseFact> = {},
): LeaseFact => ({
  fact: 'lease',
  account: 'acc',
  poolId: 'pol_1',
  number: numbers[number] as string,
  session,
  visitor: 'vis',
  from: minute(from),
  until: minute(until),
  freeAt: minute(until + 10),
  shared: false,
  ...more,
})

const pool = (leases: readonly LeaseFact[], from = 0, until = 120, calls: [number, number][] = []) => ({
  key: 'pol_1',
  name: 'Site',
  from: minute(from),
  until: minute(until),
  numbers: numbers.map((number) => ({ number, since: '2026-01-01T00:00:00.000Z' })),
  leases,
  calls: calls.map(([number, at]) => ({ number: numbers[number] as string, at: minute(at) })),
})
const reportOf = (...args: Parameters<typeof pool>) => poolReport([pool(...args)]).rows[0]

describe('the figures of a pool', () => {
  it('clip leases to the period, and count those that began in it', () => {
    const leases = [lease(0, 'a', -30, 30), lease(0, 'b', 40, 70), lease(1, 'c', 100, 200)]
    expect(reportOf(leases)).toMatchObject({
      numbers: 3,
      leases: 2,
      sharedLeases: 0,
      overflowShare: 0,
      leasedMinutes: 30 + 30 + 20,
      numberMinutes: 360,
      utilisation: 0.2222,
      peakLeases: 1,
    })
  })

  it('count a number that several share as leased once, and each of them in the peak', () => {
    const leases = [lease(0, 'a', 0, 60), lease(0, 'b', 30, 90, { shared: true })]
    expect(reportOf(leases)).toMatchObject({
      leases: 2,
      sharedLeases: 1,
      overflowShare: 0.5,
      leasedMinutes: 90,
      peakLeases: 2,
    })
  })

  it('take a lease that was renewed for one stay: the session came once', () => {
    expect(reportOf([lease(0, 'a', 0, 60), lease(0, 'a', 50, 100)])).toMatchObject({
      leases: 1,
      peakLeases: 1,
      meanHoldingMinutes: 110,
    })
    expect(reportOf([lease(0, 'a', 0, 20), lease(0, 'a', 50, 100)])).toMatchObject({ leases: 2 })
  })

  it('count the minutes of a number from when it was there', () => {
    const young = { ...pool([]), numbers: [{ number: numbers[0] as string, since: minute(90) }] }
    expect(poolReport([young]).rows[0]).toMatchObject({ numberMinutes: 30, utilisation: 0 })
    const imported = { ...young, leases: [lease(0, 'a', 60, 75)] }
    expect(poolReport([imported]).rows[0]).toMatchObject({ numberMinutes: 60, utilisation: 0.25 })
  })

  it('recommend by the busiest hour and the mean holding time, cooldown included', () => {
    // Twelve come in the first hour, two in the second; each keeps its number for 20 + 10 minutes: 6 erlangs.
    const arrivals = [...Array(12).keys()].map((index) => index * 5).concat([60, 90])
    const leases = arrivals.map((from, index) => lease(index % 3, `s${index}`, from, from + 20))
    expect(reportOf(leases)).toMatchObject({
      busiestHour: { from: midnight, arrivals: 12 },
      meanHoldingMinutes: 30,
      offeredErlangs: 6,
      // 12 lines bear 5.88 erlangs at 1 % by the tables, 13 bear 6.61.
      recommendedNumbers: 13,
    })
  })

  it('tell nothing of demand where nobody came', () => {
    expect(reportOf([])).toMatchObject({
      leases: 0,
      overflowShare: null,
      ambiguousShare: null,
      busiestHour: null,
      offeredErlangs: null,
      recommendedNumbers: null,
    })
    expect(poolReport([]).totals).toMatchObject({ numbers: 0, utilisation: null, recommendedNumbers: null })
  })

  it('add up over pools; the peak is that of all of them together', () => {
    const first = pool([lease(0, 'a', 0, 30)])
    const second = { ...pool([lease(1, 'b', 60, 90), lease(2, 'c', 70, 80)]), key: 'pol_2' }
    const { rows, totals } = poolReport([first, second])
    expect(rows.map(({ key, peakLeases }) => [key, peakLeases])).toEqual([
      ['pol_1', 1],
      ['pol_2', 2],
    ])
    expect(totals).toMatchObject({ numbers: 6, leases: 3, leasedMinutes: 70, peakLeases: 2 })
  })
})

describe('a call', () => {
  test.each<[string, number, number]>([
    ['while one session holds the number', 10, 0],
    ['while two hold it', 35, 1],
    ['at the instant at which the first lets it go', 60, 0],
    ['in the cooldown of the last one', 95, 0],
    ['that nobody can have seen the number for', 110, 0],
  ])('%s', (_, at, ambiguous) => {
    const leases = [lease(0, 'a', 0, 60), lease(0, 'b', 30, 90, { shared: true })]
    expect(reportOf(leases, 0, 120, [[0, at]])).toMatchObject({ calls: 1, ambiguousCalls: ambiguous })
  })
})

const leases = fc
  .array(
    fc.record({
      number: fc.nat(2),
      session: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      from: fc.integer({ min: -60, max: 200 }),
      length: fc.integer({ min: 1, max: 90 }),
    }),
    { maxLength: 15 },
  )
  .map((all) => all.map(({ number, session, from, length }) => lease(number, session, from, from + length)))
const every = (from: number, until: number) => [...Array(until - from).keys()].map((index) => from + index)

describe('any leases', () => {
  it('come to what a count minute by minute comes to, in whatever order they are read', () => {
    fc.assert(
      fc.property(
        leases.chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 61, max: 180 }),
        (all, from, until) => {
          const holders = every(from, until).map((at) =>
            all.filter((each) => each.from <= minute(at) && minute(at) < each.until),
          )
          const distinct = (each: readonly LeaseFact[], name: (of: LeaseFact) => string) =>
            new Set(each.map(name)).size
          const row = reportOf(all, from, until)
          expect(row?.leasedMinutes).toBe(
            holders.reduce((sum, each) => sum + distinct(each, ({ number }) => number), 0),
          )
          expect(row?.peakLeases).toBe(
            Math.max(...holders.map((each) => distinct(each, ({ number, session }) => number + session))),
          )
          // A stay begins with a lease before which its session did not hold the number.
          const names = [...new Set(all.map(({ number, session }) => `${number} ${session}`))]
          const begins = names.flatMap((name) => {
            const own = all.filter(({ number, session }) => `${number} ${session}` === name)
            return every(from, until).filter(
              (at) =>
                own.some((each) => each.from === minute(at)) &&
                !own.some((each) => each.from < minute(at) && minute(at) <= each.until),
            )
          })
          expect(row?.leases).toBe(begins.length)
        },
      ),
      { numRuns: runs(100) },
    )
  })

  it('make those calls ambiguous that the rule for one call says are', () => {
    const at = fc.record({ number: fc.nat(2), at: fc.integer({ min: -30, max: 300 }) })
    fc.assert(
      fc.property(leases, fc.array(at, { maxLength: 10 }), (all, raw) => {
        const calls = raw.map(({ number, at }) => ({ number: numbers[number] as string, at: minute(at) }))
        const expected = calls.filter(
          (call) =>
            resolveLeases(
              all.filter(({ number }) => number === call.number),
              call.at,
            )?.kind === 'lease-shared',
        )
        expect(ambiguousCalls(all, calls)).toBe(expected.length)
      }),
      { numRuns: runs(200) },
    )
  })
})

describe('a sweep', () => {
  it('counts nobody twice who leaves at the instant at which another comes', () => {
    const stay = (from: number, until: number) => ({ from: minute(from), until: minute(until) })
    expect(peakOf([stay(0, 10), stay(10, 20), stay(20, 30)])).toBe(1)
    expect(peakOf([])).toBe(0)
    expect(peakOf([stay(5, 5)])).toBe(0)
  })

  it('names the first of several busiest hours, and none where nobody came', () => {
    const stays = staysOf([0, 10, 65, 70].map((from, index) => lease(0, `s${index}`, from, from + 2)))
    expect(busiestHour(stays)).toEqual({ from: midnight, arrivals: 2 })
    expect(busiestHour([])).toBeNull()
    const late = instantOf(Date.parse(midnight) + 3_600_000)
    expect(busiestHour([...stays, { from: late, until: late }])).toEqual({ from: late, arrivals: 3 })
  })
})
