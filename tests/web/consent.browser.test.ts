import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Bridge, leased, serveBridge } from './support/bridge.ts'
import { openBrowser } from './support/browser.ts'
import { type Served, serveShop } from './support/shop.ts'

let browser: Browser
let bridge: Bridge
let shop: Served
let context: BrowserContext
let page: Page
const queue = 'window.tieline = window.tieline || function(){(tieline.q=tieline.q||[]).push(arguments)}'
beforeAll(async () => {
  browser = await openBrowser()
  bridge = await serveBridge()
  shop = await serveShop(
    () =>
      `<script>${queue}</script><script async src="${bridge.origin}/t.js" data-key="pk_test" data-consent="wait"></script>`,
  )
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await bridge?.close()
})
beforeEach(async () => {
  bridge.collected.length = 0
  context = await browser.newContext()
  page = await context.newPage()
})
afterEach(() => context.close())

const say = (word: string) => page.evaluate(`tieline('consent', '${word}')`)
const kept = () =>
  page.evaluate('Object.keys(localStorage).length + document.cookie.length') as Promise<number>
const hasStarted = () => page.waitForFunction('window.tieline && tieline.q === 0')
const showsLeased = () => page.waitForFunction(`document.body.textContent.includes('${leased.display}')`)

test('until the visitor agrees nothing is sent or kept, and the page shows its own number', async () => {
  await page.goto(`${shop.origin}/?utm_source=bing`)
  await hasStarted()
  await page.evaluate('history.pushState({}, "", "/elsewhere"); tieline("event", "looked")')
  await page.click('a[href^="tel:"]', { noWaitAfter: true }).catch(() => {})
  await page.waitForTimeout(200)
  expect(bridge.collected).toEqual([])
  expect(await kept()).toBe(0)
  expect(await page.textContent('body')).not.toContain(leased.display)

  await say('granted')
  await showsLeased()
  expect(bridge.collected.map(({ type }) => type)).toEqual(['page'])
  expect(await kept()).toBeGreaterThan(0)
})

test('whoever agreed is asked no more, and is nobody again once they refuse', async () => {
  await page.goto(shop.origin)
  await say('granted')
  await showsLeased()
  await page.goto(`${shop.origin}/repairs.html`)
  await showsLeased()
  await page.waitForFunction(() => true)
  expect(bridge.collected).toHaveLength(2)
  expect(bridge.collected[1]).toMatchObject({ visitorId: 'vis_1', sessionId: 'ses_1' })

  await say('denied')
  expect(await kept()).toBe(0)
  await page.evaluate('tieline("event", "looked")')
  await page.goto(shop.origin)
  await hasStarted()
  await page.waitForTimeout(200)
  expect(bridge.collected).toHaveLength(2)
  expect(await kept()).toBe(0)
})

test('an answer that comes after the refusal is not kept', async () => {
  const { answer } = bridge
  let late: (() => void) | undefined
  bridge.answer = (response, message) => {
    late = () => answer(response, message)
  }
  await page.goto(shop.origin)
  await say('granted')
  await expect.poll(() => late).toBeDefined()
  await say('denied')
  bridge.answer = answer
  late?.()
  // On a slow machine the page may have given the answer up by then: nothing is kept either way.
  await page.waitForTimeout(300)
  expect(await kept()).toBe(0)
  expect(await page.textContent('body')).not.toContain(leased.display)
})
