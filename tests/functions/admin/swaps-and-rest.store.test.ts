import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VoiceFact } from '../../../shared/domain/fact.ts'
import { addDays, type Instant } from '../../../shared/domain/time.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge, freshNumber, type Send } from './bridge.ts'

const now: Instant = '2026-11-22T12:00:00.000Z'

let tables: Tables
let bridge: Bridge
let send: Send
let account: string
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
  bridge.clock.now = now
  ;({ send, id: account } = await bridge.newAccount())
})
afterAll(() => tables.drop())

const target = '+442079460000'
const source = { source: 'google', medium: 'cpc' }
const post = (fields: Record<string, unknown> = {}) =>
  send('POST', '/v1/numbers', { number: freshNumber(), label: 'Ads', kind: 'source', source, ...fields })
const patch = (id: string, fields: Record<string, unknown>) => send('PATCH', `/v1/numbers/${id}`, fields)
const newPool = async (fields: Record<string, unknown> = {}) =>
  (await send('POST', '/v1/pools', { name: 'Site', swapTargets: [target], ...fields })).json.id
const slot = (pool: string, number: unknown) =>
  tables.ledger.get(ledgerKeys.slot(account, pool, String(number)))
const swapOf = (id: string) => tables.ledger.get(ledgerKeys.staticSwap(account, id))

describe('a source number that pages show', () => {
  test('is answered as it was set up, rings where the page’s own number would, and pages know of it', async () => {
    const fields = { swapTargets: ['+44 20 7946 0000'], swapWhen: { channel: 'Paid Search' } }
    const { status, json } = await post(fields)
    expect(status).toBe(201)
    expect(json).toMatchObject({ swapTargets: [target], swapWhen: { channel: 'Paid Search' } })
    expect((await send('GET', `/v1/numbers/${json.id}`)).json).toEqual(json)
    expect(await tables.ledger.get(ledgerKeys.route(String(json.number)))).toMatchObject({
      flow: { forwardTo: [target] },
    })
    expect(await swapOf(json.id)).toMatchObject({ number: json.number, when: { channel: 'Paid Search' } })
  })

  test('is shown to the visitors of its own source unless it says to whom', async () => {
    const { json } = await post({ swapTargets: [target] })
    expect(await swapOf(json.id)).toMatchObject({ when: source })
    await patch(json.id, { source: { source: 'bing' } })
    expect(await swapOf(json.id)).toMatchObject({ when: { source: 'bing' } })
    await patch(json.id, { swapWhen: {} })
    expect(await swapOf(json.id)).toMatchObject({ when: {} })
    await patch(json.id, { swapWhen: null, swapTargets: null })
    expect(await swapOf(json.id)).toBeUndefined()
  })

  test('leaves the pages when it joins a pool, and when it is given up', async () => {
    const [one, two] = [
      (await post({ swapTargets: [target] })).json,
      (await post({ swapTargets: [target] })).json,
    ]
    const poolId = await newPool()
    expect((await patch(one.id, { kind: 'pool', poolId })).json).not.toHaveProperty('swapTargets')
    await send('DELETE', `/v1/numbers/${two.id}`)
    expect([await swapOf(one.id), await swapOf(two.id)]).toEqual([undefined, undefined])
  })

  test.each([
    ['of what it stands for nothing is said', { source: undefined, swapTargets: [target] }, 'source'],
    ['to whom, but instead of what?', { swapWhen: {} }, 'swapTargets'],
    ['no target', { swapTargets: [] }, 'swapTargets'],
    ['a channel that is none', { swapTargets: [target], swapWhen: { channel: 'Ads' } }, 'swapWhen.channel'],
    ['a condition that is none', { swapTargets: [target], swapWhen: { city: 'x' } }, 'swapWhen.city'],
    ['itself', { number: '+442079460777', swapTargets: ['+442079460777'] }, 'swapTargets.0'],
    ['letters that lead elsewhere', { swapTargets: [target], display: '0800 FLOWERS' }, 'display'],
    ['a rest', { restingUntil: addDays(now, 1) }, 'restingUntil'],
  ])('is refused: %s', async (_label, fields, path) => {
    const { status, json } = await post(fields)
    expect([status, json.errors?.map((error) => error.path)]).toEqual([422, [path]])
  })

  test.each(['swapTargets', 'swapWhen', 'display'])('a pool number has no %s', async (name) => {
    const poolId = await newPool()
    const value = { swapTargets: [target], swapWhen: {}, display: '020' }[name]
    const { status, json } = await post({ kind: 'pool', poolId, [name]: value })
    expect([status, json.errors?.map((error) => error.path)]).toEqual([422, [name]])
  })
})

describe('how a pool’s numbers are written', () => {
  test('is a layout, kept and removed', async () => {
    const id = await newPool({ display: '###.###.####' })
    expect((await send('GET', `/v1/pools/${id}`)).json.display).toBe('###.###.####')
    expect((await send('PATCH', `/v1/pools/${id}`, { display: null })).json).not.toHaveProperty('display')
  })
  test.each(['0800 FLOWERS', '####', '#'.repeat(16)])('%s is no layout', async (display) => {
    const { status, json } = await send('POST', '/v1/pools', { name: 'Site', swapTargets: [target], display })
    expect([status, json.errors?.map(({ path }) => path)]).toEqual([422, ['display']])
  })
})

describe('a pool number that rests', () => {
  test('from the beginning, until its time: its slot says so, and the answer as long as it holds', async () => {
    const poolId = await newPool()
    const until = addDays(now, 7)
    const { json } = await post({ kind: 'pool', poolId, restingUntil: '2026-11-29T13:00:00+01:00' })
    expect(json).toMatchObject({ restingUntil: until, restingSince: now, restingBecause: 'set' })
    expect(await slot(poolId, json.number)).toMatchObject({ restingUntil: until })
    bridge.clock.now = until
    expect((await send('GET', `/v1/numbers/${json.id}`)).json).not.toHaveProperty('restingUntil')
    bridge.clock.now = now
  })

  test('is set aside and given back by hand, in whichever pool it is', async () => {
    const [first, second] = [await newPool(), await newPool()]
    const { json } = await post({ kind: 'pool', poolId: first })
    const until = addDays(now, 1)
    expect((await patch(json.id, { restingUntil: until })).json).toMatchObject({ restingUntil: until })
    expect(await slot(first, json.number)).toMatchObject({ restingUntil: until })
    await patch(json.id, { poolId: second })
    expect(await slot(second, json.number)).toMatchObject({ restingUntil: until })
    const back = (await patch(json.id, { restingUntil: null })).json
    expect(Object.keys(back).filter((name) => /rest|trust/.test(name))).toEqual([])
    expect(await slot(second, json.number)).not.toHaveProperty('restingUntil')
  })
})

describe('a call that was a wrong number', () => {
  let callsMade = 0
  async function calls(number: string, count: number): Promise<string[]> {
    const sids = Array.from({ length: count }, () => `CAw${++callsMade}`)
    for (const callSid of sids) {
      const fact: VoiceFact = { fact: 'voice', account, callSid, number, at: now }
      await createCallStore(tables.ledger).record(fact)
    }
    return sids
  }

  test('is spam with a tag that says why; taken back it is neither', async () => {
    const [sid] = await calls(freshNumber(), 1)
    const change = (fields: object) => send('PATCH', `/v1/calls/${sid}`, fields)
    await change({ tags: ['north'] })
    expect((await change({ wrongNumber: true })).json).toMatchObject({
      spam: true,
      tags: ['north', 'wrong-number'],
    })
    bridge.clock.now = addDays(now, 1)
    expect((await change({ wrongNumber: false })).json).toMatchObject({ spam: false, tags: ['north'] })
    bridge.clock.now = now
  })

  test('three of them set the pool number aside; who gives it back is not gainsaid by the same calls', async () => {
    const poolId = await newPool()
    const { json } = await post({ kind: 'pool', poolId })
    await post({ kind: 'pool', poolId })
    const marked = await calls(String(json.number), 3)
    for (const sid of marked) await send('PATCH', `/v1/calls/${sid}`, { wrongNumber: true })
    const until = addDays(now, 14)
    expect((await send('GET', `/v1/numbers/${json.id}`)).json).toMatchObject({
      restingUntil: until,
      restingBecause: 'wrong-numbers',
    })
    expect(await slot(poolId, json.number)).toMatchObject({ restingUntil: until })

    bridge.clock.now = addDays(now, 1)
    await patch(json.id, { restingUntil: null })
    await send('PATCH', `/v1/calls/${marked[0]}`, { wrongNumber: false })
    await send('PATCH', `/v1/calls/${marked[0]}`, { wrongNumber: true })
    expect((await send('GET', `/v1/numbers/${json.id}`)).json).not.toHaveProperty('restingUntil')
    bridge.clock.now = now
  })
})

describe('networks that are left out', () => {
  test('are kept as they are written', async () => {
    const excludedNetworks = ['203.0.113.0/24', '198.51.100.7', '2001:db8::/32']
    const { status, json } = await send('PATCH', '/v1/account', { excludedNetworks })
    expect([status, json.excludedNetworks]).toEqual([200, excludedNetworks])
  })
  test.each(['office', '203.0.113.0/33', '0.0.0.0/0', '10.0.0.0/7', '2000::/3'])(
    '%s is refused',
    async (network) => {
      const { status, json } = await send('PATCH', '/v1/account', { excludedNetworks: [network] })
      expect([status, json.errors?.map(({ path }) => path)]).toEqual([422, ['excludedNetworks.0']])
    },
  )
})
