import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowserStore } from '../../../shared/store/browser-store.ts'
import { createPersonItems } from '../../../shared/store/person-items.ts'
import { testKeys } from '../../support/bridge.ts'
import { openLane } from '../admin/erasures/lane.ts'

let lane: Awaited<ReturnType<typeof openLane>>
const account = 'acc_platformids'
beforeAll(async () => {
  lane = await openLane()
  await lane.openAccount(account)
}, 120_000)
afterAll(() => lane.close())

const beacon = (more: object) =>
  lane.sessions.request('/v1/collect', {
    method: 'POST',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
    body: JSON.stringify({
      key: testKeys(account).siteKey,
      type: 'page',
      url: 'https://shop.example/',
      ...more,
    }),
  })

test('what a page tells of the platforms’ cookies is kept with the visitor, the latest of each, and goes with them', async () => {
  const gaClientId = '1234567890.1700000000'
  const first = await beacon({ ids: { gaClientId, gaSessionId: '1763640000', fbp: null } })
  const { visitorId, sessionId } = (await first.json()) as { visitorId: string; sessionId: string }
  await beacon({ visitorId, sessionId, type: 'heartbeat', ids: { gaSessionId: '1763649999' } })
  const browsers = createBrowserStore(lane.tables.ledger)
  expect(await browsers.get(account, visitorId)).toEqual({ gaClientId, gaSessionId: '1763649999' })
  await createPersonItems(lane.tables.ledger).visitor(account, visitorId, '2026-11-20T12:00:00.000Z')
  expect(await browsers.get(account, visitorId)).toBeUndefined()
})

test.each([[{ gaClientId: 'GA1.1.123.456' }], [{ fbc: 'fb.1.x.abc' }], [{ gaSessionId: '=cmd' }]])(
  'what is no such cookie is refused: %o',
  async (ids) => {
    expect((await beacon({ ids })).status).toBe(422)
  },
)
