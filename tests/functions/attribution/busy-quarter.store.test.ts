import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttributionPorts } from '../../../functions/attribution/deps.ts'
import { foldQuarter } from '../../../functions/attribution/derive/rollup.ts'
import { addSession, emptyRollup, type Rollup } from '../../../shared/domain/rollup.ts'
import { classifyVisit } from '../../../shared/domain/source.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import type { SessionRow } from '../../../shared/domain/view.ts'
import { createCountedRows } from '../../../shared/store/counted-rows.ts'
import { pack } from '../../../shared/store/packed.ts'
import { createRollupStore } from '../../../shared/store/rollup-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { viewKeys, viewPartitions } from '../../../shared/store/view-keys.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { faultyTable } from '../../support/faulty-table.ts'
import { runs } from '../../support/runs.ts'
import { takeShortWay } from '../../support/short-way.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
  takeShortWay(tables.client, tables.endpoint)
})
afterAll(() => tables.drop())

const day = '2026-11-02'
const quarter = '23:45'
const start = `${day}T${quarter}:00.000Z`
const newStamp = () => randomBytes(9).toString('base64url')
const sources = ['google', 'bing', 'newsletter'].map((name) =>
  classifyVisit({ url: `https://shop.example/?utm_source=${name}&utm_medium=cpc` }),
)

const portsOn = (views: Table, rowsAtOnce: number) =>
  ({
    views: { counted: createCountedRows(views), rollups: createRollupStore(views, newStamp) },
    rowsAtOnce,
  }) as unknown as AttributionPorts
const place = { day, quarter, shard: 0 }

/** A visit of the quarter; of a moved one the row stands elsewhere. */
interface Visit {
  readonly id: number
  readonly second: number
  readonly source: number
}
const rowOf = (account: string, { id, second, source }: Visit) => {
  const startedAt = addSeconds(start, second)
  const row = { session: `ses_${id}`, visitor: `vis_${id}`, startedAt, source: sources[source] } as SessionRow
  return {
    ...viewKeys.sessionRow(account, startedAt, row.session),
    account,
    body: pack(row),
    stamp: newStamp(),
  }
}

/** The visit's row is put, put elsewhere or taken away; then whoever the stream tells of it adds up. */
type Step = Visit & {
  readonly isThere: boolean
  /** Of the calls that adding up makes, the one at which it ends; the record comes again, with the next wave. */
  readonly crashAt: number
  /** How long each of its calls takes, in turn. */
  readonly delays: readonly number[]
}
const step: fc.Arbitrary<Step> = fc.record({
  id: fc.nat(11),
  second: fc.oneof(fc.nat(899), fc.constantFrom(0, 3, 4, 59, 60, 896, 899)),
  source: fc.nat(sources.length - 1),
  isThere: fc.boolean(),
  crashAt: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 60 })),
  delays: fc.array(fc.nat(6), { minLength: 1, maxLength: 5 }),
})
const waves = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 7 })

/** Whose calls take as long as that, and of which one fails. */
function slowTable(table: Table, { delays, crashAt }: Step): Table {
  const faulty = faultyTable(table, (call) => (call === crashAt ? 'after' : undefined))
  const slowed = async <T>(work: () => Promise<T>): Promise<T> => {
    const pause = delays[faulty.calls() % delays.length] ?? 0
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    return work()
  }
  const { get, getAll, query, put, putIf, update, delete: remove, transact, scan } = faulty.table
  return {
    get: (...given) => slowed(() => get(...given)),
    getAll: (...given) => slowed(() => getAll(...given)),
    query: (...given) => slowed(() => query(...given)),
    put: (...given) => slowed(() => put(...given)),
    putIf: (...given) => slowed(() => putIf(...given)),
    update: (...given) => slowed(() => update(...given)),
    delete: (...given) => slowed(() => remove(...given)),
    transact: (...given) => slowed(() => transact(...given)),
    scan,
  }
}

async function sumsOf(account: string): Promise<Rollup> {
  const [stored] = await createRollupStore(tables.views, newStamp).read(
    account,
    { grain: 'quarter', day },
    quarter,
    quarter,
  )
  const sums = emptyRollup()
  for (const [section, rows] of Object.entries(stored?.rollup ?? {})) {
    const counted = Object.entries(rows).filter(([, counts]) => counts.some((count) => count !== 0))
    if (counted.length > 0) sums[section] = Object.fromEntries(counted)
  }
  return sums
}

let accounts = 0

describe('a quarter of an hour', () => {
  it('is the sum of its rows, however many of them come, go and move at once and whoever ends half-way, divided or not', async () => {
    await fc.assert(
      fc.asyncProperty(waves, fc.constantFrom(0, 1, 3), async (waves, rowsAtOnce) => {
        const account = `acc_busy${accounts++}`
        const standing = new Map<number, Visit>()
        let again: (() => Promise<void>)[] = []
        for (const wave of waves) {
          const repeated = again
          again = []
          // Of one visit's changes each follows the other; of those of several nobody knows.
          const steps = [...new Map(wave.map((each) => [each.id, each])).values()]
          await Promise.all([
            ...repeated.map((fold) => fold()),
            ...steps.map(async (each) => {
              const before = standing.get(each.id)
              const touched = new Set<string>()
              if (before) {
                const { pk, sk } = rowOf(account, before)
                await tables.views.delete({ pk, sk })
                touched.add(addSeconds(start, before.second))
                standing.delete(each.id)
              }
              if (each.isThere) {
                await tables.views.put(rowOf(account, each))
                touched.add(addSeconds(start, each.second))
                standing.set(each.id, each)
              }
              const fold = (table: Table) => foldQuarter(portsOn(table, rowsAtOnce), account, place, touched)
              try {
                await fold(slowTable(tables.views, each))
              } catch {
                again.push(() => fold(tables.views))
              }
            }),
          ])
        }
        await Promise.all(again.map((fold) => fold()))

        const truth = emptyRollup()
        for (const { source } of standing.values()) addSession(truth, sources[source] as SessionRow['source'])
        expect(await sumsOf(account)).toEqual(truth)
      }),
      { numRuns: runs(5), endOnFailure: true },
    )
  }, 300_000)

  it('that holds many rows costs a change no more than the rows near it', async () => {
    const account = 'acc_full'
    const visits = Array.from({ length: 600 }, (_, id) => ({ id, second: id * 1.5, source: id % 3 }))
    const changed = new Set(visits.map(({ second }) => addSeconds(start, second)))
    for (const visit of visits) await tables.views.put(rowOf(account, visit))
    await foldQuarter(portsOn(tables.views, 100), account, place, changed)

    let rowsRead = 0
    const counting: Table = {
      ...tables.views,
      async query(range) {
        const items = await tables.views.query(range)
        if (range.pk === viewPartitions.day(account, day)) rowsRead += items.length
        return items
      },
    }
    const late = { id: 600, second: 450, source: 0 }
    await tables.views.put(rowOf(account, late))
    await foldQuarter(portsOn(counting, 100), account, place, new Set([addSeconds(start, late.second)]))
    // A minute has 40 rows, read once to add them up and once more after that was written.
    expect(rowsRead).toBeLessThanOrEqual(2 * 41)
    const truth = emptyRollup()
    for (const { source } of [...visits, late]) addSession(truth, sources[source] as SessionRow['source'])
    expect(await sumsOf(account)).toEqual(truth)
  }, 60_000)

  it('whose rows are as they were is neither added up nor written again', async () => {
    const account = 'acc_still'
    const visit = { id: 1, second: 5, source: 0 }
    const changed = new Set([addSeconds(start, visit.second)])
    await tables.views.put(rowOf(account, visit))
    await foldQuarter(portsOn(tables.views, 100), account, place, changed)
    const ports = portsOn(tables.views, 100)
    const before = await tables.views.get({ pk: viewPartitions.quarters(account, day), sk: quarter })
    let opened = 0
    const watched = {
      ...ports,
      views: {
        ...ports.views,
        counted: {
          within: async (...given: Parameters<AttributionPorts['views']['counted']['within']>) =>
            (await ports.views.counted.within(...given)).map((part) => ({
              ...part,
              addTo: (rollup: Rollup) => {
                opened += 1
                return part.addTo(rollup)
              },
            })),
        },
      },
    }
    await foldQuarter(watched, account, place, changed)
    expect(opened).toBe(0)
    expect(await tables.views.get({ pk: viewPartitions.quarters(account, day), sk: quarter })).toEqual(before)
  })
})
