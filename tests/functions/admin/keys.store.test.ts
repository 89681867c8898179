import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

describe('secret keys', () => {
  test('an account begins with one, which is listed without being told', async () => {
    const { send, secretKey } = await bridge.newAccount()
    const { json, text } = await send('GET', '/v1/keys')
    expect(json.data).toMatchObject([{ name: 'First key', ending: secretKey.slice(-4) }])
    expect(text).not.toContain(secretKey)
  })

  test('one that is made serves until it is withdrawn, and the others go on', async () => {
    const { send } = await bridge.newAccount()
    const made = await send('POST', '/v1/keys', { name: 'Shop server' })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ name: 'Shop server', ending: String(made.json.key).slice(-4) })
    const program = bridge.as(String(made.json.key))
    expect((await program('GET', '/v1/account')).status).toBe(200)
    const { key: _key, ...listed } = made.json
    expect((await program('GET', '/v1/keys')).json.data).toContainEqual(listed)

    expect((await send('DELETE', `/v1/keys/${made.json.id}`)).status).toBe(204)
    expect((await program('GET', '/v1/account')).status).toBe(401)
    expect((await send('GET', '/v1/keys')).json.data).toHaveLength(1)
    expect((await send('DELETE', `/v1/keys/${made.json.id}`)).status).toBe(404)
  })

  test('the last one stays', async () => {
    const { send } = await bridge.newAccount()
    const [first] = (await send('GET', '/v1/keys')).json.data
    const { status, json } = await send('DELETE', `/v1/keys/${first?.id}`)
    expect([status, json.code]).toEqual([409, 'last_key'])
    expect((await send('GET', '/v1/account')).status).toBe(200)
  })

  test('another account’s is not found, and goes on to serve', async () => {
    const [ours, theirs] = [await bridge.newAccount(), await bridge.newAccount()]
    const { json } = await theirs.send('POST', '/v1/keys', { name: 'Theirs' })
    expect((await ours.send('DELETE', `/v1/keys/${json.id}`)).status).toBe(404)
    expect((await bridge.as(String(json.key))('GET', '/v1/account')).json.id).toBe(theirs.id)
  })

  test('the same request again tells the same key, and makes no other', async () => {
    const { send } = await bridge.newAccount()
    const ask = () => send('POST', '/v1/keys', { name: 'Once' }, { 'idempotency-key': 'k1' })
    const first = await ask()
    expect((await ask()).json).toEqual(first.json)
    expect((await send('GET', '/v1/keys')).json.data).toHaveLength(2)
  })
})
