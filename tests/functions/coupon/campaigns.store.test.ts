import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { couponOperations } from '../../../functions/coupon/operations.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { openShop, plainCampaign, type Shop, start } from './support.ts'

let tables: Tables
let shop: Shop
beforeAll(async () => {
  tables = await createTestTables()
  shop = await openShop(tables.ledger)
})
afterAll(() => tables.drop())

const campaignsOf = async (of: Shop) => (await of.items()).filter(({ sk }) => sk.startsWith('campaign#'))

describe('POST /v1/campaigns', () => {
  test('answers the whole campaign with what it was not told', async () => {
    const { status, json } = await shop.send('POST', '/v1/campaigns', plainCampaign)
    expect(status).toBe(201)
    expect(json).toEqual({
      ...plainCampaign,
      id: expect.stringMatching(/^cmp_/),
      kind: 'coupon',
      digits: 9,
      maxUses: 1,
      active: true,
      voidPolicy: 'return-use',
      acceptableRisk: expect.any(Number),
      createdAt: start,
    })
    expect((await shop.send('GET', `/v1/campaigns/${json.id}`)).json).toEqual(json)
  })

  test('keeps all that it is told, times in UTC', async () => {
    const told = {
      ...plainCampaign,
      direction: 'web-to-phone',
      kind: 'source',
      benefit: { kind: 'amount', amount: 1000, currency: 'GBP' },
      digits: 8,
      maxUses: 500,
      campaignMaxUses: 400,
      perPerson: 2,
      minimumOrder: { amount: 5000, currency: 'GBP' },
      source: { source: 'flyer', medium: 'print' },
      voidPolicy: 'keep-use',
      acceptableRisk: 0.3,
      active: false,
    }
    const json = await shop.newCampaign({
      ...told,
      startsAt: '2026-12-01T00:00:00+01:00',
      endsAt: '2026-12-31T23:00:00Z',
    })
    expect(json).toMatchObject({
      ...told,
      startsAt: '2026-11-30T23:00:00.000Z',
      endsAt: '2026-12-31T23:00:00.000Z',
    })
  })

  test.each(['PT1H', 'PT90M', 'P1Y6M', 'P2W', 'P1DT12H', 'P0DT1S'])(
    'takes %s for a validity',
    async (validFor) => {
      expect(await shop.newCampaign({ validFor })).toMatchObject({ validFor })
    },
  )

  test('six digits serve by phone', async () => {
    expect(await shop.newCampaign({ direction: 'web-to-phone' })).toMatchObject({ digits: 6 })
  })

  test.each([
    ['no name', { name: undefined }, 'name'],
    ['a name of blanks', { name: ' ' }, 'name'],
    ['no direction', { direction: undefined }, 'direction'],
    ['a direction that is none', { direction: 'up' }, 'direction'],
    ['no benefit', { benefit: undefined }, 'benefit'],
    ['a benefit of no kind', { benefit: {} }, 'benefit.kind'],
    ['a discount beyond all', { benefit: { kind: 'percent', percent: 101 } }, 'benefit.percent'],
    ['no discount', { benefit: { kind: 'percent', percent: 0 } }, 'benefit.percent'],
    ['money in no currency', { benefit: { kind: 'amount', amount: 1, currency: 'XYZ' } }, 'benefit.currency'],
    ['half a penny', { benefit: { kind: 'amount', amount: 0.5, currency: 'GBP' } }, 'benefit.amount'],
    ['a gift without name', { benefit: { kind: 'gift', description: '' } }, 'benefit.description'],
    ['a benefit with more', { benefit: { kind: 'none', percent: 1 } }, 'benefit.percent'],
    ['no validity', { validFor: undefined }, 'validFor'],
    ['a validity in words', { validFor: '30 days' }, 'validFor'],
    ['a validity of nothing', { validFor: 'P' }, 'validFor'],
    ['a validity of no time', { validFor: 'PT0S' }, 'validFor'],
    ['a validity back in time', { validFor: '-P1D' }, 'validFor'],
    ['a validity of a century', { validFor: 'P100Y' }, 'validFor'],
    ['three digits', { digits: 3 }, 'digits'],
    ['a digit and a half', { digits: 6.5 }, 'digits'],
    ['no use', { maxUses: 0 }, 'maxUses'],
    ['uses in words', { perPerson: 'one' }, 'perPerson'],
    ['a day for a time', { startsAt: '2026-12-01' }, 'startsAt'],
    ['a day that is none', { endsAt: '2026-02-30T00:00:00Z' }, 'endsAt'],
    [
      'an end before the start',
      { startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' },
      'endsAt',
    ],
    ['a source code of no source', { kind: 'source' }, 'source'],
    ['a source of a coupon', { source: { source: 'flyer' } }, 'source'],
    ['a certain risk', { acceptableRisk: 2 }, 'acceptableRisk'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('%s is refused, with the field, and nothing is written', async (_label, change, path) => {
    const own = await openShop(tables.ledger)
    const { status, json } = await own.send('POST', '/v1/campaigns', { ...plainCampaign, ...change })
    expect([status, json.code]).toEqual([422, 'invalid_body'])
    expect(json.errors.map((error) => error.path)).toEqual([path])
    expect(json.errors[0]?.message.length).toBeGreaterThan(8)
    expect(await campaignsOf(own)).toEqual([])
  })
})

describe('PATCH /v1/campaigns/{id}', () => {
  test('changes what it names and leaves the rest; null removes', async () => {
    const before = await shop.newCampaign({ perPerson: 1, endsAt: '2026-12-31T00:00:00Z' })
    const { status, json } = await shop.send('PATCH', `/v1/campaigns/${before.id}`, {
      name: 'Paused',
      active: false,
      perPerson: 3,
      endsAt: null,
    })
    expect(status).toBe(200)
    const { endsAt: _gone, ...kept } = before
    expect(json).toEqual({ ...kept, name: 'Paused', active: false, perPerson: 3 })
    expect((await shop.send('GET', `/v1/campaigns/${before.id}`)).json).toEqual(json)
  })

  test.each([
    ['how its codes look', { digits: 7 }, 'digits'],
    ['which way it goes', { direction: 'both' }, 'direction'],
    ['a limit that was not counted', { perPerson: 1 }, 'perPerson'],
    ['an end before its start', { endsAt: '2026-11-30T00:00:00Z' }, 'endsAt'],
  ])('does not change %s', async (_label, change, path) => {
    const before = await shop.newCampaign({ startsAt: '2026-12-01T00:00:00Z' })
    const { status, json } = await shop.send('PATCH', `/v1/campaigns/${before.id}`, change)
    expect([status, json.errors?.map((error) => error.path)]).toEqual([422, [path]])
    expect((await shop.send('GET', `/v1/campaigns/${before.id}`)).json).toEqual(before)
  })
})

test('the list is in the order of creation, page by page', async () => {
  const own = await openShop(tables.ledger)
  const made = []
  for (let index = 0; index < 5; index++) made.push((await own.newCampaign({ name: `No. ${index}` })).id)
  const first = await own.send('GET', '/v1/campaigns?limit=3')
  const second = await own.send('GET', `/v1/campaigns?limit=3&cursor=${first.json.nextCursor}`)
  expect([...first.json.data, ...second.json.data].map(({ id }) => id)).toEqual(made)
  expect(second.json.nextCursor).toBeNull()
})

describe('accounts are walls', () => {
  const managed = couponOperations.filter(({ auth }) => auth === 'secret')

  test.each(managed.map(({ method, path }) => [method, path]))(
    '%s %s needs a secret key',
    async (method, path) => {
      const address = path.replace('{id}', 'cmp_1').replace('{code}', '4820913').replace('{callSid}', 'CA1')
      const body = method === 'get' ? undefined : {}
      expect((await shop.anybody(method.toUpperCase(), address, body)).status).toBe(401)
      const withSiteKey = { authorization: `Bearer ${shop.siteKey}` }
      expect((await shop.anybody(method.toUpperCase(), address, body, withSiteKey)).status).toBe(401)
    },
  )

  test('another account’s campaigns, codes and calls are not found, and stay as they are', async () => {
    const [ours, theirs] = [await openShop(tables.ledger), await openShop(tables.ledger)]
    // So that their codes' length is one of ours.
    await ours.newCampaign()
    const campaign = await theirs.newCampaign()
    const code = await theirs.newCode(campaign.id)
    await theirs.recordCall('CA1')
    const before = await theirs.items()
    const tries: [string, string, unknown, number][] = [
      ['GET', `/v1/campaigns/${campaign.id}`, undefined, 404],
      ['PATCH', `/v1/campaigns/${campaign.id}`, { name: 'Stolen' }, 404],
      ['POST', `/v1/campaigns/${campaign.id}/codes`, { count: 1 }, 404],
      ['GET', `/v1/campaigns/${campaign.id}/codes`, undefined, 404],
      ['GET', `/v1/campaigns/${campaign.id}/codes?format=csv`, undefined, 404],
      ['POST', '/v1/codes', { campaignId: campaign.id }, 422],
      ['GET', `/v1/codes/${code.code}`, undefined, 404],
      ...['check', 'hold', 'release', 'redeem', 'void'].map((verb): [string, string, unknown, number] => [
        'POST',
        `/v1/codes/${code.code}/${verb}`,
        {},
        404,
      ]),
      ['POST', '/v1/redemptions', { code: code.code }, 404],
      ['POST', '/v1/calls/CA1/code', { code: code.code }, 404],
      ['POST', '/v1/calls/CA1/give-code', { campaignId: campaign.id }, 404],
    ]
    for (const [method, path, body, status] of tries) {
      expect((await ours.send(method, path, body)).status, `${method} ${path}`).toBe(status)
    }
    expect(await theirs.items()).toEqual(before)
    expect(JSON.stringify(await ours.send('GET', '/v1/campaigns'))).not.toContain(campaign.id)
  })
})
