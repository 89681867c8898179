import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminOperations } from '../../../functions/admin/operations.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge, freshNumber } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger, async () => 3)
})
afterAll(() => tables.drop())

test('/healthz and /v1/freshness tell how far the reports are behind', async () => {
  const { json, headers } = await bridge.as(undefined)('GET', '/healthz')
  expect(json).toEqual({ status: 'ok', pending: 3 })
  expect(headers.get('cache-control')).toBe('no-store')
  const { send } = await bridge.newAccount()
  expect((await send('GET', '/v1/freshness')).json).toEqual({ pending: 3 })
})

test('/openapi.json is the document, /docs shows all of it', async () => {
  const { json, headers } = await bridge.as(undefined)('GET', '/openapi.json')
  expect(headers.get('content-type')).toBe('application/json')
  expect(json.openapi).toMatch(/^3\.1/)
  const page = await bridge.as(undefined)('GET', '/docs')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  for (const { id, path } of adminOperations) {
    expect(page.text).toContain(`<article id="${id}">`)
    expect(page.text).toContain(path)
  }
})

const prefixes: Readonly<Record<string, string>> = { pools: 'pol_', erasures: 'era_' }

test('every answer is as the document describes it', async () => {
  const { send } = await bridge.newAccount()
  const pool = await send('POST', '/v1/pools', { name: 'Site', swapTargets: ['+442079460000'] })
  const number = await send('POST', '/v1/numbers', {
    number: freshNumber(),
    label: 'One',
    kind: 'pool',
    poolId: pool.json.id,
  })
  const erasure = await send('POST', '/v1/erasures', { contact: 'nobody' })
  // Recordings answer with sound, and are held to their description by tests of their own.
  const described = adminOperations.filter(
    ({ method, auth, replies }) => method === 'get' && auth === 'secret' && typeof replies[200] === 'object',
  )
  expect(described.length).toBeGreaterThan(5)
  for (const { path, replies } of described) {
    const made = [pool, number, erasure].find(({ json }) =>
      json.id.startsWith(prefixes[path.split('/')[2] ?? ''] ?? 'num_'),
    )
    const id = made?.json.id ?? ''
    const { status, json } = await send('GET', path.replace('{id}', id))
    const schema = Object.entries(replies).find(([each]) => Number(each) === status)?.[1]
    const parsed = schema instanceof Object ? schema.safeParse(json) : undefined
    expect(parsed?.success, path).toBe(true)
  }
})
