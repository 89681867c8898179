import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type StartedBridge, startBridge } from '../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../web/support/browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = process.env.PHONE_SCREENSHOTS

let bridge: StartedBridge
let browser: Browser
let campaignId: string
let context: BrowserContext | undefined
/** Errors thrown in the page and everything said on its console. */
let said: string[] = []
beforeAll(async () => {
  bridge = await startBridge()
  browser = await openBrowser()
  const campaign = { name: 'Ten off', benefit: { kind: 'percent', percent: 10 }, validFor: 'P7D' }
  const made = await bridge.call<{ id: string }>('POST', '/v1/campaigns', { ...campaign, direction: 'both' })
  campaignId = made.id
  const flow = { forwardTo: ['+442079460098', '+442079460099'], ring: 'all', greeting: 'Sash and Sons.' }
  const number = { kind: 'source', source: { source: 'van', medium: 'vehicle' } }
  await bridge.call('POST', '/v1/numbers', { ...number, number: '+442079460777', label: 'The van', flow })
  await bridge.call('POST', '/v1/numbers', {
    ...number,
    number: '+442079460778',
    label: 'The flyer',
    flow: { ...flow, askForCode: true, giveCode: { campaignId, when: 'missed' } },
  })
  const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  const notToday = days[(new Date().getUTCDay() + 3) % 7] ?? ''
  await bridge.call('POST', '/v1/numbers', {
    ...number,
    number: '+442079460779',
    label: 'The closed shop',
    flow: { ...flow, hours: { [notToday]: [{ from: '09:00', until: '17:00' }] }, voicemail: true },
  })
})
afterAll(async () => {
  await browser?.close()
  await bridge?.stop()
})
afterEach(async () => {
  await context?.close()
  expect(said).toEqual([])
})

async function open(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  said = []
  context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
  const page = await context.newPage()
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`${bridge.url}/local/phone`)
  await page.waitForSelector('#to option', { state: 'attached' })
  return page
}

async function expectAccessible(page: Page, name: string): Promise<void> {
  await page.evaluate(axe)
  const violations = await page.evaluate(
    `axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`,
  )
  expect(violations).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

const focused = (page: Page) =>
  page.evaluate('document.activeElement.id || document.activeElement.textContent')
/** To the control of that id or text, as a keyboard gets there. */
async function tabTo(page: Page, wanted: string, key = 'Tab'): Promise<void> {
  for (let tabs = 0; tabs < 80 && (await focused(page)) !== wanted; tabs++) await page.keyboard.press(key)
  expect(await focused(page)).toBe(wanted)
}
const heard = (page: Page, text: string) => page.waitForSelector(`#heard li:has-text("${text}")`)
const status = (page: Page, text: string) => page.waitForSelector(`#status:has-text("${text}")`)

describe.each([
  [390, 'light'],
  [1440, 'dark'],
] as const)('at %i pixels, %s', (width, colorScheme) => {
  test('a call is made, answered and ended by keyboard alone', async () => {
    const page = await open(width, colorScheme)
    const name = `${width}-${colorScheme}`
    await expectAccessible(page, `${name}-1-idle`)
    await tabTo(page, 'to')
    await page.keyboard.type('+442079460777')
    await tabTo(page, 'from')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('+447700900456')
    await page.keyboard.press('Enter')
    await heard(page, 'Sash and Sons.')
    await status(page, 'The business is rung.')
    await expectAccessible(page, `${name}-2-ringing`)

    await tabTo(page, 'Answer')
    await page.keyboard.press('Enter')
    await status(page, 'Connected.')
    await page.waitForSelector('.leg:has-text("canceled")')
    await expectAccessible(page, `${name}-3-connected`)
    // The focus went from the button that is gone to that phone's next one.
    expect(await focused(page)).toBe('Hang up')
    await page.keyboard.press('Enter')
    await status(page, 'The call is over (completed).')
    await page.waitForSelector('#log tr:has-text("dial action") td:has-text("200")')
    await expectAccessible(page, `${name}-4-over`)
    await bridge.settled()
    const { data } = await bridge.call<{ data: object[] }>('GET', '/v1/calls?limit=1')
    expect(data).toMatchObject([{ from: '+447700900456', to: '+442079460777', outcome: 'answered' }])
  })
})

test('a code is keyed, a missed call is consoled by a text, and a text is sent', async () => {
  const page = await open(390)
  const { code } = await bridge.call<{ code: string }>('POST', '/v1/codes', {
    campaignId,
    sessionId: 'ses_1',
  })
  await page.selectOption('#to', '+442079460778')
  await page.fill('#from', '+447700900457')
  await page.click('#call')
  await status(page, 'The line waits for an answer.')
  await page.focus('[data-key="1"]')
  await page.keyboard.type(`${code}#`)
  await heard(page, 'is accepted')
  for (const ringing of [2, 1]) {
    await expect.poll(() => page.locator('.leg.live').count()).toBe(ringing)
    await page.click('.leg.live button:has-text("No answer")')
  }
  await heard(page, 'sorry that nobody could answer')
  await page.waitForSelector('#texts li.out:has-text("10% off")')
  await page.click('#silence')
  await status(page, 'The call is over')

  const { code: second } = await bridge.call<{ code: string }>('POST', '/v1/codes', {
    campaignId,
    sessionId: 'ses_2',
  })
  await page.fill('#body', `My code is ${second}`)
  await page.click('#text button')
  await page.waitForSelector('#texts li.in:has-text("My code is")')
  await page.waitForSelector('#texts li.out:has-text("is accepted")')
  await page.click('#call')
  await status(page, 'The line waits for an answer.')
  await expectAccessible(page, 'texts')
})

test('a message is left after the tone', async () => {
  const page = await open(390, 'dark')
  await page.selectOption('#to', '+442079460779')
  await page.click('#call')
  await status(page, 'The line records.')
  await page.fill('#left', 'Please call me back about the sash windows.')
  await expectAccessible(page, 'message')
  await page.click('#message button:has-text("End with #")')
  await heard(page, 'You say: Please call me back')
  await status(page, 'The call is over (completed).')
  expect(await focused(page)).toBe('call')
})

const faults = async () => {
  const state = await fetch(`${bridge.url}/local/phone/state`)
  return ((await state.json()) as { faults: object }).faults
}
test('what may go wrong is switched on, and the log shows it', async () => {
  const page = await open(1440)
  await page.check('#doubled')
  await page.selectOption('#tries', '2')
  await expect.poll(faults).toMatchObject({ doubled: true, tries: 2 })
  await page.click('#call')
  await heard(page, 'Sash and Sons.')
  await page.click('#hang-up')
  await status(page, 'The call is over')
  await page.waitForSelector('#log tr:has-text("call completed") >> nth=1')
  expect(
    await page.locator('#log tr:has-text("voice") td:nth-child(3):text-is("2")').count(),
  ).toBeGreaterThan(0)
  await page.click('#log summary >> nth=0')
  await expectAccessible(page, 'log')
})

describe('to everybody else there is nothing', () => {
  const ask = (headers: Record<string, string>, method = 'GET', path = '/local/phone/state') =>
    fetch(`${bridge.url}${path}`, { method, headers, ...(method === 'POST' && { body: '{}' }) })

  test.each([
    ['behind a tunnel', { 'x-forwarded-for': '203.0.113.9' }],
    ['on another site’s page', { origin: 'https://evil.example' }],
    ['by a link of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s', async (_, headers) => {
    for (const path of ['/local/phone', '/local/phone/state'])
      expect((await ask(headers, 'GET', path)).status).toBe(404)
    expect(
      (await ask({ ...headers, 'content-type': 'application/json' }, 'POST', '/local/phone/call')).status,
    ).toBe(404)
  })

  test('who sends a form, as any page may', async () => {
    expect((await ask({ 'content-type': 'text/plain' }, 'POST', '/local/phone/call')).status).toBe(400)
  })

  test('who does not know the account’s token', async () => {
    const answer = await fetch(
      `${bridge.url}/local/twilio/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`,
      {
        method: 'POST',
        body: new URLSearchParams({ To: '+447700900123', From: '+442079460777', Body: 'Hi' }),
      },
    )
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 20003 })
  })
})
