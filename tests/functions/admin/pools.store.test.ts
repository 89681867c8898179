import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge, freshNumber, type Send } from './bridge.ts'

let tables: Tables
let bridge: Bridge
let send: Send
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
  ;({ send } = await bridge.newAccount())
})
afterAll(() => tables.drop())

const swapTargets = ['+442079460000']
const forwardsTo = async (number: string) =>
  ((await tables.ledger.get(ledgerKeys.route(number)))?.flow as { forwardTo: string[] } | undefined)
    ?.forwardTo

describe('POST /v1/pools', () => {
  test('answers the whole pool; phones as E.164', async () => {
    const body = {
      name: 'Site',
      swapTargets: ['+44 20 7946 0000', '0015550100123'],
      leaseMinutes: 5,
      cooldownMinutes: 0,
      fallbackNumber: '+44 (0)20 7946-0999',
      flow: { forwardTo: ['+442079460001'] },
    }
    const { status, json } = await send('POST', '/v1/pools', body)
    expect(status).toBe(201)
    expect(json).toEqual({
      id: expect.stringMatching(/^pol_/),
      name: 'Site',
      swapTargets: ['+442079460000', '+15550100123'],
      leaseMinutes: 5,
      cooldownMinutes: 0,
      fallbackNumber: '+442079460999',
      flow: { forwardTo: ['+442079460001'], ring: 'all' },
      createdAt: expect.any(String),
    })
    expect((await send('GET', `/v1/pools/${json.id}`)).json).toEqual(json)
    expect((await send('GET', '/v1/pools')).json.data).toContainEqual(json)
  })

  test('leases half an hour and cools down ten minutes unless told otherwise', async () => {
    const { json } = await send('POST', '/v1/pools', { name: 'Site', swapTargets })
    expect(json).toMatchObject({ leaseMinutes: 30, cooldownMinutes: 10 })
  })

  test.each([
    ['no name', { swapTargets }, 'name', 'Required'],
    ['nothing to swap', { name: 'Site', swapTargets: [] }, 'swapTargets', 'at least 1'],
    ['one target without a list', { name: 'Site', swapTargets: '+442079460000' }, 'swapTargets', 'array'],
    ['a lease of no time', { name: 'Site', swapTargets, leaseMinutes: 0 }, 'leaseMinutes', 'at least 1'],
    [
      'a lease of more than a day',
      { name: 'Site', swapTargets, leaseMinutes: 1_441 },
      'leaseMinutes',
      'at most 1440',
    ],
    [
      'a cooldown back in time',
      { name: 'Site', swapTargets, cooldownMinutes: -1 },
      'cooldownMinutes',
      'at least 0',
    ],
    ['a bad fallback', { name: 'Site', swapTargets, fallbackNumber: 'none' }, 'fallbackNumber', '+ or 00'],
    ['an unknown field', { name: 'Site', swapTargets, size: 3 }, 'size', 'Unknown field'],
  ])('refuses %s', async (_label, body, path, message) => {
    const { status, json } = await send('POST', '/v1/pools', body)
    expect([status, json.code]).toEqual([422, 'invalid_body'])
    expect(json.errors).toEqual([{ path, message: expect.stringContaining(message) }])
  })
})

describe('PATCH /v1/pools/{id}', () => {
  const join = async (poolId: string, fields: Record<string, unknown> = {}) => {
    const { json } = await send('POST', '/v1/numbers', {
      number: freshNumber(),
      label: 'Pool number',
      kind: 'pool',
      poolId,
      ...fields,
    })
    return String(json.number)
  }

  test('a changed flow holds for the numbers that have none of their own', async () => {
    const { json: pool } = await send('POST', '/v1/pools', { name: 'Site', swapTargets })
    const { json: otherPool } = await send('POST', '/v1/pools', { name: 'Other', swapTargets })
    const borrowing = await join(pool.id)
    const own = await join(pool.id, { flow: { forwardTo: ['+442079460002'] } })
    const elsewhere = await join(otherPool.id)
    const { status, json } = await send('PATCH', `/v1/pools/${pool.id}`, {
      flow: { forwardTo: ['+442079460003'] },
      fallbackNumber: '+442079460004',
    })
    expect(status).toBe(200)
    expect(json).toEqual({
      ...pool,
      flow: { forwardTo: ['+442079460003'], ring: 'all' },
      fallbackNumber: '+442079460004',
    })
    expect(await Promise.all([borrowing, own, elsewhere].map(forwardsTo))).toEqual([
      ['+442079460003'],
      ['+442079460002'],
      swapTargets,
    ])
    await send('PATCH', `/v1/pools/${pool.id}`, { flow: null, fallbackNumber: null })
    expect((await send('GET', `/v1/pools/${pool.id}`)).json).toEqual(pool)
    expect(await forwardsTo(borrowing)).toEqual(swapTargets)
  })

  test('numbers that join while the flow changes have the flow that stands in the end', async () => {
    const { json: pool } = await send('POST', '/v1/pools', { name: 'Site', swapTargets })
    const [numbers] = await Promise.all([
      Promise.all(Array.from({ length: 8 }, () => join(pool.id))),
      ...['+442079460011', '+442079460012', '+442079460013'].map((phone) =>
        send('PATCH', `/v1/pools/${pool.id}`, { flow: { forwardTo: [phone] } }),
      ),
    ])
    const { json } = await send('GET', `/v1/pools/${pool.id}`)
    const { forwardTo } = json.flow as { forwardTo: string[] }
    expect(await Promise.all(numbers.map(forwardsTo))).toEqual(numbers.map(() => forwardTo))
  })

  test('a pool of more numbers than a transaction takes changes whole', async () => {
    const { json: pool } = await send('POST', '/v1/pools', { name: 'Site', swapTargets })
    const numbers: string[] = []
    for (let index = 0; index < 105; index += 1) numbers.push(await join(pool.id))
    const { status } = await send('PATCH', `/v1/pools/${pool.id}`, { flow: { forwardTo: ['+442079460021'] } })
    expect(status).toBe(200)
    expect(new Set((await Promise.all(numbers.map(forwardsTo))).flat())).toEqual(new Set(['+442079460021']))
  })

  test('a number never forwards to itself, though its pool’s flow names it', async () => {
    const { json: pool } = await send('POST', '/v1/pools', { name: 'Site', swapTargets })
    const number = await join(pool.id)
    await send('PATCH', `/v1/pools/${pool.id}`, { flow: { forwardTo: [number, '+442079460031'] } })
    expect(await forwardsTo(number)).toEqual(['+442079460031'])
  })

  test.each([
    ['no target', { swapTargets: [] }, 'swapTargets'],
    ['a null name', { name: null }, 'name'],
    ['its id', { id: 'pol_1' }, 'id'],
  ])('refuses %s', async (_label, body, path) => {
    const { json: pool } = await send('POST', '/v1/pools', { name: 'Site', swapTargets })
    const { status, json } = await send('PATCH', `/v1/pools/${pool.id}`, body)
    expect([status, json.code, json.errors[0]?.path]).toEqual([422, 'invalid_body', path])
  })
})
