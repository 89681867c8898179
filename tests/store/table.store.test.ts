import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  allOf,
  anyOf,
  attributeAtMost,
  attributeBelow,
  attributeEquals,
  type Condition,
  itemAbsent,
  itemPresent,
} from '../../shared/store/condition.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import { createTestTables, type Tables, withTables } from '../support/engine.ts'

let tables: Tables
let table: Table
let pk: string
let count = 0
beforeAll(async () => {
  tables = await createTestTables()
  table = tables.ledger
})
afterAll(() => tables.drop())
beforeEach(() => {
  pk = `partition-${++count}`
})

const write = (items: readonly Item[]) => Promise.all(items.map((item) => table.put(item)))
const sortKeys = (items: readonly Item[]) => items.map((item) => item.sk)

describe('single items', () => {
  test('what was put is got, type by type', async () => {
    const item = {
      pk,
      sk: 'all',
      text: 'grüße',
      empty: '',
      whole: 9_007_199_254_740_991,
      fraction: -0.25,
      yes: true,
      nothing: null,
      list: [1, 'two', { three: [3] }],
      map: { nested: { deep: true } },
      bytes: new Uint8Array([0, 255, 7]),
    }
    await table.put(item)
    expect(await table.get({ pk, sk: 'all' })).toEqual(item)
  })

  test('the names of a map come in one order, however they were put and whatever the engine does', async () => {
    const put = { d: 1, b: [{ z: 1, a: { y: 2, c: 3 } }], c: 2, a: 3 }
    const key = { pk, sk: 'map' }
    await table.put({ ...key, map: put })
    for (let time = 0; time < 20; time += 1) {
      expect(JSON.stringify((await table.get(key))?.map)).toBe(
        '{"a":3,"b":[{"a":{"c":3,"y":2},"z":1}],"c":2,"d":1}',
      )
    }
  })

  test('undefined is left out, at any depth', async () => {
    await table.put({ pk, sk: 'a', absent: undefined, nested: { absent: undefined, present: 1 } })
    expect(await table.get({ pk, sk: 'a' })).toStrictEqual({ pk, sk: 'a', nested: { present: 1 } })
  })

  test('what does not exist is undefined', async () => {
    expect(await table.get({ pk, sk: 'nothing' })).toBeUndefined()
  })

  test('put replaces the whole item', async () => {
    await table.put({ pk, sk: 'a', old: 1 })
    await table.put({ pk, sk: 'a', fresh: 2 })
    expect(await table.get({ pk, sk: 'a' })).toStrictEqual({ pk, sk: 'a', fresh: 2 })
  })

  test('update sets, removes and adds, and creates what is absent', async () => {
    await table.put({ pk, sk: 'a', kept: 1, replaced: 1, removed: 1, total: 5 })
    const change = { set: { replaced: 'new', removed: undefined }, add: { total: -2, fresh: 7 } }
    expect(await table.update({ pk, sk: 'a' }, change)).toEqual({ won: true })
    expect(await table.get({ pk, sk: 'a' })).toStrictEqual({
      pk,
      sk: 'a',
      kept: 1,
      replaced: 'new',
      total: 3,
      fresh: 7,
    })

    await table.update({ pk, sk: 'b' }, { add: { total: 1 } })
    expect(await table.get({ pk, sk: 'b' })).toStrictEqual({ pk, sk: 'b', total: 1 })
  })

  test('words that DynamoDB reserves are attributes like others', async () => {
    await table.update({ pk, sk: 'a' }, { set: { name: 'n', status: 's', value: 'v' }, add: { count: 1 } })
    const outcome = await table.update({ pk, sk: 'a' }, { set: { size: 2 } }, attributeEquals('status', 's'))
    expect(outcome).toEqual({ won: true })
    expect(await table.get({ pk, sk: 'a' })).toMatchObject({
      name: 'n',
      status: 's',
      value: 'v',
      count: 1,
      size: 2,
    })
  })

  test('delete deletes, and deleting nothing is no loss', async () => {
    await table.put({ pk, sk: 'a' })
    expect(await table.delete({ pk, sk: 'a' })).toEqual({ won: true })
    expect(await table.delete({ pk, sk: 'a' })).toEqual({ won: true })
    expect(await table.get({ pk, sk: 'a' })).toBeUndefined()
  })
})

describe('conditions', () => {
  const stored = { status: 'open', until: '2026-02-01', uses: 3 }
  const rows: [string, Condition, boolean][] = [
    ['an item stands there, so none may be put anew', itemAbsent, false],
    ['an item stands there, so it may be changed', itemPresent, true],
    ['equal', attributeEquals('status', 'open'), true],
    ['not equal', attributeEquals('status', 'closed'), false],
    ['equal, but of another type', attributeEquals('uses', '3'), false],
    ['below', attributeBelow('until', '2026-02-02'), true],
    ['below is strict', attributeBelow('until', '2026-02-01'), false],
    ['at most includes the bound', attributeAtMost('uses', 3), true],
    ['above the bound', attributeAtMost('uses', 2), false],
    ['an attribute that is absent fulfils no comparison', attributeBelow('missing', 1), false],
    ['all of them', allOf(attributeEquals('status', 'open'), attributeBelow('uses', 4)), true],
    ['all but one is not all', allOf(attributeEquals('status', 'open'), attributeBelow('uses', 3)), false],
    ['one of them', anyOf(itemAbsent, attributeEquals('status', 'open')), true],
    ['none of them', anyOf(itemAbsent, attributeEquals('status', 'closed')), false],
    [
      'and within or',
      anyOf(itemAbsent, allOf(attributeEquals('status', 'open'), attributeAtMost('uses', 3))),
      true,
    ],
    [
      'or within and keeps its brackets',
      allOf(attributeEquals('status', 'closed'), anyOf(itemAbsent, itemPresent)),
      false,
    ],
  ]

  test.each(rows)('%s', async (_, condition, won) => {
    const item = { pk, sk: 'a', ...stored }
    const outcome = won ? { won } : { won, current: item }
    await table.put(item)
    expect(await table.update({ pk, sk: 'a' }, { set: { touched: true } }, condition)).toEqual(outcome)
    await table.put(item)
    expect(await table.putIf({ pk, sk: 'a', fresh: true }, condition)).toEqual(outcome)
    expect(await table.get({ pk, sk: 'a' })).toEqual(won ? { pk, sk: 'a', fresh: true } : item)
    await table.put(item)
    expect(await table.delete({ pk, sk: 'a' }, condition)).toEqual(outcome)
    expect(await table.get({ pk, sk: 'a' })).toEqual(won ? undefined : item)
  })

  test('where nothing stands, a loser is told of nothing', async () => {
    const outcome = await table.update({ pk, sk: 'none' }, { set: { a: 1 } }, itemPresent)
    expect(outcome).toEqual({ won: false, current: undefined })
    expect(await table.putIf({ pk, sk: 'none' }, itemAbsent)).toEqual({ won: true })
  })

  test('one attribute can’t be compared with two values in the same way', () => {
    const both = () => anyOf(attributeEquals('status', 'open'), attributeEquals('status', 'held'))
    expect(both).toThrow('two values for :status_equals')
  })

  test('a race for one item has one winner', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, runner) => table.putIf({ pk, sk: 'prize', runner }, itemAbsent)),
    )
    expect(outcomes.filter((outcome) => outcome.won)).toHaveLength(1)
    const winner = await table.get({ pk, sk: 'prize' })
    for (const outcome of outcomes) if (!outcome.won) expect(outcome.current).toEqual(winner)
  })
})

describe('transactions', () => {
  test('all writes of every kind happen at once', async () => {
    await write([
      { pk, sk: 'updated', n: 1 },
      { pk, sk: 'deleted' },
      { pk, sk: 'checked', ok: true },
    ])
    const outcome = await table.transact([
      { put: { pk, sk: 'put', fresh: true }, condition: itemAbsent },
      { update: { pk, sk: 'updated' }, change: { add: { n: 1 } }, condition: attributeEquals('n', 1) },
      { delete: { pk, sk: 'deleted' }, condition: itemPresent },
      { check: { pk, sk: 'checked' }, condition: attributeEquals('ok', true) },
    ])
    expect(outcome).toEqual({ won: true })
    expect(await table.query({ pk })).toEqual([
      { pk, sk: 'checked', ok: true },
      { pk, sk: 'put', fresh: true },
      { pk, sk: 'updated', n: 2 },
    ])
  })

  test('one lost condition undoes all; each loser learns what stood in the way', async () => {
    await write([
      { pk, sk: 'taken', by: 'another' },
      { pk, sk: 'checked', ok: false },
    ])
    const outcome = await table.transact([
      { put: { pk, sk: 'free' }, condition: itemAbsent },
      { put: { pk, sk: 'taken', by: 'me' }, condition: itemAbsent },
      { check: { pk, sk: 'checked' }, condition: attributeEquals('ok', true) },
      { update: { pk, sk: 'missing' }, change: { add: { n: 1 } }, condition: itemPresent },
      { put: { pk, sk: 'unconditional' } },
    ])
    expect(outcome).toEqual({
      won: false,
      lost: [
        undefined,
        { current: { pk, sk: 'taken', by: 'another' } },
        { current: { pk, sk: 'checked', ok: false } },
        { current: undefined },
        undefined,
      ],
    })
    expect(sortKeys(await table.query({ pk }))).toEqual(['checked', 'taken'])
  })

  test('a hundred writes are one transaction', async () => {
    const writes = Array.from({ length: 100 }, (_, index) => ({ put: { pk, sk: `w${index}` } }))
    expect(await table.transact(writes)).toEqual({ won: true })
    expect(await table.query({ pk })).toHaveLength(100)
  })

  test('a mistake is thrown, not a loss', async () => {
    const twice = [{ put: { pk, sk: 'same', n: 1 } }, { put: { pk, sk: 'same', n: 2 } }]
    await expect(table.transact(twice)).rejects.toThrow()
    expect(await table.query({ pk })).toEqual([])
  })
})

describe('queries', () => {
  const sks = ['a#1', 'a#2', 'a#3', 'b#1', 'b#2', 'c#1']
  beforeEach(async () => {
    await write(sks.map((sk) => ({ pk, sk })))
    await table.put({ pk: `${pk}-other`, sk: 'a#1' })
  })

  const rows: [string, Omit<Parameters<Table['query']>[0], 'pk'>, string[]][] = [
    ['the whole partition, and no other', {}, sks],
    ['by prefix', { prefix: 'a#' }, ['a#1', 'a#2', 'a#3']],
    ['an empty prefix is none', { prefix: '' }, sks],
    ['between two keys, both included', { between: ['a#2', 'b#1'] }, ['a#2', 'a#3', 'b#1']],
    ['descending', { prefix: 'a#', descending: true }, ['a#3', 'a#2', 'a#1']],
    ['at most so many', { limit: 2 }, ['a#1', 'a#2']],
    ['the last so many', { limit: 2, descending: true }, ['c#1', 'b#2']],
    ['after a key', { after: 'b#1' }, ['b#2', 'c#1']],
    ['after a key, within a prefix', { prefix: 'a#', after: 'a#1', limit: 1 }, ['a#2']],
    ['after a key, descending', { descending: true, after: 'a#3' }, ['a#2', 'a#1']],
    ['after the last', { after: 'c#1' }, []],
    ['a limit above what is there', { prefix: 'b#', limit: 10 }, ['b#1', 'b#2']],
    ['nothing there', { prefix: 'z' }, []],
  ]
  test.each(rows)('%s', async (_, range, expected) => {
    expect(sortKeys(await table.query({ pk, ...range }))).toEqual(expected)
  })

  test('more than a page of 1 MB comes whole and in order', async () => {
    const large = 'x'.repeat(100_000)
    const big = Array.from({ length: 25 }, (_, index) => ({ pk: `${pk}-big`, sk: `${100 + index}`, large }))
    await write(big)
    expect(sortKeys(await table.query({ pk: `${pk}-big` }))).toEqual(sortKeys(big))
    expect(sortKeys(await table.query({ pk: `${pk}-big`, limit: 20 }))).toEqual(sortKeys(big.slice(0, 20)))
  })
})

describe('many at once', () => {
  test('getAll keeps the order, over 100 keys, twice the same, and absent ones', async () => {
    await write(Array.from({ length: 130 }, (_, n) => ({ pk, sk: `k${n}`, n })))
    const asked = [5, 5, 999, ...Array.from({ length: 130 }, (_, n) => 129 - n)]
    const items = await table.getAll(asked.map((n) => ({ pk, sk: `k${n}` })))
    expect(items.map((item) => item?.n)).toEqual(asked.map((n) => (n === 999 ? undefined : n)))
    expect(await table.getAll([])).toEqual([])
  })

  test('getAll goes on where an answer of 16 MB cuts off', async () => {
    const large = 'x'.repeat(350_000)
    const keys = Array.from({ length: 55 }, (_, n) => ({ pk, sk: `large${n}` }))
    for (const key of keys) await table.put({ ...key, large })
    const items = await table.getAll(keys)
    expect(items.map((item) => item?.sk)).toEqual(keys.map((key) => key.sk))
  })

  test('scan gives every item once, page by page', async () => {
    const { views } = await withTables()
    const large = 'x'.repeat(100_000)
    for (let n = 0; n < 25; n += 1) await views.put({ pk: `p${n}`, sk: 'a', large })
    const pages: Item[][] = []
    for await (const page of views.scan()) pages.push(page)
    expect(pages.length).toBeGreaterThan(1)
    const found = pages.flat().map((item) => item.pk)
    expect(found.sort()).toEqual(Array.from({ length: 25 }, (_, n) => `p${n}`).sort())
  })
})
