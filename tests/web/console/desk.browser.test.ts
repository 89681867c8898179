import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { peoplesBrowser } from '../../end-to-end/support/started-bridge.ts'
import { createCaller } from '../../end-to-end/support/telephone.ts'
import { openBrowser } from '../support/browser.ts'
import { type ConsoleAccount, consoleAccount } from './support/console.ts'

let account: ConsoleAccount
let browser: Browser
let shown: { swap: { number: string }[]; code: { code: string; display: string } }
beforeAll(async () => {
  ;[account, browser] = await Promise.all([consoleAccount(), openBrowser()])
  const benefit = { kind: 'percent', percent: 10 }
  const campaign = { benefit, validFor: 'P7D' }
  await account.call('POST', '/v1/campaigns', { ...campaign, name: 'Ten off', direction: 'web-to-phone' })
  await account.call('POST', '/v1/campaigns', { ...campaign, name: 'Call gift', direction: 'phone-to-web' })
  const flow = { forwardTo: ['+442079460099'], ring: 'all' }
  const pool = await account.call<{ id: string }>('POST', '/v1/pools', {
    name: 'Website',
    swapTargets: ['+442079460900'],
    leaseMinutes: 30,
    cooldownMinutes: 0,
    fallbackNumber: '+442079460900',
    flow,
  })
  for (const number of ['+442079460941', '+442079460942'])
    await account.call('POST', '/v1/numbers', { number, label: 'Website', kind: 'pool', poolId: pool.id })
  await account.call('POST', '/v1/numbers', {
    number: '+442079460943',
    label: 'The van',
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow,
  })
  const collected = await fetch(`${account.url}/v1/collect`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': peoplesBrowser },
    body: JSON.stringify({
      key: account.siteKey,
      type: 'page',
      url: 'https://shop.example.com/sash?utm_source=google&utm_medium=cpc&utm_campaign=sash',
      title: 'Sash windows',
      sentAt: new Date().toISOString(),
    }),
  })
  shown = (await collected.json()) as typeof shown
}, 120_000)
afterAll(() => browser?.close())

/** Presses of keys, counted as fingers do them. */
function typist(page: Page) {
  let presses = 0
  return {
    presses: () => presses,
    async press(key: string) {
      presses += key.split('+').length
      await page.keyboard.press(key)
    },
    async type(text: string) {
      presses += text.length
      await page.keyboard.type(text)
    },
  }
}

test('an agent sees who rings, binds the code they quote, and is done: by few keys alone', async () => {
  const { page, close } = await account.open(browser, '/desk', { role: 'agent' })
  await page.getByText('Nobody calls just now.').waitFor({ timeout: 30_000 })
  const caller = createCaller(account)
  const call = await caller.call(shown.swap[0]?.number ?? '', '+447700900301')
  const panel = page.locator('.desk-panel')
  await panel.waitFor({ timeout: 30_000 })
  await expect.poll(() => page.title(), { timeout: 30_000 }).toMatch(/^\(1\) \+44 7700 900301 rings/)
  expect(await panel.innerText()).toMatch(/100%\s+Sash windows[\s\S]*Paid Search · google \/ cpc \/ sash/)

  const keys = typist(page)
  const isCode = "document.activeElement?.closest('[data-desk]')?.getAttribute('data-desk') === 'code'"
  await expect.poll(() => page.evaluate(isCode), { timeout: 30_000 }).toBe(true)
  // A wrong digit is told at once, by nobody but the page.
  const { code, display } = shown.code
  await page.keyboard.type(code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10))
  await page.getByText('The check digit does not fit').waitFor()
  await page.keyboard.press('Backspace')
  await page.keyboard.type(code.slice(-1))
  await page.getByText('10% off, Ten off.').waitFor()
  await page.keyboard.press('Control+A')
  await keys.type(code)

  // Somebody else rings meanwhile: they are in the list, and the agent writes on.
  const other = await caller.call('+442079460943', '+447700900302')
  await expect.poll(() => page.locator('.desk-call').count(), { timeout: 30_000 }).toBe(2)
  expect(await page.evaluate(isCode)).toBe(true)
  expect(await page.inputValue('[data-desk=code] input')).toBe(code)
  await keys.press('Enter')
  await page.getByText(`Quoted: ${display}`).waitFor({ timeout: 30_000 })
  await keys.press('Alt+2')
  await keys.press('Control+Enter')
  // Seven digits, Enter, "won", "done": at five keys a second, two and a half seconds.
  expect(keys.presses()).toBe(code.length + 1 + 2 + 2)
  await page.getByText('+44 7700 900301: done, won.').waitFor()
  await page.waitForSelector('.who-head:has-text("+44 7700 900302")')
  await expect
    .poll(() => account.call('GET', `/v1/calls/${call.callSid}`), { timeout: 30_000 })
    .toMatchObject({ code, handledAt: expect.any(String) })

  await page.keyboard.press('Alt+g')
  const words = page.locator('.give-words')
  await words.waitFor({ timeout: 30_000 })
  const desk = await account.call<{ calls: { givenCode: { display: string; spoken: string } | null }[] }>(
    'GET',
    '/v1/desk',
  )
  const given = desk.calls.flatMap(({ givenCode }) => givenCode ?? [])
  expect(await words.innerText()).toContain(given[0]?.display)
  expect(await words.innerText()).toContain(given[0]?.spoken)
  await page.keyboard.press('Alt+h')
  await page.keyboard.type('The van')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Nobody calls just now.').waitFor()
  await account.settled()
  await expect
    .poll(() => account.call('GET', `/v1/enquiries/enq_${other.callSid}`), { timeout: 30_000 })
    .toMatchObject({ selfReported: 'The van' })
  // Whoever waits for the next call sees the last ones, and what came of them.
  const earlier = page.locator('ul[aria-label="Earlier today"] li', { hasText: '+44 7700 900301' })
  await earlier.getByText('Paid Search · Website · Won').waitFor({ timeout: 60_000 })
  await close()
})

test('what an agent has written outlives a bridge that is gone, a sign-in that ended, and an undone “done”', async () => {
  const { page } = await account.open(browser, '/desk', { role: 'agent' })
  const caller = createCaller(account)
  const from = `+4477009003${String(10 + Math.floor(performance.now() % 80))}`
  const call = await caller.call('+442079460943', from)
  const shownFrom = `+44 ${from.slice(3, 7)} ${from.slice(7)}`
  await page.locator('.who-head', { hasText: shownFrom }).waitFor({ timeout: 30_000 })
  const note = page.getByLabel('Note')
  const stage = page.locator('.outcome [aria-checked=true]')
  await note.fill('Wants a quote by Friday')

  await page.route('**/v1/desk', (route) => route.abort())
  await page.getByText(/^Nothing heard for/).waitFor({ timeout: 30_000 })
  await expect.poll(() => page.title(), { timeout: 30_000 }).toBe('No answer, live desk · Tieline')
  await page.unroute('**/v1/desk')
  await page.getByText(/^Nothing heard for/).waitFor({ state: 'detached', timeout: 30_000 })

  await page.context().clearCookies()
  await page.waitForURL(/sign-in|interaction/, { timeout: 30_000 })
  await page.click('button[value="agent@example.com"]')
  await page.waitForURL(/\/desk/, { timeout: 30_000 })
  await page.request.post(`${account.url}/auth/account`, {
    headers: { 'x-tieline-console': '1', origin: account.url },
    data: { account: account.id },
  })
  await page.reload()
  await page.locator('.who-head', { hasText: shownFrom }).waitFor({ timeout: 30_000 })
  expect(await note.inputValue()).toBe('Wants a quote by Friday')

  // A code that is half written is not thrown away by “done”.
  await page.keyboard.press('Alt+2')
  await page.locator('[data-desk=code] input').fill('48')
  await page.keyboard.press('Control+Enter')
  await page.getByText('press Esc to do without').waitFor({ timeout: 30_000 })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await page.getByText(`${shownFrom}: done, won.`).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await page.locator('.who-head', { hasText: shownFrom }).waitFor({ timeout: 30_000 })
  expect(await note.inputValue()).toBe('Wants a quote by Friday')
  await expect.poll(() => stage.innerText(), { timeout: 30_000 }).toBe('Won')
  const told = () => account.call('GET', `/v1/calls/${call.callSid}`)
  await expect.poll(told, { timeout: 30_000 }).toMatchObject({ note: null, handledAt: null })
  // What somebody else wrote meanwhile is added to, not overwritten.
  await account.call('PATCH', `/v1/calls/${call.callSid}`, { note: 'Has two houses' })
  await page.keyboard.press('Control+Enter')
  await expect.poll(told, { timeout: 30_000 }).toMatchObject({
    note: 'Has two houses\nWants a quote by Friday',
    handledAt: expect.any(String),
  })
  await page.context().close()
}, 240_000)
