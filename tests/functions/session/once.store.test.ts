import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CollectReply } from '../../../functions/session/schema.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { makeSite, type Site } from './support.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const origin = 'https://shop.example'
/** How many answers are remembered of the pages with the site's key. */
async function rememberedOf({ siteKey }: Site): Promise<number> {
  const scope = `site_${sha256Hex(siteKey).slice(0, 32)}`
  let found = 0
  for await (const page of tables.ledger.scan()) found += page.filter(({ pk }) => pk.startsWith(scope)).length
  return found
}
const keyed = (key: string) => ({ 'idempotency-key': key, origin })

test('a beacon that is sent again with its Idempotency-Key gets the first answer and counts once', async () => {
  const site = await makeSite(tables.ledger)
  await site.addCampaign()
  const first = await site.collect({}, keyed('k1'))
  const items = await site.items('session')
  site.clock.forward(60)
  const again = await site.collect({}, keyed('k1'))
  expect(again.status).toBe(200)
  expect(await again.text()).toBe(await first.text())
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(again.headers.get('access-control-allow-origin')).toBe(origin)
  expect(await site.items('session')).toEqual(items)
})

test('another beacon with the same key is refused, readably for the page', async () => {
  const site = await makeSite(tables.ledger)
  await site.collect({}, keyed('k1'))
  const other = await site.collect({ url: 'https://shop.example/other' }, keyed('k1'))
  expect(other.status).toBe(422)
  expect(((await other.json()) as { code: string }).code).toBe('idempotency_key_reused')
  expect(other.headers.get('access-control-allow-origin')).toBe(origin)
  expect(await site.items('session')).toHaveLength(1)
})

test('the keys of two accounts’ pages are apart', async () => {
  const [one, other] = [await makeSite(tables.ledger), await makeSite(tables.ledger)]
  const sent = { visitorId: 'vis_both' }
  await one.collect(sent, keyed('k1'))
  expect((await other.collect(sent, keyed('k1'))).headers.has('idempotency-replayed')).toBe(false)
  expect(await other.items('session')).toHaveLength(1)
})

test('a key does not open a page’s answers to other origins', async () => {
  const site = await makeSite(tables.ledger, { account: { origins: [origin] } })
  expect((await site.collect({}, keyed('k1'))).status).toBe(200)
  const foreign = await site.collect({}, { ...keyed('k1'), origin: 'https://evil.example' })
  expect(foreign.status).toBe(403)
})

test('without a key two like beacons are two, and nothing is remembered', async () => {
  const site = await makeSite(tables.ledger)
  const replies = [await site.visit(), await site.visit()]
  expect(new Set(replies.map(({ visitorId }: CollectReply) => visitorId)).size).toBe(2)
  expect(await rememberedOf(site)).toBe(0)
  await site.collect({}, keyed('k1'))
  expect(await rememberedOf(site)).toBe(1)
})

test('a page may send the header', async () => {
  const site = await makeSite(tables.ledger)
  const response = await site.app.request('/v1/collect', { method: 'OPTIONS', headers: { origin } })
  expect(response.headers.get('access-control-allow-headers')).toContain('idempotency-key')
})
