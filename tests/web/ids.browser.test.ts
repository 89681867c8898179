import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Bridge, serveBridge } from './support/bridge.ts'
import { openBrowser } from './support/browser.ts'
import { type Served, serveShop } from './support/shop.ts'

let browser: Browser
let bridge: Bridge
let shop: Served
let context: BrowserContext
let page: Page
/** Of the script tag. */
let attributes = ''
const errors: string[] = []

beforeAll(async () => {
  browser = await openBrowser()
  bridge = await serveBridge()
  shop = await serveShop(
    () => `<script async src="${bridge.origin}/t.js" data-key="pk_test" ${attributes}></script>`,
  )
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await bridge?.close()
})
beforeEach(async () => {
  bridge.collected.length = 0
  bridge.modules.length = 0
  errors.length = 0
  attributes = ''
  context = await browser.newContext()
  page = await context.newPage()
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.clock.install()
})
afterEach(async () => {
  await context.close()
  expect(errors).toEqual([])
})

const gaClientId = '1234567890.1700000000'
const fbp = 'fb.1.1763640000123.987654321'
const set = (...cookies: readonly string[]) =>
  page.evaluate(cookies.map((cookie) => `document.cookie = '${cookie};path=/'`).join('\n'))
const tellings = () => bridge.collected.flatMap(({ ids, ...message }) => (ids ? [{ ids, ...message }] : []))
const answered = (views = 1) =>
  expect.poll(() => bridge.collected.filter(({ type }) => type === 'page').length).toBe(views)
const isKept = () => page.waitForFunction(`localStorage.tieline`)
const some = () => page.clock.runFor(5_000)
const hide = () =>
  page.evaluate(`
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  `)

test('what GA4, Meta and Microsoft know the browser by is told once, and again when it changes', async () => {
  await page.goto(shop.origin)
  await isKept()
  // GA's own script comes later than ours.
  await set(
    `_ga=GA1.1.${gaClientId}`,
    '_ga_ABC=GS2.1.s1763640000$o3$g1',
    `_fbp=${fbp}`,
    '_uetmsclkid=_uetclick1',
  )
  await some()
  await expect.poll(tellings, { timeout: 20_000 }).toEqual([
    expect.objectContaining({
      key: 'pk_test',
      type: 'heartbeat',
      url: `${shop.origin}/`,
      visitorId: 'vis_1',
      sessionId: 'ses_1',
      wantsCode: false,
      ids: { gaClientId, gaSessionId: '1763640000', fbp, msclkid: 'click1' },
    }),
  ])

  await page.waitForFunction(`sessionStorage.getItem('tieline-ids')`)
  await page.goto(`${shop.origin}/repairs.html`)
  await answered(2)
  await page.clock.runFor(5_000)
  await set('_ga_ABC=GS2.1.s1763649999$o4$g1')
  const toldWhenLeft = async () => {
    await hide()
    return tellings().length
  }
  await expect.poll(toldWhenLeft, { timeout: 20_000 }).toBe(2)
  expect(tellings()[1]?.ids).toMatchObject({ gaClientId, gaSessionId: '1763649999' })
})

test('a page without such cookies, or that says no, tells nothing', async () => {
  await page.goto(shop.origin)
  await isKept()
  await some()
  attributes = 'data-ids="off"'
  await page.goto(shop.origin)
  await answered(2)
  await set(`_ga=GA1.1.${gaClientId}`)
  await some()
  await expect.poll(() => bridge.modules).toEqual(['/ids.js'])
  await hide()
  await page.clock.runFor(61_000)
  expect(tellings()).toEqual([])
})

test('where the page asks first, nothing is told before the visitor agreed, or once they do not any more', async () => {
  attributes = 'data-consent="wait"'
  await page.goto(shop.origin)
  await page.waitForFunction('window.tieline && tieline.q === 0')
  await set(`_ga=GA1.1.${gaClientId}`)
  await some()
  expect(bridge.modules).toEqual(['/consent.js'])

  await page.evaluate(`tieline('consent', 'granted')`)
  await isKept()
  await some()
  await expect.poll(() => tellings().length, { timeout: 20_000 }).toBe(1)
  await page.waitForFunction(`sessionStorage.getItem('tieline-ids')`)

  await page.evaluate(`tieline('consent', 'denied')`)
  expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0)
  await set('_ga=GA1.1.5.6')
  await hide()
  await some()
  expect(tellings()).toHaveLength(1)
})
