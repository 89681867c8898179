import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newAccount } from '../end-to-end/support/shared-bridge.ts'
import { type BridgeAccount, peoplesBrowser } from '../end-to-end/support/started-bridge.ts'
import { openBrowser } from './support/browser.ts'
import { listen, type Served } from './support/shop.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Issued {
  readonly code: string
  readonly display: string
}

let bridge: BridgeAccount
let browser: Browser
let shop: Served
/** What stands in the next page's main part, and in its head beside the script. */
let main = ''
let head = ''
let campaign: string
let context: BrowserContext | undefined
/** Errors thrown in the page and everything said on its console. */
let said: string[] = []
beforeAll(async () => {
  bridge = await newAccount()
  browser = await openBrowser()
  shop = await listen(
    createServer((request, response) => {
      if (request.url !== '/') return void response.writeHead(204).end()
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': `default-src 'none'; script-src ${bridge.url}; connect-src ${bridge.url}; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'`,
        })
        .end(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Checkout</title>${head}
<script async src="${bridge.url}/redeem.js" data-key="${bridge.siteKey}"></script></head>
<body><main><h1>Checkout</h1>${main}</main></body>
</html>`)
    }),
  )
  campaign = await newCampaign({ kind: 'amount', amount: 1500, currency: 'GBP' })
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
afterEach(async () => {
  await context?.close()
  expect(said).toEqual([])
})

async function newCampaign(benefit: unknown, more: Record<string, unknown> = {}): Promise<string> {
  const body = { name: 'Call back', direction: 'phone-to-web', benefit, validFor: 'P30D', ...more }
  return (await bridge.call<{ id: string }>('POST', '/v1/campaigns', body)).id
}
const newCode = (campaignId = campaign) => bridge.call<Issued>('POST', '/v1/codes', { campaignId })
const mistyped = (code: string) => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10)

async function open(content: string, options: { width?: number; head?: string } = {}): Promise<Page> {
  said = []
  main = content
  head = options.head ?? ''
  context = await browser.newContext({
    viewport: { width: options.width ?? 390, height: 800 },
    userAgent: peoplesBrowser,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('console', (message) => {
    // The browser itself notes the status of an answer that is a refusal; no page can prevent that.
    if (!message.text().startsWith('Failed to load resource')) said.push(message.text())
  })
  await page.goto(`${shop.origin}/`)
  await page.locator('[data-tieline-redeem] input').waitFor()
  // What happens is told by events that bubble: the page keeps them.
  await page.evaluate(`
    window.told = [];
    for (const name of ['redeemed', 'refused']) addEventListener('tieline:' + name, (event) => {
      told.push([name, event.target.id, event.detail]);
    })`)
  return page
}
const plain = '<div id="place" data-tieline-redeem></div>'

const told = (page: Page) => page.evaluate('told') as Promise<[string, string, Record<string, unknown>][]>
const says = async (page: Page) => (await page.textContent('[role=status]'))?.trim()
const focused = (page: Page) =>
  page.evaluate('document.activeElement.tagName + " " + document.activeElement.textContent')

/** One page for all copies: another costs more than what is looked at. */
let copy: Page | undefined
async function violationsOf(page: Page): Promise<unknown> {
  // The policy of the page lets no script in but the bridge's: axe looks at a copy.
  copy ??= await browser.newPage()
  await copy.setViewportSize(page.viewportSize() ?? { width: 390, height: 800 })
  await copy.setContent((await page.evaluate('document.documentElement.outerHTML')) as string)
  await copy.evaluate(axe)
  return copy.evaluate(
    `axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`,
  )
}

test.each([390, 1440])(
  'at %i pixels a code is entered by keyboard alone, corrected and accepted',
  async (width) => {
    const { code, display } = await newCode()
    const page = await open(plain, { width })
    expect(await violationsOf(page)).toEqual([])

    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('INPUT ')
    await expect.poll(() => lengthsAreKnown(page)).toBe(true)
    await page.keyboard.type(mistyped(code))
    expect(await says(page)).toMatch(/one digit seems wrong/i)
    expect(await page.getAttribute('input', 'aria-invalid')).toBe('true')
    expect(await page.getAttribute('input', 'aria-describedby')).toBe(
      await page.getAttribute('[role=status]', 'id'),
    )
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Enter')
    expect(await told(page)).toMatchObject([['refused', 'place', { code: 'code_malformed' }]])
    expect(await focused(page)).toBe('INPUT ')

    await page.keyboard.press('Control+A')
    await page.keyboard.type(code)
    expect(await page.inputValue('input')).toBe(display)
    expect(await says(page)).toBe('That looks right.')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('BUTTON Use code')
    await page.keyboard.press('Enter')
    await expect.poll(() => says(page)).toBe('Your code is accepted: £15.00 off.')
    const [, redeemed] = await told(page)
    expect(redeemed).toEqual([
      'redeemed',
      'place',
      {
        redemptionId: expect.stringMatching(/^red_/),
        code,
        campaignId: campaign,
        benefit: { kind: 'amount', amount: 1500, currency: 'GBP' },
        redeemedAt: expect.any(String),
      },
    ])
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Enter')
    expect(await told(page)).toHaveLength(2)
  },
)

/** The field asks how long codes are when it gets the focus; then it has something to say of an odd one. */
async function lengthsAreKnown(page: Page): Promise<boolean> {
  await page.fill('[data-tieline-redeem] input', '1')
  const isKnown = (await says(page)) === 'It has 10 digits.'
  await page.fill('[data-tieline-redeem] input', '')
  return isKnown
}

test('a code that is refused is told in plain words, and the program is told why', async () => {
  const { code } = await newCode()
  await bridge.call('POST', `/v1/codes/${code}/void`, {})
  const page = await open(plain)
  await page.fill('input', code)
  await page.click('button')
  await expect.poll(() => says(page)).toBe('This code was withdrawn. Please ask the business.')
  expect(await told(page)).toMatchObject([['refused', 'place', { code: 'code_voided', status: 409 }]])
  expect(await page.getAttribute('input', 'aria-invalid')).toBe('true')
  expect(await focused(page)).toBe('INPUT ')
  await page.fill('input', '')
  await page.click('button')
  expect(await says(page)).toBe('Please type your code first.')
})

test('inside a checkout’s form, Enter redeems the code and does not send the form', async () => {
  const { code } = await newCode()
  const page = await open(
    `<form action="/sent"><label>Name <input id="name"></label>${plain}<button id="pay">Pay</button></form>`,
  )
  await page.fill('[data-tieline-redeem] input', code)
  await page.keyboard.press('Enter')
  await expect.poll(() => says(page)).toMatch(/accepted/)
  expect(page.url()).toBe(`${shop.origin}/`)
})

test('a field and words of the business’s own are kept', async () => {
  const { code } = await newCode()
  const page = await open(
    `<form id="own" data-tieline-redeem data-hint="Look at the bottom of your letter.">
      <label for="mine">Voucher</label><input id="mine" class="shop" autocomplete="one-time-code">
      <button class="shop">Apply</button><p data-tieline-says></p></form>`,
  )
  expect(await violationsOf(page)).toEqual([])
  expect(await page.locator('input, button').count()).toBe(2)
  expect(await page.getAttribute('#mine', 'autocomplete')).toBe('one-time-code')
  await page.focus('#mine')
  await page.fill('#mine', code)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.textContent('[data-tieline-says]')).toMatch(/accepted/)
  expect(await told(page)).toMatchObject([['redeemed', 'own', { code }]])
  expect(await page.locator('style, [style]').count()).toBe(0)
})

test('a page that tells its customers itself is left to it', async () => {
  const { code } = await newCode()
  const page = await open(plain)
  await page.evaluate(`addEventListener('tieline:redeemed', (event) => event.preventDefault())`)
  await page.fill('input', code)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await told(page)).length).toBe(1)
  expect(await says(page)).not.toMatch(/accepted/)
})

test('the visit that t.js keeps is that of the redemption, and the order is told', async () => {
  const { code } = await newCode(
    await newCampaign({ kind: 'percent', percent: 10 }, { minimumOrder: { amount: 5000, currency: 'GBP' } }),
  )
  const page = await open(
    '<div id="place" data-tieline-redeem data-order-reference="A-1" data-order-amount="4999" data-order-currency="GBP"></div>',
    { head: `<script async src="${bridge.url}/t.js" data-key="${bridge.siteKey}"></script>` },
  )
  await expect.poll(() => page.evaluate('localStorage.tieline')).toMatch(/vis_\w+\.ses_\w+/)
  const kept = /(vis_\w+)\.(ses_\w+)/.exec(String(await page.evaluate('localStorage.tieline'))) ?? []
  await page.fill('input', code)
  await page.keyboard.press('Enter')
  await expect.poll(() => says(page)).toBe('This code is for a larger order.')
  // The order grows while the page is open.
  await page.evaluate(`place.dataset.orderAmount = '5000'`)
  await page.keyboard.press('Enter')
  await expect.poll(() => says(page)).toBe('Your code is accepted: 10% off.')
  const { history } = await bridge.call<{ history: unknown[] }>('GET', `/v1/codes/${code}`)
  expect(history).toContainEqual(
    expect.objectContaining({ event: 'used', visitorId: kept[1], sessionId: kept[2], orderReference: 'A-1' }),
  )
})

describe('when the network fails', () => {
  test('the customer is asked to try again, and the same try is one use', async () => {
    const { code } = await newCode()
    const page = await open(plain)
    const keys: (string | undefined)[] = []
    let isCut = true
    await page.route('**/v1/redemptions', async (route) => {
      keys.push(route.request().headers()['idempotency-key'])
      if (!isCut) return route.continue()
      // It arrives; its answer does not.
      await route.fetch()
      await route.abort()
    })
    await page.fill('input', code)
    await page.keyboard.press('Enter')
    await expect.poll(() => says(page)).toBe('The code could not be checked. Please try again.')
    expect(await told(page)).toMatchObject([['refused', 'place', { code: 'unreachable' }]])
    isCut = false
    await page.keyboard.press('Enter')
    await expect.poll(() => says(page)).toMatch(/accepted/)
    expect(new Set(keys).size).toBe(1)
    expect(keys).toHaveLength(2)
    expect(keys[0]).toMatch(/^[0-9a-f]{30}$/)
  })

  test('a field that never learns how long codes are works without grouping', async () => {
    const { display } = await newCode()
    const page = await open(plain)
    await page.route('**/v1/redemptions/lengths*', (route) => route.abort())
    await page.focus('input')
    await page.keyboard.type(display)
    expect(await page.inputValue('input')).toBe(display)
    await page.keyboard.press('Enter')
    await expect.poll(() => says(page)).toMatch(/accepted/)
  })
})

test('a place that a script adds later becomes a field as well, each with its own label', async () => {
  const page = await open(plain)
  await page.evaluate(`
    const later = document.createElement('div');
    later.dataset.tielineRedeem = '';
    later.dataset.label = 'Second code';
    document.querySelector('main').append(later)`)
  await expect.poll(() => page.locator('[data-tieline-redeem] input').count()).toBe(2)
  expect(await page.getByLabel('Second code').count()).toBe(1)
  expect(await page.getByLabel('Code', { exact: true }).count()).toBe(1)
  expect(await violationsOf(page)).toEqual([])
})

test('how long codes are is told with the publishable key alone, to any page', async () => {
  const answer = await fetch(`${bridge.url}/v1/redemptions/lengths?key=${bridge.siteKey}`, {
    headers: { origin: 'https://shop.example' },
  })
  expect(await answer.json()).toEqual({ lengths: [10], groups: { 10: [3, 3, 4] } })
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  for (const key of ['', 'pk_unknown', 'sk_end_to_end']) {
    expect((await fetch(`${bridge.url}/v1/redemptions/lengths?key=${key}`)).status).toBe(401)
  }
})
