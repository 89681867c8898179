import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIdempotencyStore } from '../../../shared/store/idempotency-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge, freshNumber, operatorKey, type Send } from './bridge.ts'

let tables: Tables
let bridge: Bridge
let send: Send
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
  ;({ send } = await bridge.newAccount())
})
afterAll(() => tables.drop())

const key = (value: string = randomUUID()) => ({ 'idempotency-key': value })
const newNumber = () => ({ number: freshNumber(), label: 'Van', kind: 'source' })
const countNumbers = async (send: Send) => (await send('GET', '/v1/numbers?limit=200')).json.data.length

describe('Idempotency-Key', () => {
  test('the same key and body get the first answer, byte for byte, and nothing is done twice', async () => {
    const { send } = await bridge.newAccount()
    const [headers, body] = [key(), newNumber()]
    const first = await send('POST', '/v1/numbers', body, headers)
    await send('PATCH', `/v1/numbers/${first.json.id}`, { label: 'Changed since' })
    const again = await send('POST', '/v1/numbers', body, headers)
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true'])
    expect(await countNumbers(send)).toBe(1)
  })

  test('a refusal is an answer, too', async () => {
    const body = newNumber()
    const headers = key()
    const { json } = await send('POST', '/v1/numbers', body)
    const first = await send('POST', '/v1/numbers', body, headers)
    await send('DELETE', `/v1/numbers/${json.id}`)
    const again = await send('POST', '/v1/numbers', body, headers)
    expect([again.status, again.text]).toEqual([409, first.text])
    expect(again.headers.get('content-type')).toBe('application/problem+json')
  })

  test('a new account’s keys are told again to who lost the answer', async () => {
    const headers = key()
    const create = () => bridge.as(operatorKey)('POST', '/v1/accounts', { name: 'A shop' }, headers)
    const first = await create()
    expect((await create()).text).toBe(first.text)
    expect((await bridge.as(first.json.secretKey)('GET', '/v1/account')).status).toBe(200)
  })

  test.each([
    ['another body', '/v1/numbers', () => newNumber()],
    ['another address', '/v1/pools', () => ({ name: 'Site', swapTargets: ['+442079460000'] })],
  ])('%s with the same key is refused', async (_label, path, body) => {
    const headers = key()
    await send('POST', '/v1/numbers', newNumber(), headers)
    const { status, json } = await send('POST', path, body(), headers)
    expect([status, json.code]).toEqual([422, 'idempotency_key_reused'])
  })

  test('the key of one account is not the key of another', async () => {
    const other = await bridge.newAccount()
    const headers = key()
    const first = await send('POST', '/v1/numbers', newNumber(), headers)
    const second = await other.send('POST', '/v1/numbers', newNumber(), headers)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.json.id).not.toBe(first.json.id)
  })

  test('of sixteen at once one works; the others are told to wait, or its answer', async () => {
    const { send } = await bridge.newAccount()
    const [headers, body] = [key(), newNumber()]
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => send('POST', '/v1/numbers', body, headers)),
    )
    const created = answers.filter(({ status }) => status === 201)
    const waiting = answers.filter(({ json }) => json.code === 'idempotency_in_progress')
    expect(created.length + waiting.length).toBe(16)
    expect(new Set(created.map(({ text }) => text)).size).toBe(1)
    expect(waiting.every(({ status, headers }) => status === 409 && headers.get('retry-after') === '1')).toBe(
      true,
    )
    expect(await countNumbers(send)).toBe(1)
    expect((await send('POST', '/v1/numbers', body, headers)).text).toBe(created[0]?.text)
  })

  test.each([[''], ['x'.repeat(256)], ['é']])('refuses the key %j', async (value) => {
    const { status, json } = await send('POST', '/v1/numbers', newNumber(), key(value))
    expect([status, json.code]).toEqual([400, 'bad_request'])
  })

  test('a failure of ours is not remembered: the next try works', async () => {
    let isBroken = true
    const breaking: Table = {
      ...tables.ledger,
      transact: (writes) => (isBroken ? Promise.reject(new Error('a bug')) : tables.ledger.transact(writes)),
    }
    const broken = createBridge(breaking)
    const { secretKey } = await bridge.newAccount()
    const [headers, body] = [key(), newNumber()]
    const failed = await broken.as(secretKey)('POST', '/v1/numbers', body, headers)
    expect([failed.status, failed.json.code]).toEqual([500, 'internal'])
    isBroken = false
    expect((await broken.as(secretKey)('POST', '/v1/numbers', body, headers)).status).toBe(201)
  })
})

describe('the store', () => {
  const vault = createVault(createHash('sha256').update('tests').digest('base64'))
  const store = () => createIdempotencyStore(tables.ledger, vault, randomUUID)
  const at = (time: string) => `2026-11-22T${time}.000Z`
  const answer = { status: 201, headers: {}, body: '{"id":"num_1"}' }

  test('a claim that a crash left is taken over after a minute, and its late owner changes nothing', async () => {
    const digest = randomUUID()
    const crashed = await store().claim('acc_1', digest, 'request', at('14:00:00'))
    expect(await store().claim('acc_1', digest, 'request', at('14:00:59'))).toEqual({ claim: 'in-progress' })
    const next = await store().claim('acc_1', digest, 'request', at('14:01:00'))
    if (crashed.claim !== 'granted' || next.claim !== 'granted') throw new Error('not granted')
    await store().settle('acc_1', digest, next.token, answer)
    await store().settle('acc_1', digest, crashed.token, { ...answer, body: 'late' })
    await store().release('acc_1', digest, crashed.token)
    expect(await store().claim('acc_1', digest, 'request', at('14:02:00'))).toEqual({
      claim: 'answered',
      answer,
    })
  })

  test('an answer is kept for two days and no longer, though the engine still has it', async () => {
    const digest = randomUUID()
    const claimed = await store().claim('acc_1', digest, 'request', '2026-11-22T14:00:00.000Z')
    if (claimed.claim !== 'granted') throw new Error('not granted')
    await store().settle('acc_1', digest, claimed.token, answer)
    expect((await store().claim('acc_1', digest, 'request', '2026-11-24T13:59:59.000Z')).claim).toBe(
      'answered',
    )
    expect((await store().claim('acc_1', digest, 'other', '2026-11-24T14:00:00.000Z')).claim).toBe('granted')
  })

  test('an answer longer than an item comes back whole', async () => {
    const digest = randomUUID()
    const long = { ...answer, body: JSON.stringify({ codes: 'é0123456789'.repeat(90_000) }) }
    const claimed = await store().claim('acc_1', digest, 'request', at('14:00:00'))
    if (claimed.claim !== 'granted') throw new Error('not granted')
    await store().settle('acc_1', digest, claimed.token, long)
    expect(await store().claim('acc_1', digest, 'request', at('14:00:01'))).toEqual({
      claim: 'answered',
      answer: long,
    })
  })
})
