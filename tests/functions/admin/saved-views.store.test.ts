import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

const campaigns = {
  name: 'Paid search, by campaign',
  path: '/sources?groupBy=campaign&channel=Paid%20Search',
}

describe('saved views', () => {
  it('are listed in the order of their saving, renamed, led elsewhere and forgotten', async () => {
    const { send } = await bridge.newAccount()
    const first = await send('POST', '/v1/saved-views', campaigns)
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject(campaigns)
    const second = await send('POST', '/v1/saved-views', { name: ' Missed ', path: '/calls?outcome=missed' })
    expect(second.json.name).toBe('Missed')

    const renamed = await send('PATCH', `/v1/saved-views/${first.json.id}`, { name: 'Campaigns' })
    expect(renamed.json).toEqual({ ...first.json, name: 'Campaigns' })
    expect((await send('GET', '/v1/saved-views')).json.data).toEqual([renamed.json, second.json])

    expect((await send('DELETE', `/v1/saved-views/${first.json.id}`)).status).toBe(204)
    expect((await send('DELETE', `/v1/saved-views/${first.json.id}`)).status).toBe(404)
    expect((await send('PATCH', `/v1/saved-views/${first.json.id}`, { name: 'Again' })).status).toBe(404)
    expect((await send('GET', '/v1/saved-views')).json.data).toEqual([second.json])
  })

  it('lead nowhere but into the console', async () => {
    const { send } = await bridge.newAccount()
    const answer = await send('POST', '/v1/saved-views', {
      name: 'Elsewhere',
      path: '//evil.example/sources',
    })
    expect([answer.status, answer.json.errors?.map(({ path }) => path)]).toEqual([422, ['path']])
  })

  it('are at most a hundred', async () => {
    const { send } = await bridge.newAccount()
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        send('POST', '/v1/saved-views', { ...campaigns, name: `View ${index}` }),
      ),
    )
    const answer = await send('POST', '/v1/saved-views', campaigns)
    expect([answer.status, answer.json.code]).toEqual([409, 'too_many'])
  })

  it('are another account’s to nobody', async () => {
    const [ours, theirs] = [await bridge.newAccount('Ours'), await bridge.newAccount('Theirs')]
    const { json } = await theirs.send('POST', '/v1/saved-views', campaigns)
    expect((await ours.send('GET', '/v1/saved-views')).json.data).toEqual([])
    expect((await ours.send('PATCH', `/v1/saved-views/${json.id}`, { name: 'Stolen' })).status).toBe(404)
    expect((await ours.send('DELETE', `/v1/saved-views/${json.id}`)).status).toBe(404)
    expect((await theirs.send('GET', '/v1/saved-views')).json.data).toEqual([json])
  })
})
