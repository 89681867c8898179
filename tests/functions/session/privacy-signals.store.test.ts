import { afterAll, beforeAll, expect, test } from 'vitest'
import { testKeys } from '../../support/bridge.ts'
import { openLane } from '../admin/erasures/lane.ts'

let lane: Awaited<ReturnType<typeof openLane>>
beforeAll(async () => {
  lane = await openLane()
}, 120_000)
afterAll(() => lane.close())

const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
async function visit(account: string, headers: Record<string, string>) {
  const response = await lane.sessions.request('/v1/collect', {
    method: 'POST',
    headers: { 'user-agent': browser, ...headers },
    body: JSON.stringify({ key: testKeys(account).siteKey, type: 'page', url: 'https://shop.example/' }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as { visitorId: string; sessionId: string; swap: unknown[] }
}

test.each([
  ['Global Privacy Control where it is heeded', ['gpc'], { 'sec-gpc': '1' }, false],
  ['Do Not Track where it is heeded', ['gpc', 'dnt'], { dnt: '1' }, false],
  ['Do Not Track where only the other is', ['gpc'], { dnt: '1' }, true],
  ['both where neither is', [], { dnt: '1', 'sec-gpc': '1' }, true],
  ['neither', ['gpc', 'dnt'], { dnt: '0' }, true],
] as const)('a browser with %s', async (label, respectedSignals, headers, isCounted) => {
  const account = `acc_signal_${label.replaceAll(/\W/g, '')}`
  await lane.openAccount(account)
  const changed = await lane.ask(account, 'PATCH', '/v1/account', { respectedSignals })
  expect(changed.json.respectedSignals).toEqual(respectedSignals)
  const { visitorId, sessionId, swap } = await visit(account, headers)
  const facts = (await lane.tables.ledger.query({ pk: `${account}#session#${sessionId}` })).length
  // Without ids there is nothing that the browser could keep.
  if (isCounted) expect([visitorId.slice(0, 4), facts]).toEqual(['vis_', 1])
  else expect([visitorId, sessionId, swap, facts]).toEqual(['', '', [], 0])
})
