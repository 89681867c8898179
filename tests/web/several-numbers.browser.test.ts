import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { peoplesBrowser, type StartedBridge, startBridge } from '../end-to-end/support/started-bridge.ts'
import { openBrowser } from './support/browser.ts'
import { type Served, serveShop } from './support/shop.ts'

/** The shop's page has the workshop's number in many places and the showroom's in one. */
const [workshop, showroom] = ['+442079460000', '+442079460999']
const pooled = ['+442079460101', '+442079460102']
const vanity = '+448003569377'

interface Session {
  readonly visitorId: string
  readonly sessionId: string
}

let bridge: StartedBridge
let shop: Served
let browser: Browser
let context: BrowserContext
let page: Page
beforeAll(async () => {
  bridge = await startBridge()
  shop = await serveShop(() => `<script async src="${bridge.url}/t.js" data-key="pk_local"></script>`)
  browser = await openBrowser()
  const flow = { forwardTo: ['+442079460099'], ring: 'all' }
  const pool = await bridge.call<{ id: string }>('POST', '/v1/pools', {
    name: 'Workshop',
    swapTargets: [workshop],
    flow,
  })
  for (const number of pooled) {
    await bridge.call('POST', '/v1/numbers', { number, label: number, kind: 'pool', poolId: pool.id })
  }
  await bridge.call('POST', '/v1/numbers', {
    number: vanity,
    label: 'Google',
    kind: 'source',
    source: { source: 'google', medium: 'cpc' },
    swapTargets: [showroom],
    display: '0800 FLOWERS',
    flow,
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await bridge?.stop()
})
beforeEach(async () => {
  context = await browser.newContext({ userAgent: peoplesBrowser })
  page = await context.newPage()
})
afterEach(() => context.close())

/** Opens the page and waits until what the server has to say is shown: what was shown is kept last. */
async function open(path: string): Promise<Session> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/collect'))
  await page.goto(`${shop.origin}${path}`)
  const session = (await (await answered).json()) as Session
  await page.waitForFunction(`localStorage.tieline?.includes('${session.sessionId}')`)
  return session
}
const numberOf = async (selector: string) =>
  ((await page.getAttribute(selector, 'href')) ?? '').replace('tel:', '')
const abroad = async () => (await page.textContent('#abroad')) ?? ''

test('each number is swapped by what its target has: one leased from a pool, one set apart for a source', async () => {
  const { sessionId } = await open('/?utm_source=google&utm_medium=cpc')
  const leased = await numberOf('#header-phone')
  expect(pooled).toContain(leased)
  const national = `020 7946 ${leased.slice(-4)}`
  expect(await page.textContent('#header-phone')).toBe(national)
  expect(await abroad()).toBe(`From abroad: +44 20 7946 ${leased.slice(-4)}, showroom: 0800 FLOWERS.`)

  await page.goto(`${shop.origin}/repairs.html`)
  expect(await numberOf('#header-phone')).toBe(leased)
  const session = await bridge.call('GET', `/v1/sessions/${sessionId}`)
  expect(session).toMatchObject({ leases: [{ number: leased }], shownNumbers: [vanity] })
})

test('a visitor of another source sees the showroom’s own number', async () => {
  await open('/?utm_source=news&utm_medium=email')
  expect(pooled).toContain(await numberOf('#header-phone'))
  expect(await abroad()).toContain('showroom: 020 7946 0999.')
})

test('?tieline=off leaves the page as it is, and those that follow, until ?tieline=on', async () => {
  const before = await open('/')
  expect(pooled).toContain(await numberOf('#header-phone'))
  const off = await open('/?tieline=off')
  expect(off.visitorId).toBe(`${before.visitorId}_off`)
  expect(await numberOf('#header-phone')).toBe(workshop)
  await open('/repairs.html?utm_source=google&utm_medium=cpc')
  expect(await numberOf('#header-phone')).toBe(workshop)
  expect((await open('/?tieline=on')).visitorId).toBe(before.visitorId)
  expect(pooled).toContain(await numberOf('#header-phone'))
})
