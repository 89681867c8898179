import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminOperations } from '../../../functions/admin/operations.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge, freshNumber } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

const guarded = adminOperations.filter(({ auth }) => auth === 'secret')
// Enquiries and calls come from elsewhere: contacts.store.test.ts holds their walls.
const byId = guarded.filter(({ path }) => /^\/v1\/(numbers|pools)\/\{id\}/.test(path))

/** An account with one of everything. */
async function settled(name: string) {
  const account = await bridge.newAccount(name)
  const pool = await account.send('POST', '/v1/pools', { name, swapTargets: ['+442079460000'] })
  const number = await account.send('POST', '/v1/numbers', {
    number: freshNumber(),
    label: name,
    kind: 'pool',
    poolId: pool.json.id,
  })
  return { ...account, pool: pool.json, number: number.json }
}

test.each(guarded.map(({ method, path }) => [method, path]))('%s %s needs a key', async (method, path) => {
  const { status } = await bridge.as(undefined)(
    method.toUpperCase(),
    path.replace('{id}', 'num_1'),
    method === 'get' ? undefined : {},
  )
  expect(status).toBe(401)
})

test('another account’s object is not found, on every address with an id, and stays as it is', async () => {
  const [ours, theirs] = [await settled('Ours'), await settled('Theirs')]
  for (const { method, path } of byId) {
    const id = path.startsWith('/v1/pools') ? theirs.pool.id : theirs.number.id
    const body =
      method === 'patch' ? { [path.startsWith('/v1/pools') ? 'name' : 'label']: 'Stolen' } : undefined
    const { status, json } = await ours.send(method.toUpperCase(), path.replace('{id}', id), body)
    expect([status, json.code], `${method} ${path}`).toEqual([404, 'not_found'])
  }
  expect((await theirs.send('GET', `/v1/numbers/${theirs.number.id}`)).json).toEqual(theirs.number)
  expect((await theirs.send('GET', `/v1/pools/${theirs.pool.id}`)).json).toEqual(theirs.pool)
})

test('a list holds the account’s own, even with a cursor from another account', async () => {
  const [ours, theirs] = [await settled('Ours'), await settled('Theirs')]
  for (const [path, own] of [
    ['/v1/numbers', ours.number],
    ['/v1/pools', ours.pool],
  ] as const) {
    expect((await ours.send('GET', path)).json.data).toEqual([own])
    const before = Buffer.from(path === '/v1/pools' ? 'pol_0' : 'num_0').toString('base64url')
    expect((await ours.send('GET', `${path}?cursor=${before}`)).json.data).toEqual([own])
    expect(JSON.stringify(await ours.send('GET', path))).not.toContain(theirs.id)
  }
})

test('a number can’t be moved into another account’s pool', async () => {
  const [ours, theirs] = [await settled('Ours'), await settled('Theirs')]
  const { status, json } = await ours.send('PATCH', `/v1/numbers/${ours.number.id}`, {
    poolId: theirs.pool.id,
  })
  expect([status, json.code]).toEqual([422, 'pool_unknown'])
})

test.each([
  ['of the other kind', 'pol_1'],
  ['that reaches for the partition’s other items', 'num_1%23x'],
  ['longer than a key may be', `num_${'x'.repeat(2_000)}`],
  ['that is no UTF-8', '%E0%A4%A'],
  ['of a prototype', '__proto__'],
])('an id %s is not found', async (_label, id) => {
  const { send } = await bridge.newAccount()
  for (const method of ['GET', 'DELETE']) {
    const { status, json } = await send(method, `/v1/numbers/${id}`)
    expect([status, json.code]).toEqual([404, 'not_found'])
  }
  expect((await send('PATCH', `/v1/numbers/${id}`, { label: 'x' })).status).toBe(404)
})
