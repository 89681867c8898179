import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type StartedBridge, startBridge } from '../end-to-end/support/started-bridge.ts'
import { openBrowser } from './support/browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Issued {
  readonly code: string
  readonly display: string
}

let bridge: StartedBridge
let browser: Browser
let campaign: string
let context: BrowserContext | undefined
/** Errors thrown in the page and everything said on its console. */
let said: string[] = []
beforeAll(async () => {
  // Of its own: the page without a key is the local account's, and says how long the codes of all its campaigns are.
  bridge = await startBridge()
  browser = await openBrowser()
  await bridge.call('PATCH', '/v1/account', {
    branding: { name: 'Sash & Sons', colour: '#1d4f3c', text: 'Thank you for calling us.' },
  })
  campaign = await newCampaign({ kind: 'amount', amount: 1500, currency: 'GBP' })
})
afterAll(async () => {
  await browser?.close()
  await bridge?.stop()
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

async function open(
  options: { width?: number; javaScriptEnabled?: boolean; colorScheme?: 'light' | 'dark' } = {},
  path = '/redeem',
): Promise<Page> {
  const { width = 390, ...more } = options
  said = []
  context = await browser.newContext({ viewport: { width, height: 800 }, ...more })
  const page = await context.newPage()
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('console', (message) => {
    // The browser itself notes the status of an answer that is a refusal; no page can prevent that.
    if (!message.text().startsWith('Failed to load resource')) said.push(message.text())
  })
  await page.goto(`${bridge.url}${path}`)
  return page
}

/** One page for all copies: another costs more than what is looked at. */
let copy: Page | undefined
/** Where a page may run no script, neither may axe: it looks at a copy of the page that may. */
async function copyOf(page: Page, colorScheme: 'light' | 'dark'): Promise<Page> {
  copy ??= await browser.newPage()
  await copy.setViewportSize(page.viewportSize() ?? { width: 390, height: 800 })
  await copy.emulateMedia({ colorScheme })
  await copy.setContent(await page.content())
  return copy
}

async function violationsOf(page: Page): Promise<unknown> {
  await page.evaluate(axe)
  return page.evaluate(
    `axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`,
  )
}

async function expectAccessible(page: Page, scriptless?: 'light' | 'dark'): Promise<void> {
  const subject = scriptless ? await copyOf(page, scriptless) : page
  expect(await violationsOf(subject)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

const focused = (page: Page) =>
  page.evaluate('document.activeElement.id || document.activeElement.textContent')
/** From the top of the page to the field, as a keyboard gets there. */
async function tabToField(page: Page): Promise<void> {
  for (let tabs = 0; tabs < 5 && (await focused(page)) !== 'code'; tabs++) await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('code')
}
async function send(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}
const told = async (page: Page) => (await page.textContent('#say'))?.trim()

describe.each([
  [390, 'light', true],
  [390, 'dark', false],
  [1440, 'light', false],
  [1440, 'dark', true],
] as const)('at %i pixels, %s, scripts: %s', (width, colorScheme, javaScriptEnabled) => {
  test('a code is entered by keyboard alone, corrected and accepted', async () => {
    const { code, display } = await newCode()
    const page = await open({ width, colorScheme, javaScriptEnabled })
    const scriptless = javaScriptEnabled ? undefined : colorScheme
    expect(await page.title()).toBe('Enter your code · Sash & Sons')
    await expectAccessible(page, scriptless)

    await tabToField(page)
    await page.keyboard.type(mistyped(code))
    await expectAccessible(page, scriptless)
    await send(page)
    expect(await page.title()).toBe('Please check your code · Sash & Sons')
    expect(await told(page)).toMatch(/one digit/i)
    expect((await page.inputValue('#code')).replaceAll('-', '')).toBe(mistyped(code))
    expect(await page.getAttribute('#code', 'aria-invalid')).toBe('true')
    expect(await page.getAttribute('#code', 'aria-describedby')).toBe('say')
    expect(await focused(page)).toBe('code')
    await expectAccessible(page, scriptless)

    await page.keyboard.press('Control+A')
    await page.keyboard.type(code)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Use code')
    await send(page)
    expect(await page.textContent('h1')).toBe('Your code is accepted')
    const ticket = await page.textContent('.ticket')
    expect(ticket).toContain('£15 off')
    expect(ticket).toContain(display)
    expect(ticket).toMatch(/Valid until\s*\d{1,2} \w+ \d{4} at \d\d:\d\d/)
    expect(ticket).toMatch(/red_\w+/)
    await expectAccessible(page, scriptless)
  })
})

describe('while typing', () => {
  test('digits are grouped, and the caret stays where it was', async () => {
    const { code, display } = await newCode()
    const page = await open()
    await page.focus('#code')
    await page.keyboard.type(code)
    expect(await page.inputValue('#code')).toBe(display)
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Delete')
    expect(await page.evaluate('document.activeElement.selectionStart')).toBe(1)
    await page.keyboard.type(code.charAt(1))
    expect(await page.inputValue('#code')).toBe(display)
  })

  test('what is no digit is left out, what looks like one is taken for it', async () => {
    const page = await open()
    await page.fill('#code', ' 4o2.l23 4５x')
    expect(await page.inputValue('#code')).toBe('402-123-45')
  })

  test('the check digit is told at once, for every digit in every place that may be wrong', async () => {
    const { code } = await newCode()
    const page = await open()
    for (let place = 0; place < code.length; place++) {
      const wrong = code.slice(0, place) + ((Number(code[place]) + 3) % 10) + code.slice(place + 1)
      await page.fill('#code', wrong)
      expect([wrong, await told(page)]).toEqual([wrong, expect.stringMatching(/one digit seems wrong/i)])
      expect(await page.getAttribute('#code', 'aria-invalid')).toBe('true')
    }
    await page.fill('#code', code)
    expect(await told(page)).toBe('That looks right.')
    expect(await page.getAttribute('#code', 'aria-invalid')).toBeNull()
    await page.fill('#code', code.slice(0, 5))
    expect(await told(page)).toBe('It has 10 digits.')
    await page.fill('#code', `${code}1`)
    expect(await told(page)).toMatch(/too many/)
  })

  test('a telephone shows its number keys', async () => {
    const page = await open()
    expect(await page.getAttribute('#code', 'inputmode')).toBe('numeric')
  })
})

test('a form that is sent twice is one use', async () => {
  const { code } = await newCode()
  const page = await open()
  await page.fill('#code', code)
  await send(page)
  const reference = await page.textContent('dd:last-of-type')
  await page.reload()
  expect(await page.textContent('h1')).toBe('Your code is accepted')
  expect(await page.textContent('dd:last-of-type')).toBe(reference)
  const again = await open()
  await again.fill('#code', code)
  await send(again)
  expect(await told(again)).toBe('This code has been used already.')
})

test('session and visitor of the link are those of the redemption', async () => {
  const { code } = await newCode()
  const page = await open({}, '/redeem?session=ses_1&visitor=vis_1')
  await page.fill('#code', code)
  await send(page)
  const { history } = await bridge.call<{ history: unknown[] }>('GET', `/v1/codes/${code}`)
  expect(history).toContainEqual(
    expect.objectContaining({ event: 'used', how: 'online', sessionId: 'ses_1', visitorId: 'vis_1' }),
  )
})

test('nothing typed is no try', async () => {
  const page = await open({ javaScriptEnabled: false })
  for (let tries = 0; tries < 12; tries++) {
    await page.focus('#code')
    await send(page)
    expect(await told(page)).toBe('Please type your code first.')
  }
})

test('what a link carries can’t become a part of the page', async () => {
  const evil = encodeURIComponent('"><script>document.title="x"</script>')
  const page = await open({}, `/redeem?code=${evil}&session=${evil}&visitor=${evil}`)
  expect(await page.title()).toBe('Enter your code · Sash & Sons')
  expect(await page.locator('script').count()).toBe(1)
})

test('a link without a business that is known says so', async () => {
  const page = await open({}, '/redeem?key=pk_unknown')
  expect(await page.textContent('h1')).toBe('This link is not complete')
  await expectAccessible(page)
})
