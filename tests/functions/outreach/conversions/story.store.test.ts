import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose, type Outreach } from '../../../../functions/outreach/compose.ts'
import type { ConversionAnswer } from '../../../../functions/outreach/conversions/conversion-schema.ts'
import type { StreamPump } from '../../../../local/stream-pump.ts'
import type { Fact } from '../../../../shared/domain/fact.ts'
import { addMinutes, type Instant } from '../../../../shared/domain/time.ts'
import type { Posted } from '../../../../shared/outgoing/post.ts'
import { createConversionEraser } from '../../../../shared/store/conversion-store.ts'
import { createVault } from '../../../../shared/store/vault.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../../support/bridge.ts'
import { createTestTables, type Tables } from '../../../support/engine.ts'
import { hearViews } from '../../../support/hear-views.ts'
import { type GooglePeer, googlePeer } from './peers/google-peer.ts'
import { credentials } from './telling.ts'

/** From the visit to the platform, by the real way: facts, views, their stream, what is due, and the API. */
const account = 'acc_conversions'
const vault = createVault(testMasterKey)
const start = '2026-11-20T12:00:00.000Z'
const gclid = 'Cj0KCQiA-story'
let clock: Instant = addMinutes(start, 60)
let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let outreach: Outreach
let pump: StreamPump
let google: GooglePeer
const troubles: string[] = []

beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  google = await googlePeer(() => clock)
  await bridge.createAccount(testAccount(account, { timeZone: 'Europe/London' }))
  outreach = compose(
    tables,
    { TIELINE_MASTER_KEY: testMasterKey, PUBLIC_BASE_URL: 'https://calls.example.com' },
    {
      now: () => clock,
      report: ({ trouble, cause }) => void troubles.push(`${trouble}: ${cause}`),
      platformsUrl: 'http://platforms',
      async post(request): Promise<Posted> {
        const { pathname, search } = new URL(request.url)
        return google.post({ ...request, url: `http://peer${pathname.replace('/google', '')}${search}` })
      },
    },
  )
  pump = hearViews(tables, outreach.consume, troubles)
  await pump.start()
})
afterAll(async () => {
  await pump.stop()
  await bridge.stop()
  await google.stop()
  await tables.drop()
})

async function write(...facts: readonly Fact[]) {
  for (const fact of facts) await bridge.write(fact)
  await bridge.settled()
  while ((await pump.pending()) > 0) {
    pump.ring()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
/** Everything that is due by then; sweeps go day by day. */
async function work(hours = 0, most = 6) {
  clock = addMinutes(clock, hours * 60)
  // What is planned while something is told is due in the next round.
  for (let rounds = most; rounds > 0; rounds -= 1) await outreach.workDue()
}

async function api(method: string, path: string, body?: unknown) {
  const response = await outreach.app.request(path, {
    method,
    headers: {
      authorization: `Bearer ${testKeys(account).secretKey}`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined }
}
const conversions = async (query = ''): Promise<ConversionAnswer[]> =>
  (await api('GET', `/v1/conversions${query}`)).json.data

const visit = (visitor: string, at: Instant, query: string): Fact => ({
  fact: 'page',
  account,
  session: `ses_${visitor}`,
  visitor: `vis_${visitor}`,
  at,
  url: `https://shop.example/${query}`,
})
const enquires = (visitor: string, at: Instant): Fact => ({
  fact: 'form',
  account,
  session: `ses_${visitor}`,
  visitor: `vis_${visitor}`,
  at,
  formId: `frm_${visitor}`,
  phone: vault.hash(account, 'phone', `+442079460${visitor}`),
  sealed: vault.seal(
    account,
    JSON.stringify({ email: ` Visitor.${visitor}@Example.com`, phone: `+442079460${visitor}` }),
  ),
})
const outcome = (visitor: string, at: Instant, stage: string, valueMinorUnits?: number): Fact => ({
  fact: 'outcome',
  account,
  contact: `frm_${visitor}`,
  at,
  by: 'api',
  stage,
  ...(valueMinorUnits !== undefined && { valueMinorUnits }),
})

const newDestination = {
  platform: 'google',
  name: 'Google Ads',
  settings: { customerId: '123-456-7890' },
  rules: [
    { on: 'outcome', stage: 'won', action: '1001', label: 'Sale' },
    { on: 'enquiry', action: '1002', value: { from: 'fixed', amount: 500 } },
  ],
}
let id = ''

describe('a destination', () => {
  test.each([
    [{ settings: { customerId: 'x' } }, 'settings.customerId', 'an id that is none'],
    [{ settings: { customerId: '123-456-7890', color: 'red' } }, 'settings.color', 'a setting of nobody'],
    [{ rules: [{ on: 'enquiry', action: 'Sale' }] }, 'rules.0.action', 'Google’s actions are numbers'],
    [
      { rules: [newDestination.rules[1], newDestination.rules[1]] },
      'rules.1',
      'one trigger makes one conversion',
    ],
    [{ mode: 'live' }, 'mode', 'nothing is live without credentials'],
    [{ personalData: 'hashed' }, 'personalData', 'nothing personal without consent'],
    [{ credentials: { clientId: 'x' } }, 'credentials.clientSecret', 'half of the credentials'],
    [
      {
        platform: 'meta',
        settings: { datasetId: '1234567' },
        rules: [{ on: 'enquiry', action: 'Purchase', value: { from: 'none' } }],
      },
      'rules.0.value',
      'Meta’s purchases have values',
    ],
    [
      {
        platform: 'ga4',
        settings: { measurementId: 'G-ABCDEF' },
        rules: [{ on: 'enquiry', action: 'session_start' }],
      },
      'rules.0.action',
      'GA4 keeps some names for itself',
    ],
  ])('is refused: %o at %s (%s)', async (over, path, _why) => {
    const { status, json } = await api('POST', '/v1/destinations', { ...newDestination, ...over })
    expect(status).toBe(422)
    expect(json.errors.map((each: { path: string }) => each.path)).toContain(path)
  })

  test('begins as a dry run: what would be sent of what was before stands there, and nothing leaves', async () => {
    await write(
      visit('001', start, `?gclid=${gclid}`),
      enquires('001', addMinutes(start, 10)),
      visit('002', start, ''),
      enquires('002', addMinutes(start, 11)),
      outcome('001', addMinutes(start, 20), 'won', 25000),
    )
    const { status, json } = await api('POST', '/v1/destinations', newDestination)
    expect(status).toBe(201)
    expect(json).toMatchObject({
      mode: 'dry-run',
      hasCredentials: false,
      personalData: 'none',
      trouble: null,
    })
    expect(json.rules[0]).toEqual({ ...newDestination.rules[0], value: { from: 'stated' } })
    id = json.id
    await work()
    const waiting = await conversions('?enquiry=enq_frm_001')
    expect(waiting.map(({ state, dryRun, dueAt }) => ({ state, dryRun, dueAt }))).toEqual(
      Array(2).fill({ state: 'waiting', dryRun: true, dueAt: addMinutes(start, 360) }),
    )
    await work(6)
    expect(await conversions('?state=sent')).toMatchObject([
      { rule: 'outcome-won', action: '1001', value: { amount: 25000, currency: 'GBP' }, dryRun: true },
      { rule: 'enquiry', action: '1002', value: { amount: 500 }, click: { name: 'gclid', at: start } },
    ])
    const deliveries = (await api('GET', `/v1/deliveries?target=${id}&kind=google`)).json.data
    expect(deliveries).toMatchObject([{ state: 'dry-run' }, { state: 'dry-run' }])
    const { json: told } = await api('GET', `/v1/deliveries/${deliveries[0].id}`)
    expect(JSON.parse(told.body).events[0].adIdentifiers).toEqual({ gclid })
    expect(google.requests).toEqual([])
  })

  test('says of each enquiry that was not sent why', async () => {
    expect(await conversions('?enquiry=enq_frm_002')).toMatchObject([
      { rule: 'enquiry', state: 'not-sent', because: expect.stringContaining('No click') },
      { rule: 'outcome-won', state: 'not-sent', because: expect.stringContaining('has not come to it') },
    ])
    expect((await api('GET', '/v1/conversions?enquiry=enq_frm_none')).status).toBe(404)
  })

  test('goes live: what happened since then is sent with its click, its value and what may go along', async () => {
    const { status, json } = await api('PATCH', `/v1/destinations/${id}`, {
      mode: 'live',
      credentials: credentials.google,
      from: addMinutes(start, 15),
      personalData: 'hashed',
      consent: { adUserData: 'granted' },
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({ mode: 'live', hasCredentials: true, from: addMinutes(start, 15) })
    expect(JSON.stringify(json)).not.toContain('google-refresh')
    await work()
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    // What was before it went live was never sent; whoever came without a click is told of by what they left.
    expect([...google.conversions.values()]).toEqual([
      { action: '1001', click: gclid, at: addMinutes(start, 20), value: 250 },
    ])
    expect(google.hashes).toEqual(new Set([sha256('visitor.001@example.com'), sha256('+442079460001')]))
    const [sale] = await conversions('?state=sent')
    expect(sale).toMatchObject({ dryRun: false, rule: 'outcome-won', because: null })
    const deliveries = (await api('GET', `/v1/deliveries?enquiry=enq_frm_001&state=delivered`)).json.data
    expect(deliveries).toMatchObject([
      { event: { id: sale?.id, type: 'conversion.sent' }, attempts: [{ status: 200, because: null }] },
    ])
  })

  test('is told another value when it is stated, and nothing any more once it was paid back', async () => {
    await write(outcome('001', addMinutes(start, 500), 'won', 30000))
    await work(24)
    expect([...google.conversions.values()].map(({ value }) => value)).toEqual([300])
    await write(outcome('001', addMinutes(start, 2000), 'refunded', 0))
    // It waits for Google's word on what it rests on.
    await work()
    expect([...google.conversions.values()].map(({ value }) => value)).toEqual([300])
    await work(0.5, 2)
    expect([...google.conversions.values()].map(({ value }) => value)).toEqual([0])
    expect(await conversions(`?destination=${id}&state=taken-back`)).toMatchObject([
      { rule: 'outcome-won', because: expect.stringContaining('took it back'), value: { amount: 0 } },
    ])
  })

  test('shows what the platform would not take, and tries it again by hand', async () => {
    google.clicks.set(`${gclid}-3`, addMinutes(clock, 30))
    await write(visit('003', clock, `?gclid=${gclid}-3`), enquires('003', addMinutes(clock, 1)))
    await work(7)
    const [refused] = await conversions('?state=refused')
    expect(refused).toMatchObject({ rule: 'enquiry', because: expect.stringContaining('before the click') })
    const [failed] = (await api('GET', '/v1/deliveries?enquiry=enq_frm_003&state=failed')).json.data
    google.clicks.clear()
    const again = await api('POST', `/v1/deliveries/${failed.id}/redeliver`, {})
    expect(again.json).toMatchObject({ state: 'delivered', event: { id: refused?.id } })
    expect(google.conversions.get(`1002 ${refused?.id}`)?.value).toBe(5)
  })

  test('hears later what Google made of it: what came to nothing stands as refused, or is told again', async () => {
    const deliveriesOf = async (visitor: string) =>
      (await api('GET', `/v1/deliveries?enquiry=enq_frm_${visitor}`)).json.data
    const states = async (visitor: string) =>
      (await conversions(`?enquiry=enq_frm_${visitor}`)).map(({ state }) => state)
    const visits = async (visitor: string) => {
      await write(
        visit(visitor, clock, `?gclid=${gclid}-${visitor}`),
        enquires(visitor, addMinutes(clock, 1)),
      )
      await work(7, 2)
    }
    google.warnings.push('PROCESSING_WARNING_REASON_INTERNAL_ERROR')
    await visits('005')
    expect((await deliveriesOf('005'))[0].processing).toMatchObject({ state: 'awaited' })
    await work(0.5, 2)
    const [processed] = await deliveriesOf('005')
    expect(processed).toMatchObject({
      state: 'delivered',
      processing: { state: 'processed', because: expect.stringContaining('mistake at Google') },
    })
    const [told] = await conversions('?enquiry=enq_frm_005&state=sent')
    expect(told?.processing).toEqual(processed.processing)

    google.unprocessed.push({ reason: 'PROCESSING_ERROR_REASON_CLICK_NOT_FOUND' })
    await visits('006')
    await work(0.5, 2)
    expect(await deliveriesOf('006')).toMatchObject([
      { state: 'failed', because: 'Google: no such click is known', processing: { state: 'failed' } },
    ])
    expect(await states('006')).toContain('refused')

    google.unprocessed.push({ reason: 'PROCESSING_ERROR_REASON_TOO_RECENT_CLICK' })
    await visits('007')
    await work(0.5, 2)
    expect(await states('007')).toContain('waiting')
    await work(6, 2)
    await work(0.5, 2)
    expect((await deliveriesOf('007')).map(({ state }: { state: string }) => state)).toEqual([
      'delivered',
      'failed',
    ])
  })

  test('tells what keeps it from being told, once', async () => {
    await api('PATCH', `/v1/destinations/${id}`, { credentials: { refreshToken: 'revoked' } })
    await write(visit('004', clock, `?gclid=${gclid}-4`), enquires('004', addMinutes(clock, 1)))
    await work(7)
    const { json } = await api('GET', `/v1/destinations/${id}`)
    expect(json.trouble.because).toContain('connect the destination again')
    await api('PATCH', `/v1/destinations/${id}`, { credentials: { refreshToken: 'google-refresh' } })
    expect((await api('GET', `/v1/destinations/${id}`)).json.trouble).toBeNull()
    await work(1)
    expect(await conversions('?enquiry=enq_frm_004&state=sent')).toHaveLength(1)
  })

  test('takes back what was sent of somebody who was erased, and forgets it', async () => {
    await createConversionEraser(tables.ledger)(account, 'frm_004', clock)
    await work()
    await work(25)
    await work(0.5, 2)
    const records = await conversions(`?destination=${id}`)
    const erased = records.find(({ contact }) => contact === 'frm_004')
    expect(erased).toMatchObject({ state: 'taken-back', because: 'The person was erased.', click: null })
    expect(google.conversions.get(`1002 ${erased?.id}`)?.value).toBe(0)
  })

  test('is written to a file for whoever uploads by hand, in UTC', async () => {
    const { text } = await api('GET', '/v1/conversions?format=google-csv&from=2026-11-20&to=2026-11-21')
    const [zone, titles, ...rows] = text.trimEnd().split('\r\n')
    expect(zone).toBe('Parameters:TimeZone=+0000')
    expect(titles).toBe(
      'Google Click ID,GBRAID,WBRAID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency,Order ID,Ad User Data,Ad Personalization',
    )
    expect(rows[0]).toMatch(/^Cj0KCQiA-story,,,1002,2026-11-20 12:10:00,5\.00,GBP,cnv_[a-z0-9]{20},Granted,$/)
    const file = async (format: string) =>
      (await api('GET', `/v1/conversions?format=${format}&from=2026-11-20&to=2026-11-30`)).text
        .trimEnd()
        .split('\r\n')
    const [, leadTitles, ...leads] = await file('google-leads-csv')
    expect(leadTitles).toBe(
      'Email,Phone Number,Conversion Name,Conversion Time,Conversion Value,Conversion Currency,Order ID,Ad User Data,Ad Personalization',
    )
    // Of the one who came without a click.
    expect(leads).toEqual([
      expect.stringMatching(
        /^[0-9a-f]{64},[0-9a-f]{64},1002,2026-11-20 12:11:00,5\.00,GBP,cnv_[a-z0-9]{20},Granted,$/,
      ),
    ])
    const [changed, changeTitles, ...changes] = await file('google-adjustments-csv')
    expect(changed).toBe(zone)
    expect(changeTitles).toBe(
      'Order ID,Conversion Name,Adjustment Time,Adjustment Type,Adjusted Value,Adjusted Value Currency',
    )
    expect(changes.map((row) => row.replace(/^cnv_[a-z0-9]{20}/, '')).sort()).toEqual([
      expect.stringMatching(/^,1002,[-\d]{10} [:\d]{8},RETRACT,,$/),
      expect.stringMatching(/^,Sale,2026-11-[-\d]{2} [:\d]{8},RESTATE,300\.00,GBP$/),
      expect.stringMatching(/^,Sale,2026-11-[-\d]{2} [:\d]{8},RETRACT,,$/),
    ])
    expect((await api('GET', '/v1/conversions?format=meta-csv&from=2026-11-20&to=2026-11-21')).status).toBe(
      404,
    )
    expect((await api('GET', '/v1/conversions?format=google-csv&from=2026-02-30&to=2026-11-21')).status).toBe(
      422,
    )
  })

  test('is listed page by page, and gone when it is deleted', async () => {
    const first = (await api('GET', '/v1/conversions?limit=2')).json
    expect(first.data).toHaveLength(2)
    const second = (await api('GET', `/v1/conversions?limit=2&cursor=${first.nextCursor}`)).json
    expect(second.data[0].id).not.toBe(first.data[1].id)
    expect((await api('DELETE', `/v1/destinations/${id}`)).status).toBe(204)
    expect((await api('GET', `/v1/destinations/${id}`)).status).toBe(404)
    expect(troubles).toEqual([])
  })
})
