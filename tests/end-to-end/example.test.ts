import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { business } from '../../local/example/business.ts'
import { allFacts, allMarks, generate, type History } from '../../local/example/history.ts'
import { historyUntil } from '../../local/example/until.ts'
import { openBrowser } from '../web/support/browser.ts'
import { peoplesBrowser, type StartedBridge, secretKey, startBridge } from './support/started-bridge.ts'

interface List<T> {
  readonly data: readonly T[]
  readonly nextCursor: string | null
}
interface Call {
  readonly callSid: string
  readonly outcome: string
  readonly spam: boolean
  readonly enquiryId: string | null
  readonly recordings: readonly { readonly url: string; readonly transcript: string | null }[]
}
interface Enquiry {
  readonly id: string
  readonly openedAt: string
  readonly revision: number
  readonly confidence: number
  readonly evidence: readonly { readonly kind: string }[]
  readonly source: { readonly channel: string; readonly campaign: string | null } | null
}
interface Figures {
  readonly sessions: number
  readonly enquiries: number
  readonly calls: number
  readonly missedCalls: number
  readonly redemptions: number
  readonly value: number
  readonly spend: number
}

/** A busy machine takes minutes for what an idle one does in seconds. */
const loadingLimit = 300_000
const patience = { timeout: 20_000 }
const folder = mkdtempSync(join(tmpdir(), 'tieline-example-'))
const variables = { TIELINE_DEMO: 'on', TIELINE_DATA: folder }

let bridge: StartedBridge
let browser: Browser
let history: History
let period: string
let seenAtReady: number

async function pendingOf({ url }: StartedBridge): Promise<number> {
  for (;;) {
    const { pending } = (await (await fetch(`${url}/healthz`)).json()) as { pending?: number }
    // A machine that is far too busy can't count them now and then.
    if (pending !== undefined) return pending
  }
}

async function fallsTo(started: StartedBridge, most: number): Promise<void> {
  while ((await pendingOf(started)) > most) await new Promise((resolve) => setTimeout(resolve, 200))
}

beforeAll(async () => {
  const first = await startBridge(variables)
  seenAtReady = await pendingOf(first)
  // In the middle of it somebody presses Ctrl-C; the next start goes on.
  await fallsTo(first, seenAtReady * 0.7)
  if ((await first.stop()) !== 0) throw new Error(`no clean end: ${first.printed()}`)
  bridge = await startBridge(variables)
  await fallsTo(bridge, 0)
  const { today, until } = JSON.parse(readFileSync(join(folder, 'example.json'), 'utf8')) as Record<
    'today' | 'until',
    string
  >
  history = historyUntil(generate('harbour', today), until)
  period = `from=${history.chapters.at(-1)?.day}&to=${today}`
  browser = await openBrowser()
}, 2 * loadingLimit)
afterAll(async () => {
  await browser?.close()
  await bridge?.stop()
  rmSync(folder, { recursive: true })
})

async function all<T>(path: string): Promise<T[]> {
  const found: T[] = []
  for (let cursor = ''; ; ) {
    const { data, nextCursor } = await bridge.call<List<T>>('GET', `${path}&limit=200${cursor}`)
    found.push(...data)
    if (nextCursor === null) return found
    cursor = `&cursor=${nextCursor}`
  }
}
const report = <T>(name: string, more = '') => bridge.call<T>('GET', `/v1/reports/${name}?${period}${more}`)

describe('the example business', () => {
  it('is counted as pending from the first moment, and tells of itself in two lines', async () => {
    expect(seenAtReady).toBeGreaterThan(allFacts(history).length * 0.8)
    const lines = () => bridge.printed().trim().split('\n')
    expect(lines().filter((line) => line.startsWith('Tieline ready at '))).toHaveLength(1)
    // The second comes when all is set up, a moment after the last fact is counted.
    const ofItself = () => lines().filter((line) => line.includes(business.name)).length
    await expect.poll(ofItself, patience).toBe(2)
  })

  it('is there once and whole, though its loading was interrupted', async () => {
    const facts = allFacts(history)
    const calls = await all<Call>('/v1/calls?')
    const callsTold = facts.filter(({ fact }) => fact === 'call')
    expect(calls).toHaveLength(callsTold.length)
    const { totals } = await report<{ totals: Figures }>('sources')
    expect(totals.sessions).toBe(facts.filter(({ fact }) => fact === 'session').length)
    expect(totals.calls).toBe(calls.filter(({ spam }) => !spam).length)
    const spend = facts.reduce((sum, fact) => sum + (fact.fact === 'spend' ? fact.amount : 0), 0)
    expect(totals.spend).toBe(spend)
    expect(new Set(calls.map(({ outcome }) => outcome))).toEqual(
      new Set(['answered', 'missed', 'abandoned', 'voicemail']),
    )
    const [message] = calls.flatMap(({ recordings }) => recordings)
    expect(message?.transcript).toBeTruthy()
    const sound = await fetch(message?.url ?? '', { headers: { authorization: `Bearer ${secretKey}` } })
    expect(sound.status).toBe(200)
    expect(sound.headers.get('content-type')).toMatch(/^audio\//)
    const spam = allMarks(history).filter(({ change }) => change.spam)
    expect(calls.filter((call) => call.spam)).toHaveLength(spam.length)
    expect(await bridge.call('GET', '/v1/account')).toMatchObject({
      name: business.name,
      timeZone: business.timeZone,
    })
  })

  it('has customers who recommend it, and friends who have bought', async () => {
    type Referrals = { rows: { enquiries: number }[]; totals: { earned: number } }
    const referrals = () => report<Referrals>('referrals')
    await expect.poll(async () => (await referrals()).totals.earned, { timeout: 60_000 }).toBeGreaterThan(1)
    expect((await referrals()).rows.filter(({ enquiries }) => enquiries > 0)).toHaveLength(2)
  })

  it('gives every report rows that add up to its totals', async () => {
    for (const groupBy of ['channel', 'source', 'campaign', 'landingPage', 'number', 'codeCampaign']) {
      const { rows, totals } = await report<{ rows: Figures[]; totals: Figures }>(
        'sources',
        `&groupBy=${groupBy}`,
      )
      expect(rows.length, groupBy).toBeGreaterThan(2)
      for (const figure of ['sessions', 'calls', 'missedCalls', 'redemptions', 'value', 'spend'] as const) {
        expect(
          rows.reduce((sum, row) => sum + row[figure], 0),
          `${groupBy} ${figure}`,
        ).toBe(totals[figure])
      }
    }
    const { rows: channels } = await report<{ rows: { key: string; enquiries: number }[] }>('sources')
    expect(channels.filter(({ enquiries }) => enquiries > 0).map(({ key }) => key)).toEqual(
      expect.arrayContaining(['Direct', 'Email', 'Offline', 'Organic Search', 'Paid Search', 'Referral']),
    )
    const codes = await report<{ rows: { direction: string; used: number }[] }>('codes')
    const used = codes.rows.filter(({ used }) => used > 0).map(({ direction }) => direction)
    expect(used).toEqual(expect.arrayContaining(['web-to-phone', 'phone-to-web']))
    const pools = await report<{ totals: { leases: number; ambiguousCalls: number } }>('pools')
    expect(pools.totals.leases).toBeGreaterThan(50)
    expect(pools.totals.ambiguousCalls).toBeGreaterThan(0)
    const journeys = await report<{ rows: { touches: string[] }[] }>('journeys')
    expect(journeys.rows.some(({ touches }) => touches.length > 1)).toBe(true)
    const weeks = await report<{ rows: { enquiries: number }[] }>('timeseries', '&interval=week')
    expect(weeks.rows.length).toBeGreaterThanOrEqual(13)
  })

  it('has enquiries that were told anew, and ones by every kind of evidence that a newcomer asks about', async () => {
    const enquiries = await all<Enquiry>(`/v1/enquiries?${period}`)
    expect(Math.max(...enquiries.map(({ revision }) => revision))).toBeGreaterThan(1)
    const kinds = new Set(enquiries.flatMap(({ evidence }) => evidence.map(({ kind }) => kind)))
    for (const kind of ['code', 'lease', 'lease-shared', 'source-number', 'source-code', 'form'])
      expect(kinds).toContain(kind)
  })
})

describe('the guided first call', () => {
  let context: BrowserContext
  let shop: Page

  it('goes from an advertisement to a number of one’s own, to the phone, and to an attributed enquiry', async () => {
    context = await browser.newContext({ userAgent: peoplesBrowser })
    shop = await context.newPage()
    const problems: string[] = []
    shop.on('pageerror', ({ message }) => problems.push(message))
    await shop.goto(`${bridge.url}/local/shop`)
    await shop.getByRole('link', { name: 'Google Ads' }).click()
    const call = shop.getByRole('link', { name: /^Call us/ })
    await expect.poll(() => call.getAttribute('href'), patience).not.toBe(`tel:${business.printedNumber}`)
    const number = ((await call.getAttribute('href')) ?? '').replace('tel:', '')
    await shop.getByText(/^Quote \d/).waitFor()

    const [phone] = await Promise.all([
      context.waitForEvent('page'),
      shop.getByRole('link', { name: 'Call it in the browser' }).click(),
    ])
    await expect.poll(() => phone.getByLabel('Number to call').inputValue(), patience).toBe(number)
    await phone.getByRole('button', { name: 'Call', exact: true }).click()
    await phone.getByRole('button', { name: 'Answer' }).first().click()
    await phone.getByText('Connected.').waitFor()
    await phone.getByRole('button', { name: 'Hang up' }).first().click()
    await phone.getByRole('status').getByText('The call is over').waitFor()
    await shop.getByRole('link', { name: 'Live desk' }).waitFor()
    expect(await shop.getByRole('link', { name: 'Your enquiry' }).getAttribute('href')).toBe('/enquiries')

    await bridge.settled()
    const { data } = await bridge.call<List<Call>>('GET', '/v1/calls?limit=1')
    const [latest] = data
    const enquiry = await bridge.call<Enquiry>('GET', `/v1/enquiries/${latest?.enquiryId}`)
    expect(latest?.outcome).toBe('answered')
    expect(enquiry.source).toMatchObject({ channel: 'Paid Search', campaign: 'emergency-boiler' })
    expect(enquiry.evidence.map(({ kind }) => kind)).toContain('lease')
    expect(problems).toEqual([])
  })

  it('fits a small screen, and is for this machine alone', async () => {
    await shop.setViewportSize({ width: 390, height: 844 })
    const overflow = await shop.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(overflow).toBeLessThanOrEqual(0)
    await context.close()
    const tunnelled = await fetch(`${bridge.url}/local/shop`, {
      headers: { 'x-forwarded-for': '203.0.113.9' },
    })
    expect(tunnelled.status).toBe(404)
  })
})
