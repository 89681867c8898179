import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { openShop, type Shop, type ShopOptions } from './support.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

async function open(options?: ShopOptions): Promise<Shop> {
  const shop = await openShop(tables.ledger, options)
  await shop.recordCall('CA1')
  return shop
}
const quote = (shop: Shop, code: string, callSid = 'CA1') =>
  shop.send('POST', `/v1/calls/${callSid}/code`, { code })
const give = (shop: Shop, body: unknown, callSid = 'CA1') =>
  shop.send('POST', `/v1/calls/${callSid}/give-code`, body)

describe('POST /v1/calls/{callSid}/code', () => {
  test('redeems what the caller quoted, once for each call', async () => {
    const shop = await open()
    const campaign = await shop.newCampaign({ direction: 'web-to-phone' })
    const { code, display } = await shop.newCode(campaign.id, { sessionId: 'ses_1' })
    const first = await quote(shop, display)
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject({ code, campaignId: campaign.id, redeemedAt: shop.clock.now })
    const again = await quote(shop, code)
    expect([again.status, again.json]).toEqual([200, first.json])
    await shop.recordCall('CA2')
    expect((await quote(shop, code, 'CA2')).json.code).toBe('code_used')
    expect((await shop.send('GET', `/v1/codes/${code}`)).json.history).toMatchObject([
      { event: 'issued', sessionId: 'ses_1' },
      { event: 'used', how: 'agent', callSid: 'CA1' },
    ])
  })

  test('a caller may use as much as a person may, whatever the call', async () => {
    const shop = await open()
    const { id } = await shop.newCampaign({ perPerson: 1 })
    const [one, two] = [await shop.newCode(id), await shop.newCode(id)]
    await shop.recordCall('CA2')
    expect((await quote(shop, one.code)).status).toBe(201)
    expect((await quote(shop, two.code, 'CA2')).json.code).toBe('limit_reached')
  })

  test('a withheld number is a caller like another', async () => {
    const shop = await open()
    await shop.recordCall('CA9', { caller: undefined, sealedCaller: undefined })
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    expect((await quote(shop, code, 'CA9')).status).toBe(201)
  })

  test.each([
    ['an unknown call', 'CA404', '4820913365', 404, 'not_found'],
    ['a call without end', 'C'.repeat(2000), '4820913365', 404, 'not_found'],
    ['what is no code', 'CA1', 'hello', 422, 'code_malformed'],
    ['a mistyped code', 'CA1', '4820913364', 422, 'code_malformed'],
    ['no code of ours', 'CA1', '4820913365', 404, 'code_unknown'],
  ])('%s is refused', async (_label, callSid, code, status, problem) => {
    const shop = await open()
    await shop.newCampaign()
    const answer = await quote(shop, code, callSid)
    expect([answer.status, answer.json.code]).toEqual([status, problem])
  })
})

describe('POST /v1/calls/{callSid}/give-code', () => {
  test('by the agent: a code of the call to read out', async () => {
    const shop = await open()
    const { id } = await shop.newCampaign()
    const { status, json } = await give(shop, { campaignId: id, by: 'agent' })
    expect(status).toBe(201)
    expect(json).toMatchObject({ campaignId: id, callSid: 'CA1', status: 'live', spoken: expect.any(String) })
    expect(shop.texts).toEqual([])
  })

  test('by text: the caller gets it from the number that was dialled', async () => {
    const shop = await open({ account: { branding: { name: 'Sash & Sons' } } })
    const { id } = await shop.newCampaign()
    const { status, json } = await give(shop, { campaignId: id, by: 'sms' })
    expect(status).toBe(201)
    expect(shop.texts).toMatchObject([{ to: '+447700900123', from: '+442079460000', dedupeKey: json.code }])
    expect(shop.texts[0]?.body).toContain(json.display)
    expect(shop.texts[0]?.body).toContain('Sash & Sons')
    expect(shop.texts[0]?.body).toContain(`https://calls.shop.example/redeem?key=${shop.siteKey}`)
  })

  test('what was read out comes by text, too: the same code, of this call alone', async () => {
    let refused = false
    const shop = await open({
      onText: () => (refused ? { refused: 'stopped', detail: 'No more texts.' } : 'sent'),
    })
    const { id: campaignId } = await shop.newCampaign()
    const { json: said } = await give(shop, { campaignId, by: 'agent' })
    const again = { campaignId, by: 'sms', code: said.display }
    expect(await give(shop, again)).toMatchObject({ status: 200, json: { code: said.code } })
    expect(shop.texts).toMatchObject([{ dedupeKey: said.code }])
    expect(shop.texts[0]?.body).toContain(said.display)
    await shop.recordCall('CA8')
    expect(await give(shop, again, 'CA8')).toMatchObject({ status: 404, json: { code: 'code_unknown' } })
    // It was said, so it stands whatever becomes of the text.
    refused = true
    expect((await give(shop, again)).json.code).toBe('text_refused')
    const codes = (await shop.items('code#')).filter(({ sk }) => sk === 'code')
    expect(codes.map(({ state }) => state)).toEqual(['live'])
  })

  test('a text that can’t be sent leaves no code that anybody could use', async () => {
    const shop = await open({
      onText: () => ({ refused: 'stopped', detail: 'The recipient asked for no more texts.' }),
    })
    const { id } = await shop.newCampaign()
    const { status, json } = await give(shop, { campaignId: id, by: 'sms' })
    expect([status, json.code, json.detail]).toEqual([
      409,
      'text_refused',
      'The recipient asked for no more texts.',
    ])
    const codes = (await shop.items('code#')).filter(({ sk }) => sk === 'code')
    expect(codes.map(({ state }) => state)).toEqual(['voided'])
  })

  test('a text that may have been sent leaves its code as it is', async () => {
    const shop = await open({ onText: () => ({ refused: 'twilio', detail: 'No clear answer.' }) })
    const { id } = await shop.newCampaign()
    expect((await give(shop, { campaignId: id, by: 'sms' })).json.code).toBe('text_refused')
    const codes = (await shop.items('code#')).filter(({ sk }) => sk === 'code')
    expect(codes.map(({ state }) => state)).toEqual(['live'])
  })

  test.each([
    ['an unknown call', 'CA404', {}, 404, 'not_found'],
    ['an unknown campaign', 'CA1', { campaignId: 'cmp_1' }, 422, 'campaign_unknown'],
    ['another way', 'CA1', { by: 'pigeon' }, 422, 'invalid_body'],
    ['a text to nobody', 'CA9', { by: 'sms' }, 409, 'text_refused'],
  ])('%s is refused, and no code is issued', async (_label, callSid, change, status, problem) => {
    const shop = await open()
    await shop.recordCall('CA9', { caller: undefined, sealedCaller: undefined })
    const { id: campaignId } = await shop.newCampaign()
    const answer = await give(shop, { campaignId, ...change }, callSid)
    expect([answer.status, answer.json.code]).toEqual([status, problem])
    expect((await shop.items('code#')).filter(({ sk }) => sk === 'code')).toEqual([])
  })
})
