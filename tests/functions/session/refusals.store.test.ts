import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionDeps } from '../../../functions/session/deps.ts'
import type { CollectReply } from '../../../functions/session/schema.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { firefox, makeSite, type Site } from './support.ts'

let tables: Tables
let site: Site
beforeAll(async () => {
  tables = await createTestTables()
  site = await makeSite(tables.ledger)
})
afterAll(() => tables.drop())

interface Problem {
  readonly status: number
  readonly code: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}
async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = (await response.json()) as Problem
  expect(problem.status).toBe(response.status)
  return problem
}
async function expectNothingStored(where: Site = site) {
  expect(await where.items('session')).toEqual([])
  expect((await where.items('pool')).filter((slot) => slot.session !== undefined)).toEqual([])
  expect(await where.items('number')).toEqual([])
}

describe('a body that does not fit is refused, with the field, and nothing is stored', () => {
  test.each([
    ['no type', { type: undefined }, 'type'],
    ['a type that is none', { type: 'pageview' }, 'type'],
    ['no url', { url: undefined }, 'url'],
    ['a url that is none', { url: 'shop' }, 'url'],
    ['a url of no page', { url: 'javascript:alert(1)' }, 'url'],
    ['a url of a file', { url: 'file:///etc/passwd' }, 'url'],
    ['a url without end', { url: `https://shop.example/${'x'.repeat(9000)}` }, 'url'],
    ['a referrer that is no text', { referrer: 7 }, 'referrer'],
    ['a title that is no text', { title: {} }, 'title'],
    ['a visitor that is no text', { visitorId: 1 }, 'visitorId'],
    ['a session that is no text', { sessionId: [] }, 'sessionId'],
    ['a time that is none', { sentAt: 'yesterday' }, 'sentAt'],
    ['a tap without number', { type: 'phone-click' }, 'number'],
    ['a tap on no phone', { type: 'phone-click', number: 'abc' }, 'number'],
    ['a form without form', { type: 'form' }, 'form'],
    ['a form that is a list', { type: 'form', form: [] }, 'form'],
    ['an e-mail that is no text', { type: 'form', form: { email: 1 } }, 'form.email'],
    ['a form over 16 kB', { type: 'form', form: { fields: { a: 'x'.repeat(17_000) } } }, 'form'],
    ['an event without name', { type: 'event' }, 'name'],
    ['an event with an empty name', { type: 'event', name: '' }, 'name'],
    ['an event with a long name', { type: 'event', name: 'x'.repeat(201) }, 'name'],
  ])('%s', async (_label, beacon, path) => {
    const problem = await problemOf(await site.collect(beacon))
    expect(problem).toMatchObject({ status: 422, code: 'invalid_body' })
    expect(problem.errors?.map((error) => error.path)).toEqual([path])
    expect(problem.errors?.[0]?.message.length).toBeGreaterThan(10)
    await expectNothingStored()
  })

  test.each([
    ['nothing', '', 400, 'bad_request'],
    ['no JSON', '{"key":', 400, 'bad_request'],
    ['a list', '[]', 422, 'invalid_body'],
    ['null', 'null', 422, 'invalid_body'],
    ['a text', '"x"', 422, 'invalid_body'],
    ['more than 64 kB', `{"title":"${'x'.repeat(65_536)}"}`, 413, 'payload_too_large'],
    ['more than 64 kB in few characters', `{"title":"${'字'.repeat(22_000)}"}`, 413, 'payload_too_large'],
    ['no key', '{"type":"page"}', 401, 'unauthorized'],
    ['an unknown key', '{"key":"pk_unknown"}', 401, 'unauthorized'],
    ['a key that is no text', '{"key":{"$ne":null}}', 401, 'unauthorized'],
    ['a refusal of its own', '{"refused":"internal"}', 401, 'unauthorized'],
  ])('%s', async (_label, body, status, code) => {
    const response = await site.app.request('/v1/collect', {
      method: 'POST',
      body,
      headers: { 'user-agent': firefox },
    })
    expect(await problemOf(response)).toMatchObject({ status, code })
    await expectNothingStored()
  })

  test('a secret key is refused: it would stand in a page', async () => {
    const problem = await problemOf(await site.collect({ key: site.secretKey }))
    expect(problem).toMatchObject({ status: 401, code: 'unauthorized' })
    await expectNothingStored()
  })

  test('another method is refused', async () => {
    const response = await site.app.request('/v1/collect')
    expect(await problemOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })
})

describe('who is not counted is answered, and nothing is stored', () => {
  test.each([
    ['a search engine', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['a program', 'curl/8.5.0'],
    ['a client that says nothing', ''],
  ])('%s', async (_label, userAgent) => {
    const known = { visitorId: 'vis_known', sessionId: 'ses_known' }
    const response = await site.collect(known, { 'user-agent': userAgent })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ ...known, swap: [], code: null })
    await expectNothingStored()
  })

  test('a bot without ids gets some', async () => {
    const response = await site.collect({}, { 'user-agent': 'curl/8.5.0' })
    expect(await response.json()).toMatchObject({
      visitorId: expect.stringMatching(/^vis_/),
      sessionId: expect.stringMatching(/^ses_/),
      swap: [],
    })
  })

  test('an excluded visitor', async () => {
    const own = await makeSite(tables.ledger, { account: { excludedVisitors: ['vis_staff'] } })
    const response = await own.collect({ visitorId: 'vis_staff' })
    expect(await response.json()).toMatchObject({ visitorId: 'vis_staff', swap: [], code: null })
    await expectNothingStored(own)
    expect(
      ((await (await own.collect({ visitorId: 'vis_guest' })).json()) as CollectReply).swap,
    ).toHaveLength(1)
  })
})

describe('origins', () => {
  const allowed = 'https://shop.example'
  const ownSite = () => makeSite(tables.ledger, { account: { origins: [allowed, 'https://b.example'] } })

  test('a page of the account’s origins may read the answer', async () => {
    const own = await ownSite()
    const response = await own.collect({}, { origin: allowed })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
    expect(response.headers.get('vary')).toBe('Origin')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })

  test('it may read also what was wrong with its beacon', async () => {
    const own = await ownSite()
    const response = await own.collect({ url: 'x' }, { origin: allowed })
    expect(response.status).toBe(422)
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
  })

  test.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['one that ends alike', { origin: 'https://evilshop.example' }],
    ['one that begins alike', { origin: 'https://shop.example.evil.example' }],
    ['another scheme', { origin: 'http://shop.example' }],
    ['another port', { origin: 'https://shop.example:8443' }],
    ['a sandboxed page', { origin: 'null' }],
    ['none at all', {}],
  ])('refused: %s', async (_label, headers: Record<string, string>) => {
    const own = await ownSite()
    const response = await own.collect({}, headers)
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
    expect(response.headers.get('vary')).toBe('Origin')
    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'origin_not_allowed' })
    await expectNothingStored(own)
  })

  test('where all are allowed, none is needed', async () => {
    const own = await makeSite(tables.ledger)
    expect((await own.collect({})).status).toBe(200)
    const response = await own.collect({}, { origin: 'https://any.example' })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://any.example')
  })

  test('a preflight is answered before the key is known, without credentials', async () => {
    const response = await site.app.request('/v1/collect', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://any.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://any.example')
    expect(response.headers.get('access-control-allow-methods')).toBe('POST')
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type, idempotency-key')
    expect(response.headers.get('vary')).toBe('Origin')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })
})

test('the script is served to pages of any origin, without the store', async () => {
  const response = await site.app.request('/t.js')
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('void 0')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
})

describe('a store that fails', () => {
  const refusedConnection = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const fail = () => Promise.reject(refusedConnection)
  const failures: [string, (deps: SessionDeps) => Partial<SessionDeps>][] = [
    ['reading the key', () => ({ keys: { find: fail } })],
    ['reading the account', () => ({ accounts: { get: fail } })],
    ['leasing a number', () => ({ leases: { acquire: fail } })],
    ['writing the page', ({ sessions }) => ({ sessions: { ...sessions, recordPage: fail } })],
  ]
  test.each(failures)('is told as 503, for the page to keep its own number: %s', async (_label, deps) => {
    const own = await makeSite(tables.ledger, { deps })
    expect(await problemOf(await own.collect({}))).toMatchObject({ status: 503, code: 'unavailable' })
    expect(await own.items('session')).toEqual([])
  })
})
