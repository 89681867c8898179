import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pool, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import { ledgerKeys } from '../../shared/store/keys.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const createdAt = '2026-11-22T14:00:00.000Z'
const flowTo = (phone: string) => ({ forwardTo: [phone], ring: 'all' as const })
const poolOf = (id: string): Pool => ({
  id,
  name: 'Site',
  swapTargets: ['+442079460000'],
  leaseMinutes: 30,
  cooldownMinutes: 10,
  flow: flowTo('+442079460001'),
  createdAt,
})
const numberOf = (id: string, number: string, poolId: string): TrackingNumber => ({
  id,
  number,
  label: 'Pool number',
  kind: 'pool',
  poolId,
  createdAt,
})
const flowOfRoute = async (number: string) => (await tables.ledger.get(ledgerKeys.route(number)))?.flow

/** A ledger before whose first transaction something else happens, between the reading and the writing. */
function interrupted(happening: () => Promise<unknown>): Table {
  let isFirst = true
  return {
    ...tables.ledger,
    async transact(writes) {
      if (isFirst) {
        isFirst = false
        await happening()
      }
      return tables.ledger.transact(writes)
    },
  }
}

describe('a number’s route has its pool’s flow as it stands', () => {
  test('when the number joins between the reading and the writing of a change of the pool', async () => {
    const number = '+442079461001'
    await createPoolStore(tables.ledger).create('acc_1', poolOf('pol_a'))
    const ledger = interrupted(() =>
      createNumberStore(tables.ledger).create('acc_1', numberOf('num_a', number, 'pol_a')),
    )
    await createPoolStore(ledger).update('acc_1', 'pol_a', (pool) => ({
      ...pool,
      flow: flowTo('+442079460002'),
    }))
    expect(await flowOfRoute(number)).toEqual(flowTo('+442079460002'))
  })

  test('when the pool changes between the reading and the writing of a number that joins', async () => {
    const number = '+442079461002'
    await createPoolStore(tables.ledger).create('acc_1', poolOf('pol_b'))
    const ledger = interrupted(() =>
      createPoolStore(tables.ledger).update('acc_1', 'pol_b', (pool) => ({
        ...pool,
        flow: flowTo('+442079460002'),
      })),
    )
    await createNumberStore(ledger).create('acc_1', numberOf('num_b', number, 'pol_b'))
    expect(await flowOfRoute(number)).toEqual(flowTo('+442079460002'))
  })

  test('when the number is deleted between the reading and the writing of a change of the pool', async () => {
    const number = '+442079461003'
    await createPoolStore(tables.ledger).create('acc_1', poolOf('pol_c'))
    const numbers = createNumberStore(tables.ledger)
    await numbers.create('acc_1', numberOf('num_c', number, 'pol_c'))
    const ledger = interrupted(() => numbers.delete('acc_1', 'num_c'))
    await createPoolStore(ledger).update('acc_1', 'pol_c', (pool) => ({
      ...pool,
      flow: flowTo('+442079460002'),
    }))
    expect(await tables.ledger.get(ledgerKeys.route(number))).toBeUndefined()
    expect((await createPoolStore(tables.ledger).get('acc_1', 'pol_c'))?.flow).toEqual(
      flowTo('+442079460002'),
    )
  })
})

test('a lease that moves on while its number is deleted reaches the history as it was last', async () => {
  const number = '+442079461004'
  const numbers = createNumberStore(tables.ledger)
  await createPoolStore(tables.ledger).create('acc_1', poolOf('pol_d'))
  await numbers.create('acc_1', numberOf('num_d', number, 'pol_d'))
  const lease = {
    fact: 'lease',
    session: 'ses_1',
    visitor: 'vis_1',
    from: '2026-11-22T14:00:00.000Z',
    until: '2026-11-22T14:30:00.000Z',
    freeAt: '2026-11-22T14:40:00.000Z',
    shared: false,
  }
  const slot = ledgerKeys.slot('acc_1', 'pol_d', number)
  await tables.ledger.update(slot, { set: lease })
  const prolonged = { until: '2026-11-22T14:45:00.000Z', freeAt: '2026-11-22T14:55:00.000Z' }
  const ledger = interrupted(() => tables.ledger.update(slot, { set: prolonged }))
  expect(await createNumberStore(ledger).delete('acc_1', 'num_d')).toBe('deleted')
  expect(await tables.ledger.get(slot)).toBeUndefined()
  expect(await tables.ledger.get(ledgerKeys.lease('acc_1', number, lease.from, 'ses_1'))).toMatchObject(
    prolonged,
  )
})
