import { afterAll, beforeAll, expect, test } from 'vitest'
import { compose } from '../../../../functions/outreach/compose.ts'
import { compose as composeSession } from '../../../../functions/session/compose.ts'
import type { StreamPump } from '../../../../local/stream-pump.ts'
import { addMinutes, type Instant } from '../../../../shared/domain/time.ts'
import type { Posted } from '../../../../shared/outgoing/post.ts'
import { createDestinationStore } from '../../../../shared/store/destination-store.ts'
import { createVault } from '../../../../shared/store/vault.ts'
import { readIds } from '../../../../web/snippet/ids/read-ids.ts'
import { destination } from '../../../domain/conversion/examples.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../../support/bridge.ts'
import { createTestTables, type Tables } from '../../../support/engine.ts'
import { hearViews } from '../../../support/hear-views.ts'
import { type Ga4Peer, ga4Peer } from './peers/ga4-peer.ts'
import { type MetaPeer, metaPeer } from './peers/meta-peer.ts'
import { type MicrosoftPeer, microsoftPeer } from './peers/microsoft-peer.ts'
import { credentials, settings } from './telling.ts'

/** From the cookies of a page to the platforms, by the beacon, the facts, the views and what is due. */
const account = 'acc_browserids'
const start = '2026-11-20T12:00:00.000Z'
let clock: Instant = start
const now = () => clock
const closing: (() => Promise<unknown>)[] = []
let tables: Tables
let attribution: Awaited<ReturnType<typeof startAttribution>>
let sessions: ReturnType<typeof composeSession>
let outreach: ReturnType<typeof compose>
let pump: StreamPump
let peers: { ga4: Ga4Peer; meta: MetaPeer; microsoft: MicrosoftPeer }
const troubles: string[] = []

beforeAll(async () => {
  tables = await createTestTables()
  attribution = await startAttribution(tables)
  await attribution.createAccount(testAccount(account))
  peers = { ga4: await ga4Peer(now), meta: await metaPeer(now), microsoft: await microsoftPeer(now) }
  const env = { TIELINE_MASTER_KEY: testMasterKey, PUBLIC_BASE_URL: 'https://calls.example.com' }
  const nothing = { snippet: async () => '', checkScript: async () => '' }
  sessions = composeSession(tables, env, nothing, now)
  outreach = compose(tables, env, {
    now,
    report: ({ trouble, cause }) => void troubles.push(`${trouble}: ${cause}`),
    platformsUrl: 'http://platforms',
    async post(request): Promise<Posted> {
      const { pathname, search } = new URL(request.url)
      const [, platform, ...path] = pathname.split('/')
      const peer = peers[platform as keyof typeof peers]
      return peer.post({ ...request, url: `http://peer/${path.join('/')}${search}` })
    },
  })
  pump = hearViews(tables, outreach.consume, troubles)
  await pump.start()
  closing.push(pump.stop, attribution.stop, ...Object.values(peers).map((peer) => peer.stop), () =>
    tables.drop(),
  )
}, 120_000)
afterAll(async () => {
  for (const close of closing) await close()
})

async function beacon(type: string, more: object = {}) {
  const response = await sessions.request('/v1/collect', {
    method: 'POST',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
    body: JSON.stringify({ key: testKeys(account).siteKey, type, url: 'https://shop.example/', ...more }),
  })
  expect(response.status).toBe(200)
  const { visitorId, sessionId } = (await response.json()) as { visitorId: string; sessionId: string }
  return { visitorId, sessionId }
}
async function settle(): Promise<void> {
  await attribution.settled()
  while ((await pump.pending()) > 0) {
    pump.ring()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  for (let rounds = 4; rounds > 0; rounds -= 1) await outreach.workDue()
}
const later = (minutes: number) => {
  clock = addMinutes(clock, minutes)
}

test('what the page’s cookies say reaches each platform with the conversion, although the page told it late', async () => {
  const actions = { ga4: 'generate_lead', meta: 'Lead', microsoft: 'Lead' } as const
  // Not by the API, which would look through three months of days.
  const destinations = createDestinationStore(tables.ledger, createVault(testMasterKey))
  for (const platform of ['ga4', 'meta', 'microsoft'] as const) {
    const rules = [
      { trigger: { on: 'enquiry' }, action: actions[platform], value: { from: 'fixed', minorUnits: 500 } },
    ] as const
    const own = { id: `dst_${platform}`, account, platform, rules, settings: settings[platform] }
    await destinations.create(destination(own), credentials[platform])
  }
  const visit = await beacon('page')
  // Microsoft’s cookie is of a click in the past: it is there at once. The others’ scripts came late.
  await beacon('heartbeat', {
    ...visit,
    ids: readIds('_uetmsclkid=_uetclick1', { analytics: false, ads: false }),
  })
  later(2)
  await beacon('form', { ...visit, form: { phone: '+442079460777' } })
  await settle()
  expect([peers.ga4.requests, peers.meta.requests].flat()).toEqual([])

  later(5)
  const cookies =
    '_ga=GA1.1.1234567890.1700000000; _ga_EXAMPLE1=GS2.1.s1763640000$o1$g0; _fbp=fb.1.1763640000123.987; _fbc=fb.1.1763640000123.IwAR0'
  await beacon('heartbeat', { ...visit, ids: readIds(cookies, { analytics: false, ads: false }) })
  later(55)
  await settle()
  later(5)
  await settle()

  expect(peers.ga4.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      client_id: '1234567890.1700000000',
      events: [{ name: 'generate_lead', params: { session_id: '1763640000' } }],
    },
  ])
  expect([...peers.meta.events.values()]).toMatchObject([
    { user_data: { fbp: 'fb.1.1763640000123.987', fbc: 'fb.1.1763640000123.IwAR0' } },
  ])
  expect([...peers.microsoft.conversions.keys()]).toEqual(['Lead click1 2026-11-20T12:02:00Z'])
  expect(troubles).toEqual([])
}, 120_000)
