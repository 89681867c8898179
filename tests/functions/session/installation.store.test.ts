import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Installation, installationSchema } from '../../../functions/session/installation.ts'
import { optedOut } from '../../../functions/session/opt-out.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { firefox, makeSite, type Site } from './support.ts'

let tables: Tables
let site: Site
beforeAll(async () => {
  tables = await createTestTables()
  site = await makeSite(tables.ledger, {
    account: { origins: ['https://shop.example'], excludedVisitors: ['vis_own'] },
  })
})
afterAll(() => tables.drop())

async function ask(
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Installation> {
  const response = await site.app.request(`/v1/installation?${new URLSearchParams(query)}`, {
    headers: { origin: 'https://shop.example', 'user-agent': firefox, ...headers },
  })
  expect(response.status).toBe(200)
  // Whoever may not use the key must be able to read that they may not.
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  return installationSchema.parse(await response.json())
}

describe('the installation of a page', () => {
  test('is good where key, origin and visitor are', async () => {
    expect(await ask({ key: site.siteKey, visitorId: 'vis_new' })).toMatchObject({
      key: 'good',
      origin: 'https://shop.example',
      originAllowed: true,
      counted: true,
      notCounted: null,
      targets: [{ by: 'pool' }],
    })
  })

  test.each<[string, () => Record<string, string>, Record<string, string>, Partial<Installation>]>([
    ['nobody knows its key', () => ({ key: 'pk_nobody' }), {}, { key: 'unknown', targets: [] }],
    ['it has no key', () => ({}), {}, { key: 'unknown' }],
    ['its key is the secret one', () => ({ key: site.secretKey }), {}, { key: 'secret', targets: [] }],
    [
      'its origin is not the account’s',
      () => ({ key: site.siteKey }),
      { origin: 'https://other.example' },
      { key: 'good', origin: 'https://other.example', originAllowed: false, counted: false },
    ],
    [
      'the visitor is excluded',
      () => ({ key: site.siteKey, visitorId: 'vis_own' }),
      {},
      { counted: false, notCounted: 'excluded-visitor' },
    ],
    [
      'the browser was opted out',
      () => ({ key: site.siteKey, visitorId: optedOut('vis_a') }),
      {},
      { counted: false, notCounted: 'opted-out' },
    ],
    [
      'a program looks',
      () => ({ key: site.siteKey }),
      { 'user-agent': 'Googlebot/2.1' },
      { counted: false, notCounted: 'bot' },
    ],
  ])('says so where %s', async (_, query, headers, expected) => {
    expect(await ask(query(), headers)).toMatchObject(expected)
  })

  test('leaves nothing behind', async () => {
    await ask({ key: site.siteKey, visitorId: 'vis_new' })
    expect(await site.items('session')).toEqual([])
    expect(await site.items('number')).toEqual([])
  })
})
