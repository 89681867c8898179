import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConfirmedPhoneStore } from '../../../shared/store/confirmed-phone-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge, freshNumber, masterKey } from './bridge.ts'

const path = '/v1/account/confirmed-numbers'
const number = '+447700900200'
let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

describe('a phone of the business', () => {
  test('is named with a code that it has to text, and the code stays the same when it is named again', async () => {
    const { send } = await bridge.newAccount()
    const named = await send('POST', path, { number: '+44 7700 900200' })
    expect(named.status).toBe(201)
    expect(named.json).toMatchObject({
      number,
      status: 'pending',
      code: expect.stringMatching(/^\d{6}$/),
      confirmedAt: null,
    })
    expect(await send('POST', path, { number })).toMatchObject({ status: 200, json: named.json })
    expect((await send('GET', path)).json).toEqual({ data: [named.json], nextCursor: null })
  })

  test('that is confirmed stays so when it is named again', async () => {
    const { send, id } = await bridge.newAccount()
    const { json } = await send('POST', path, { number })
    const store = createConfirmedPhoneStore(tables.ledger)
    const vault = createVault(masterKey)
    const hash = vault.hash(id, 'phone', number)
    const wrong = json.code === '000000' ? '000001' : '000000'
    expect(await store.confirm(id, hash, wrong, '2026-11-22T14:05:00.000Z')).toBe(false)
    expect(await store.confirm(id, hash, json.code, '2026-11-22T14:05:00.000Z')).toBe(true)
    expect(await send('POST', path, { number })).toMatchObject({
      status: 200,
      json: { status: 'confirmed', code: null, expiresAt: null, confirmedAt: '2026-11-22T14:05:00.000Z' },
    })
  })

  test('whose code is over gets a new one', async () => {
    const { send } = await bridge.newAccount()
    bridge.clock.now = '2026-11-01T00:00:00.000Z'
    await send('POST', path, { number })
    bridge.clock.now = '2026-11-08T00:00:00.000Z'
    const again = await send('POST', path, { number })
    expect([again.status, again.json.requestedAt]).toEqual([201, '2026-11-08T00:00:00.000Z'])
    bridge.clock.now = undefined
  })

  test('can be taken away, and is nobody else’s to see or take', async () => {
    const [one, other] = [await bridge.newAccount(), await bridge.newAccount()]
    await one.send('POST', path, { number })
    expect((await other.send('GET', path)).json.data).toEqual([])
    const one_ = `${path}/${encodeURIComponent(number)}`
    expect((await other.send('DELETE', one_)).status).toBe(404)
    expect((await one.send('DELETE', one_)).status).toBe(204)
    expect((await one.send('DELETE', one_)).status).toBe(404)
    expect((await one.send('GET', path)).json.data).toEqual([])
  })
})

describe('a flow', () => {
  const create = async (flow: Record<string, unknown>) => {
    const { send } = await bridge.newAccount()
    return send('POST', '/v1/numbers', { number: freshNumber(), label: 'Van', kind: 'source', flow })
  }

  test('forwards calls to any phone that is named, confirmed or not', async () => {
    expect((await create({ forwardTo: ['+15555550100', '+4915112345678'] })).status).toBe(201)
  })

  test.each([
    ['a British premium number', { forwardTo: ['+449098790123'] }, 'flow.forwardTo.0'],
    ['a personal number', { forwardTo: ['+442079460000', '+447012345678'] }, 'flow.forwardTo.1'],
    ['a satellite', { forwardTo: ['+881612345678'] }, 'flow.forwardTo.0'],
    [
      'an American premium number when nobody answers',
      { forwardTo: ['+442079460000'], missed: { forwardTo: ['+19005550123'] } },
      'flow.missed.forwardTo.0',
    ],
    [
      'one for texts',
      { forwardTo: ['+442079460000'], textForwardTo: ['+449098790123'] },
      'flow.textForwardTo.0',
    ],
  ])('does not forward to %s', async (_, flow, at) => {
    const { status, json } = await create(flow)
    expect([status, json.code]).toEqual([422, 'invalid_body'])
    expect(json.errors).toEqual([{ path: at, message: expect.stringContaining('premium-rate') }])
  })

  test.each([
    ['the usual text to whoever calls in vain', { textBack: true }],
    ['words of its own', { textBack: '{business} will call you. Reply STOP to opt out.' }],
    [
      'the rest of it',
      { textBack: { message: 'Sorry!', when: ['voicemail'], campaignId: 'cmp_1', everyHours: 48 } },
    ],
    ['phones and an address for texts', { textForwardTo: [number], textEmail: 'desk@example.com' }],
    ['its own phones for texts', { textForwardTo: true }],
  ])('keeps %s', async (_, fields) => {
    const { status, json } = await create({ forwardTo: ['+442079460000'], ...fields })
    expect(status).toBe(201)
    expect(json.flow).toMatchObject(fields)
  })

  test.each([
    ['an outcome that is none', { textBack: { when: ['answered'] } }],
    ['no address', { textEmail: 'desk' }],
    ['more phones than texts are sent on to', { textForwardTo: Array(6).fill(number) }],
  ])('refuses %s', async (_, fields) => {
    expect((await create({ forwardTo: ['+442079460000'], ...fields })).status).toBe(422)
  })
})
