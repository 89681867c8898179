import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallFact } from '../../shared/domain/fact.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { callFactFromItem, createCallStore } from '../../shared/store/call-store.ts'
import { ledgerKeys } from '../../shared/store/keys.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const base = { account: 'acc_a', callSid: 'CA1', number: '+441614960000', at: '2026-11-22T14:05:00.000Z' }
const facts: CallFact[] = [
  { ...base, fact: 'voice', caller: 'hash', sealedCaller: 'v1.x', source: { source: 'van' } },
  { ...base, fact: 'status', sequence: 1, status: 'in-progress' },
  { ...base, fact: 'status', sequence: 2, status: 'completed', durationSeconds: 40 },
  { ...base, fact: 'dial', scope: 'leg', legSid: 'CA2', sequence: 0, status: 'ringing' },
  { ...base, fact: 'dial', scope: 'whole', legSid: 'CA2', status: 'completed', talkSeconds: 38 },
]

test('a fact is written once, and the first stays', async () => {
  const calls = createCallStore(tables.ledger)
  for (const fact of facts) expect(await calls.record(fact)).toBe('recorded')
  for (const fact of facts) {
    expect(await calls.record({ ...fact, at: '2026-11-22T15:00:00.000Z' })).toBe('duplicate')
  }
  const stored = await calls.factsOf('acc_a', 'CA1')
  expect(stored).toHaveLength(facts.length)
  expect(stored).toEqual(expect.arrayContaining(facts))
})

test('of many deliveries at once one is recorded', async () => {
  const calls = createCallStore(tables.ledger)
  const fact: CallFact = { ...base, callSid: 'CA3', fact: 'voice' }
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => calls.record(fact)))
  expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1)
})

test('another account’s call of the same Sid is another call', async () => {
  const calls = createCallStore(tables.ledger)
  await calls.record({ ...base, account: 'acc_b', callSid: 'CA4', fact: 'voice' })
  expect(await calls.factsOf('acc_a', 'CA4')).toEqual([])
  expect(await calls.factsOf('acc_b', 'CA4')).toHaveLength(1)
})

test('what is no fact of a call is not taken for one', () => {
  expect(callFactFromItem({ pk: 'acc_a#session#s', sk: 'page#1', fact: 'page' })).toBeUndefined()
  expect(callFactFromItem({ pk: 'acc_a', sk: 'account' })).toBeUndefined()
})

test('a route is found by its number alone', async () => {
  const routes = createRouteStore(tables.ledger)
  const route: NumberRoute = {
    account: 'acc_a',
    numberId: 'num_1',
    number: '+441614960000',
    kind: 'pool',
    poolId: 'pol_1',
    flow: { forwardTo: ['+442079460001'], ring: 'all' },
  }
  await tables.ledger.put({ ...ledgerKeys.route(route.number), ...route })
  expect(await routes.routeOf(route.number)).toEqual(route)
  expect(await routes.routeOf('+441614960001')).toBeUndefined()
})
