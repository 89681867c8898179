import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Installation } from '../../functions/session/installation.ts'
import { answerLease, type Bridge, serveBridge } from './support/bridge.ts'
import { openBrowser } from './support/browser.ts'
import { type Served, serveShop } from './support/shop.ts'

let browser: Browser
let bridge: Bridge
let shop: Served
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  bridge = await serveBridge()
  shop = await serveShop(() => `<script async src="${bridge.origin}/t.js" data-key="pk_shop"></script>`)
})
afterAll(async () => {
  await browser.close()
  await Promise.all([shop.close(), bridge.close()])
})

const good: Installation = {
  key: 'good',
  origin: 'https://shop.example',
  originAllowed: true,
  counted: true,
  notCounted: null,
  targets: [{ number: '+442079460000', by: 'pool' }],
}
const errors: string[] = []
beforeEach(async () => {
  errors.length = 0
  bridge.answer = answerLease
  bridge.installation = good
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.on('pageerror', ({ message }) => errors.push(message))
  return async () => {
    expect(errors).toEqual([])
    await page.context().close()
  }
})

const panel = () => page.getByRole('complementary', { name: 'Tieline check' })
const row = (title: string | RegExp) => panel().getByRole('listitem').filter({ hasText: title })
const open = (query = '?tieline-check') => page.goto(`${shop.origin}/${query}`)

describe('a page that is opened to be checked', () => {
  test('tells which numbers were found, swapped and left as they are, and shows where', async () => {
    await open()
    await row('+442079460000 → 020 7946 0123').waitFor()
    await expect.poll(() => panel().getByRole('status').textContent()).toBe('All is set up on this page')
    const number = row('+442079460000 → 020 7946 0123')
    expect(await number.textContent()).toMatch(/\d+ places swapped\. \d places left as written, on purpose\./)
    await row('Your visit is counted').waitFor()
    expect(await row('Your visit is counted').textContent()).toContain('ses_1 of vis_1')

    const show = number.getByRole('button', { name: /^Show on the page/ })
    await show.click()
    expect(await show.getAttribute('aria-pressed')).toBe('true')
    const outlined = () =>
      page.evaluate(
        `[...document.querySelectorAll('#header-phone, #fax')].map(({ style }) => style.outline !== '')`,
      )
    expect(await outlined()).toEqual([true, false])
    if (process.env.TIELINE_CHECK_SHOT) await page.screenshot({ path: process.env.TIELINE_CHECK_SHOT })
    await show.click()
    expect(await outlined()).toEqual([false, false])
  })

  test('follows what the page inserts later', async () => {
    await open()
    await row('No place for a code').waitFor()
    await page.evaluate(`document.body.insertAdjacentHTML(
      'beforeend',
      '<span data-tieline-code></span><a href="tel:+442079460555">elsewhere</a>',
    )`)
    await row('1 place for a code').waitFor()
    await row('1 link to numbers that are not tracked').waitFor()
  })

  test.each<[string, Partial<Installation>, RegExp, RegExp]>([
    ['a key that nobody knows', { key: 'unknown' }, /The key is not known/, /One thing to mend/],
    ['a secret key', { key: 'secret' }, /This is a secret key/, /One thing to mend/],
    [
      'a site that may not use the key',
      { originAllowed: false, counted: false },
      /Add http:\/\/127\.0\.0\.1:\d+ to the origins/,
      /One thing to mend/,
    ],
    [
      'a visitor who is not counted',
      { counted: false, notCounted: 'opted-out' },
      /\?tieline=on undoes it/,
      /All is set up/,
    ],
    [
      'an account without numbers to swap',
      { targets: [] },
      /No number is set up to be swapped/,
      /All is set up/,
    ],
  ])('says what stands in the way: %s', async (_, change, words, verdict) => {
    bridge.installation = { ...good, ...change }
    bridge.answer = (response) => void response.writeHead(403).end()
    await open()
    await row(words).waitFor()
    expect(await panel().getByRole('status').textContent()).toMatch(verdict)
  })

  test('is closed by its button and by Escape, and leaves nothing behind', async () => {
    await open()
    await row('The script is on the page').waitFor()
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
    await open()
    await panel().getByRole('button', { name: 'Close the check' }).click()
    expect(await page.locator('#tieline-check').count()).toBe(0)
  })
})

test('on every other page nothing of it is loaded', async () => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await open('?price-check=1')
  await page.waitForFunction(`document.querySelector('#header-phone').innerText.includes('0123')`)
  expect(asked).not.toContain('/check.js')
  expect(await page.locator('#tieline-check').count()).toBe(0)
})

test('nobody is kept out: the panel has no fault that axe finds, in light, in dark and on a phone', async () => {
  const { default: axe } = await import('axe-core')
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await open()
    await row('+442079460000 → 020 7946 0123').waitFor()
    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate(
      `axe.run(document.querySelector('#tieline-check'), { resultTypes: ['violations'], rules: { region: { enabled: false } } })`,
    )) as { violations: { id: string; nodes: { html: string }[] }[] }
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    if (process.env.TIELINE_CHECK_SHOT) {
      await page.screenshot({ path: process.env.TIELINE_CHECK_SHOT.replace('.png', `-${colorScheme}.png`) })
    }
  }
})
