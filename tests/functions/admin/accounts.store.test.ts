import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge, operatorKey } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

describe('POST /v1/accounts', () => {
  test('answers the whole account with its keys, and the defaults of the contract', async () => {
    const { status, json } = await bridge.as(operatorKey)('POST', '/v1/accounts', { name: 'A shop' })
    expect(status).toBe(201)
    expect(json).toEqual({
      id: expect.stringMatching(/^acc_[0-9a-z]{20}$/),
      name: 'A shop',
      timeZone: 'UTC',
      currency: 'GBP',
      recordingRetentionDays: 90,
      personalDataDays: null,
      respectedSignals: [],
      lookbackDays: 90,
      enquiryGapDays: 30,
      origins: ['*'],
      excludedVisitors: [],
      testCallers: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      secretKey: expect.stringMatching(/^sk_[0-9a-z]{32}$/),
      siteKey: expect.stringMatching(/^pk_[0-9a-z]{32}$/),
    })
    const seen = await bridge.as(json.secretKey)('GET', '/v1/account')
    const { secretKey: _secret, ...account } = json
    expect(seen.json).toEqual(account)
  })

  test('is the operator’s alone', async () => {
    const { secretKey, siteKey } = await bridge.newAccount()
    for (const key of [undefined, secretKey, siteKey, '', `${operatorKey}x`]) {
      const { status, json } = await bridge.as(key)('POST', '/v1/accounts', { name: 'A shop' })
      expect([status, json.code], String(key)).toEqual([401, 'unauthorized'])
    }
    expect((await bridge.as(operatorKey)('GET', '/v1/account')).status).toBe(401)
  })

  test.each([
    ['no name', {}, 'name', 'Required'],
    ['a name of spaces', { name: '  ' }, 'name', 'empty'],
    ['half a surrogate pair, which no store keeps', { name: 'a\ud800' }, 'name', 'Unicode'],
    ['a zone of no city', { name: 'A', timeZone: 'Europe/Atlantis' }, 'timeZone', 'IANA'],
    ['an offset is no zone: it has no summer time', { name: 'A', timeZone: '+01:00' }, 'timeZone', 'IANA'],
    ['a currency in lower case', { name: 'A', currency: 'gbp' }, 'currency', 'ISO 4217'],
    ['a currency that nobody has', { name: 'A', currency: 'QQQ' }, 'currency', 'ISO 4217'],
    ['an unknown field', { name: 'A', timezone: 'UTC' }, 'timezone', 'Unknown field'],
    ['a list for an object', [], '', 'object'],
  ])('refuses %s', async (_label, body, path, message) => {
    const { status, json } = await bridge.as(operatorKey)('POST', '/v1/accounts', body)
    expect([status, json.code]).toEqual([422, 'invalid_body'])
    expect(json.errors).toEqual([{ path, message: expect.stringContaining(message) }])
  })

  test('keeps no secret key in the clear, an answer remembered for its idempotency key included', async () => {
    const { json } = await bridge.as(operatorKey)(
      'POST',
      '/v1/accounts',
      { name: 'A careful shop' },
      { 'idempotency-key': 'careful' },
    )
    const stored: string[] = []
    for await (const page of tables.ledger.scan()) stored.push(JSON.stringify(page))
    expect(stored.join()).toContain('A careful shop')
    for (const key of [json.secretKey, operatorKey]) {
      expect(stored.join()).not.toContain(key.slice(3))
    }
  })
})

describe('the key', () => {
  test.each([
    ['none', {}],
    ['of another scheme', { authorization: 'Basic c2s6' }],
    ['no key in the header', { authorization: 'Bearer' }],
    ['an unknown key', { authorization: 'Bearer sk_unknown' }],
  ])('%s: 401 with the way to authenticate', async (_label, headers) => {
    const {
      status,
      json,
      headers: answered,
    } = await bridge.as(undefined)('GET', '/v1/account', undefined, headers)
    expect([status, json.code]).toEqual([401, 'unauthorized'])
    expect(answered.get('www-authenticate')).toMatch(/^Bearer realm="tieline"/)
    expect(answered.get('content-type')).toBe('application/problem+json')
  })

  test('a publishable key manages nothing', async () => {
    const { siteKey } = await bridge.newAccount()
    const { status, json } = await bridge.as(siteKey)('GET', '/v1/account')
    expect([status, json.code, json.detail]).toEqual([
      401,
      'unauthorized',
      expect.stringContaining('publishable'),
    ])
  })

  test('the scheme is read in any case (RFC 9110, 11.1)', async () => {
    const { secretKey } = await bridge.newAccount()
    const headers = { authorization: `bearer ${secretKey}` }
    expect((await bridge.as(undefined)('GET', '/v1/account', undefined, headers)).status).toBe(200)
  })
})

describe('PATCH /v1/account', () => {
  test('changes what is named and keeps the rest', async () => {
    const { id, send } = await bridge.newAccount('Before')
    const change = {
      timeZone: 'Europe/London',
      lookbackDays: 30,
      origins: ['https://shop.example', 'http://localhost:3000/'],
      excludedVisitors: ['vis_staff'],
    }
    const { status, json } = await send('PATCH', '/v1/account', change)
    expect(status).toBe(200)
    expect(json).toMatchObject({ id, name: 'Before', enquiryGapDays: 30, currency: 'GBP', lookbackDays: 30 })
    expect(json.origins).toEqual(['https://shop.example', 'http://localhost:3000'])
    expect((await send('GET', '/v1/account')).json).toEqual(json)
    expect((await send('PATCH', '/v1/account', {})).json).toEqual(json)
  })

  test('what may be texted is set as a whole, and what it leaves out is as usual', async () => {
    const { send } = await bridge.newAccount()
    const texts = { perNumberPerDay: 1, perDay: 0, countries: ['GB', 'JM'] }
    expect((await send('PATCH', '/v1/account', { texts })).json.texts).toEqual(texts)
    expect((await send('PATCH', '/v1/account', { texts: { perDay: 50 } })).json.texts).toEqual({ perDay: 50 })
    expect((await send('GET', '/v1/account')).json.texts).toEqual({ perDay: 50 })
  })

  test('blocked callers are shown as they were given, and stored encrypted', async () => {
    const { id, send } = await bridge.newAccount()
    const calls = { language: 'de-DE', voice: 'Polly.Vicki', blockedCallers: ['+44 7700 900123'] }
    const shown = { ...calls, blockedCallers: ['+447700900123'] }
    expect((await send('PATCH', '/v1/account', { calls })).json.calls).toEqual(shown)
    expect((await send('PATCH', '/v1/account', { name: 'Sash' })).json.calls).toEqual(shown)
    expect((await send('GET', '/v1/account')).json.calls).toEqual(shown)
    expect(JSON.stringify(await tables.ledger.get(ledgerKeys.account(id)))).not.toContain('7700900123')
    expect((await send('PATCH', '/v1/account', { calls: {} })).json.calls).toEqual({ blockedCallers: [] })
  })

  test('two changes of different fields at once both hold', async () => {
    const { send } = await bridge.newAccount()
    await Promise.all([
      send('PATCH', '/v1/account', { name: 'After' }),
      send('PATCH', '/v1/account', { lookbackDays: 7 }),
      send('PATCH', '/v1/account', { enquiryGapDays: 14 }),
    ])
    expect((await send('GET', '/v1/account')).json).toMatchObject({
      name: 'After',
      lookbackDays: 7,
      enquiryGapDays: 14,
    })
  })

  test.each([
    ['a page for an origin', { origins: ['https://shop.example/page'] }, 'origins.0', 'origin'],
    ['a scheme that is no page’s', { origins: ['*', 'ftp://shop.example'] }, 'origins.1', 'origin'],
    ['half days', { lookbackDays: 1.5 }, 'lookbackDays', 'integer'],
    ['no day', { enquiryGapDays: 0 }, 'enquiryGapDays', 'at least 1'],
    ['too many days', { lookbackDays: 10_000 }, 'lookbackDays', 'at most 730'],
    ['days as text', { lookbackDays: '90' }, 'lookbackDays', 'number'],
    ['what is not to be changed', { id: 'acc_other' }, 'id', 'Unknown field'],
    ['a country that is none', { texts: { countries: ['GB', 'UK'] } }, 'texts.countries.1', 'ISO 3166'],
    ['a cap below none', { texts: { perDay: -1 } }, 'texts.perDay', 'at least 0'],
    ['a cap beyond reason', { texts: { perNumberPerDay: 51 } }, 'texts.perNumberPerDay', 'at most 50'],
    ['a cap of no name', { texts: { perWeek: 1 } }, 'texts.perWeek', 'Unknown field'],
    ['a publishable key: it is given, not chosen', { siteKey: 'pk_mine' }, 'siteKey', 'Unknown field'],
    ['null', { name: null }, 'name', 'string'],
  ])('refuses %s', async (_label, body, path, message) => {
    const { send } = await bridge.newAccount()
    const before = (await send('GET', '/v1/account')).json
    const { status, json } = await send('PATCH', '/v1/account', body)
    expect([status, json.code]).toEqual([422, 'invalid_body'])
    expect(json.errors).toEqual([{ path, message: expect.stringContaining(message) }])
    expect((await send('GET', '/v1/account')).json).toEqual(before)
  })
})
