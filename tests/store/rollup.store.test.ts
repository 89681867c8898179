import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addRollup, addSums, emptyRollup, type Rollup } from '../../shared/domain/rollup.ts'
import { createRollupStore, type ToAdd } from '../../shared/store/rollup-store.ts'
import type { Item } from '../../shared/store/table.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

let stamps = 0
const small = { wholeBytes: 300, sectionBytes: 100, chunkBytes: 400 }
const open = (limits = small) => createRollupStore(tables.views, () => `stamp${stamps++}`, limits)
const days = { grain: 'day', timeZone: 'Europe/London' } as const

/** Many pages, that repeat little: what a busy account's day looks like. */
function busy(pages: number, salt: number): Rollup {
  const rollup = emptyRollup()
  for (let page = 0; page < pages; page++) {
    addSums(rollup, 'last/landingPage', `https://shop.example/${Math.imul(page + 1, 2654435761 + salt)}`, [
      page,
    ])
  }
  addSums(rollup, 'last/channel', '__proto__', [pages, salt])
  return rollup
}
/** A sum of one part, whose content is its stamp. */
const of = (rollup: Rollup): ToAdd => ({
  parts: [{ stamp: JSON.stringify(rollup), addTo: (sum) => addRollup(sum, rollup) }],
})
const partsOf = async (account: string) => {
  const parts: Item[] = []
  for await (const page of tables.views.scan()) {
    parts.push(...page.filter(({ pk }) => pk.startsWith(`${account}#rollup#Europe/London#`)))
  }
  return parts
}

describe('a rollup', () => {
  it('of any size reads as it was added up, whole or by section, among others of its series', async () => {
    const store = open()
    const written = new Map([
      ['2026-11-21', busy(2, 1)],
      ['2026-11-22', busy(200, 2)],
      ['2026-11-23', busy(60, 3)],
    ])
    for (const [day, rollup] of written) await store.fold('acc_size', days, day, async () => of(rollup))
    expect((await partsOf('acc_size')).length).toBeGreaterThan(4)

    const read = await store.read('acc_size', days, '2026-11-21', '2026-11-23')
    expect(read).toEqual([...written].map(([key, rollup]) => ({ key, rollup })))
    const pages = await store.read('acc_size', days, '2026-11-22', '2026-11-22', ['last/landingPage'])
    expect(pages).toEqual([
      {
        key: '2026-11-22',
        rollup: { 'last/landingPage': written.get('2026-11-22')?.['last/landingPage'] },
      },
    ])
  })

  it('leaves nothing behind of what it was before, whether it grows or shrinks', async () => {
    const store = open()
    for (const pages of [100, 3, 150, 90, 1]) {
      await store.fold('acc_change', days, '2026-11-22', async () => of(busy(pages, pages)))
      const [row] = await store.read('acc_change', days, '2026-11-22', '2026-11-22')
      expect(row?.rollup).toEqual(busy(pages, pages))
    }
    expect(await partsOf('acc_change')).toEqual([])
  })

  it('is added up again by whoever was overtaken, so that the newest sum stands', async () => {
    const store = open()
    let truth = busy(80, 1)
    let isOvertaken = false
    await store.fold('acc_race', days, '2026-11-22', async () => {
      const read = truth
      if (!isOvertaken) {
        isOvertaken = true
        truth = busy(120, 2)
        await open().fold('acc_race', days, '2026-11-22', async () => of(truth))
      }
      return of(read)
    })
    const [row] = await store.read('acc_race', days, '2026-11-22', '2026-11-22')
    expect(row?.rollup).toEqual(truth)
    const sections = new Set((await partsOf('acc_race')).map(({ sk }) => sk.split('#')[1]))
    expect(sections.size).toBe(1)
  })

  it('that says the same is not written again', async () => {
    const store = open()
    await store.fold('acc_same', days, '2026-11-22', async () => of(busy(5, 1)))
    const before = await tables.views.get({ pk: 'acc_same#rollup#Europe/London', sk: '2026-11-22' })
    await store.fold('acc_same', days, '2026-11-22', async () => of(busy(5, 1)))
    expect(await tables.views.get({ pk: 'acc_same#rollup#Europe/London', sk: '2026-11-22' })).toEqual(before)
  })
})
