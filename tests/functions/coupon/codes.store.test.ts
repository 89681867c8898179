import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type AnswerBody, openShop, type Shop } from './support.ts'

let tables: Tables
let shop: Shop
beforeAll(async () => {
  tables = await createTestTables()
  shop = await openShop(tables.ledger)
})
afterAll(() => tables.drop())

const newCode = async (campaign: Record<string, unknown> = {}, fields: Record<string, unknown> = {}) =>
  shop.newCode((await shop.newCampaign(campaign)).id, fields)
const act = async (verb: string, code: string, body: unknown = {}) =>
  shop.send('POST', `/v1/codes/${code}/${verb}`, body)
const codeOf = async (verb: string, code: string, body: unknown = {}) => {
  const { status, json } = await act(verb, code, body)
  return status < 300 ? status : json.code
}
const eventsOf = async (code: string) =>
  ((await shop.send('GET', `/v1/codes/${code}`)).json as AnswerBody).history

describe('POST /v1/codes', () => {
  test('answers all that the contract names', async () => {
    const { id: campaignId } = await shop.newCampaign({ direction: 'web-to-phone' })
    const json = await shop.newCode(campaignId, { sessionId: 'ses_1' })
    expect(json).toEqual({
      code: expect.stringMatching(/^\d{7}$/),
      display: `${json.code.slice(0, 3)}-${json.code.slice(3)}`,
      spoken: expect.stringMatching(/^\w+, \w+, \w+\. \w+, \w+, \w+, \w+\.$/),
      direction: 'web-to-phone',
      status: 'live',
      campaignId,
      maxUses: 1,
      used: 0,
      issuedAt: '2026-11-22T12:00:00.000Z',
      expiresAt: '2026-12-22T12:00:00.000Z',
      sessionId: 'ses_1',
    })
    for (const spelling of [json.code, json.display, `%20${json.code}`]) {
      expect((await shop.send('GET', `/v1/codes/${spelling}`)).json).toMatchObject(json)
    }
  })

  test('a referrer is known by a hash alone', async () => {
    const { code } = await newCode({ kind: 'referral', maxUses: 5 }, { holder: { phone: '+44 7700 900123' } })
    const [item] = (await shop.items(`code#${code}`)).filter(({ sk }) => sk === 'code')
    expect(item?.holder).toBe(shop.vault.hash(shop.account, 'phone', '+447700900123'))
    expect(JSON.stringify(await shop.items(`code#${code}`))).not.toContain('7700900123')
  })

  test.each([
    ['no campaign', { campaignId: undefined }, 'invalid_body', 'campaignId'],
    ['an unknown campaign', { campaignId: 'cmp_1' }, 'campaign_unknown', 'campaignId'],
    ['another kind’s id', { campaignId: 'pol_1' }, 'campaign_unknown', 'campaignId'],
    ['a session and a call', { sessionId: 'ses_1', callSid: 'CA1' }, 'invalid_body', 'callSid'],
    ['a session that is no text', { sessionId: 7 }, 'invalid_body', 'sessionId'],
    ['a holder who is nobody', { holder: { phone: '12' } }, 'invalid_body', 'holder'],
    ['an unknown field', { session: 'ses_1' }, 'invalid_body', 'session'],
  ])('%s is refused, and no code is issued', async (_label, change, code, path) => {
    const own = await openShop(tables.ledger)
    const { id: campaignId } = await own.newCampaign()
    const { status, json } = await own.send('POST', '/v1/codes', { campaignId, ...change })
    expect([status, json.code, json.errors.map((error) => error.path)]).toEqual([422, code, [path]])
    expect(await own.items('code#')).toHaveLength(1)
  })

  test('a campaign that is paused issues none, and one whose codes would be guessed tells the arithmetic', async () => {
    const paused = await shop.newCampaign({ active: false })
    const { status, json } = await shop.send('POST', '/v1/codes', { campaignId: paused.id })
    expect([status, json.code, json.detail]).toEqual([409, 'mint_refused', 'The campaign is not active.'])
    const risky = await shop.newCampaign({ digits: 4, acceptableRisk: 0.001 })
    const refused = await shop.send('POST', '/v1/codes', { campaignId: risky.id })
    expect([refused.status, refused.json.code]).toEqual([409, 'mint_refused'])
    expect(refused.json.detail).toMatch(/100 guesses.*%.*digits\.$/)
  })

  test('an Idempotency-Key gets the same code again', async () => {
    const { id: campaignId } = await shop.newCampaign()
    const send = () => shop.send('POST', '/v1/codes', { campaignId }, { 'idempotency-key': campaignId })
    const [first, again] = [await send(), await send()]
    expect([first.status, again.text]).toEqual([201, first.text])
  })
})

describe('a code’s life', () => {
  test('check says what redeem would, and changes nothing', async () => {
    const { code } = await newCode()
    const before = await shop.items(`code#${code}`)
    expect((await act('check', code)).json).toMatchObject({
      code,
      redeemable: true,
      status: 'live',
      benefit: { kind: 'percent', percent: 10 },
    })
    expect(await shop.items(`code#${code}`)).toEqual(before)
    await act('redeem', code, { sessionId: 'ses_1' })
    expect(await codeOf('check', code, { sessionId: 'ses_2' })).toBe('code_used')
    expect((await act('check', code, { sessionId: 'ses_1' })).json).toMatchObject({
      redeemable: true,
      status: 'used',
    })
  })

  test('a hold keeps others out and its holder in, and ends by time, by release and by use', async () => {
    const { code } = await newCode()
    shop.clock.forward(1)
    const held = await act('hold', code, { holder: 'till 4', minutes: 5 })
    expect(held.json).toMatchObject({
      status: 'held',
      holder: 'till 4',
      heldUntil: '2026-11-22T12:05:01.000Z',
    })
    expect(await codeOf('redeem', code, { sessionId: 'ses_2' })).toBe('code_held')
    expect(await codeOf('hold', code, { holder: 'till 5' })).toBe('code_held')
    expect(await codeOf('release', code, { holder: 'till 5' })).toBe(200)
    expect(await codeOf('check', code, { sessionId: 'ses_2' })).toBe('code_held')
    expect(await codeOf('check', code, { sessionId: 'ses_2', holder: 'till 4' })).toBe(200)
    shop.clock.forward(1)
    expect((await act('release', code, { holder: 'till 4' })).json).toMatchObject({ status: 'live' })
    expect(await codeOf('check', code, { sessionId: 'ses_2' })).toBe(200)
    expect((await eventsOf(code)).map(({ event }) => event)).toEqual(['issued', 'held', 'released'])
  })

  test('a hold without a holder names one, which the redemption names in turn', async () => {
    const { code } = await newCode()
    const { holder } = (await act('hold', code)).json
    expect(holder).toMatch(/^hold_/)
    expect(await codeOf('redeem', code, { sessionId: 'ses_1' })).toBe('code_held')
    expect(await codeOf('redeem', code, { sessionId: 'ses_1', holder })).toBe(201)
  })

  test('a release without a holder ends every hold', async () => {
    const { code } = await newCode({ maxUses: 2 })
    for (const holder of ['a', 'b']) await act('hold', code, { holder })
    expect((await act('release', code)).json).toMatchObject({ status: 'live' })
    expect((await act('release', code)).json).not.toHaveProperty('heldUntil')
  })

  test('a use that is voided comes back or not, by the campaign’s policy', async () => {
    for (const [voidPolicy, useReturned, again] of [
      ['return-use', true, 201],
      ['keep-use', false, 'code_used'],
    ] as const) {
      const { code } = await newCode({ voidPolicy })
      const { redemptionId } = (await act('redeem', code, { sessionId: 'ses_1' })).json
      const voided = await act('void', code, { redemptionId, by: 'Ada', reason: 'Order returned' })
      expect(voided.json).toMatchObject({ useReturned })
      expect(await codeOf('redeem', code, { sessionId: 'ses_2' })).toBe(again)
      expect(await eventsOf(code)).toContainEqual(
        expect.objectContaining({ event: 'use-voided', redemptionId, by: 'Ada', reason: 'Order returned' }),
      )
    }
  })

  test('a code that is voided is worth nothing any more', async () => {
    const { code } = await newCode()
    expect((await act('void', code, { by: 'Ada', reason: 'Printed wrong' })).json).toMatchObject({
      status: 'voided',
    })
    for (const verb of ['check', 'hold', 'redeem']) expect(await codeOf(verb, code)).toBe('code_voided')
    expect((await eventsOf(code)).at(-1)).toMatchObject({
      event: 'voided',
      by: 'Ada',
      reason: 'Printed wrong',
    })
    expect(await codeOf('void', code)).toBe(200)
  })

  test('a redemption that is none can’t be voided', async () => {
    const { code } = await newCode()
    expect(await codeOf('void', code, { redemptionId: 'red_1' })).toBe('redemption_unknown')
    expect((await shop.send('GET', `/v1/codes/${code}`)).json.status).toBe('live')
  })

  test('an order of the same reference is one use; without any name each request is one', async () => {
    const { code } = await newCode({ maxUses: 3 })
    const order = { reference: 'A-1', value: { amount: 900, currency: 'GBP' } }
    expect(await codeOf('redeem', code, { order })).toBe(201)
    expect(await codeOf('redeem', code, { order })).toBe(200)
    expect([
      await codeOf('redeem', code),
      await codeOf('redeem', code),
      await codeOf('redeem', code),
    ]).toEqual([201, 201, 'code_used'])
  })

  test.each([
    ['check', { order: {} }, 'order.value'],
    ['hold', { minutes: 0 }, 'minutes'],
    ['hold', { minutes: 1441 }, 'minutes'],
    ['release', { holder: '' }, 'holder'],
    ['redeem', { session: 'ses_1' }, 'session'],
    ['void', { reason: 7 }, 'reason'],
  ])('%s with a bad body is refused, and nothing happens', async (verb, body, path) => {
    const { code } = await newCode()
    const before = await shop.items(`code#${code}`)
    const { status, json } = await act(verb, code, body)
    expect([status, json.errors.map((error) => error.path)]).toEqual([422, [path]])
    expect(await shop.items(`code#${code}`)).toEqual(before)
  })

  test.each(['abc', '482', '%E0%A4%A', '__proto__', '482091336%23'])('%s is no code', async (typed) => {
    for (const verb of ['check', 'hold', 'release', 'redeem', 'void']) {
      expect(await codeOf(verb, typed)).toBe('code_malformed')
    }
    expect((await shop.send('GET', `/v1/codes/${typed}`)).json.code).toBe('code_malformed')
  })
})
