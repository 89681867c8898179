import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { openConsole } from '../support/console-page.ts'

let account: BridgeAccount
let browser: Browser
beforeAll(async () => {
  account = await newAccount()
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const periodOf = (page: Page) => page.getByRole('button', { name: 'Period' })

/** What the page asks the API for, from now on, without what it asks again and again. */
function asked(page: Page): string[] {
  const paths: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname.startsWith('/v1/') && pathname !== '/v1/freshness') paths.push(pathname + search)
  })
  return paths
}

test('whoever comes again is told figures that were asked for before it was known who comes, each once', async () => {
  const { page, context, open, troubles } = await openConsole(browser, account, 'viewer')
  await open('/', 'Overview')
  await page.getByText('No visits and no calls in these days.').waitFor()
  const paths = asked(page)
  let tell = (_: Route) => {}
  const held = new Promise<Route>((resolve) => {
    tell = resolve
  })
  await context.route('**/v1/me', (route) => tell(route))
  const figures = page.waitForRequest(/\/v1\/reports\/timeseries.*compare/)
  await page.goto(account.url, { waitUntil: 'commit' })
  await figures
  await (await held).continue()
  await page.getByText('No visits and no calls in these days.').waitFor()
  await page.waitForLoadState('networkidle')
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([])
  expect(paths.filter((path) => path.includes('compare=previous'))).toHaveLength(1)
  expect(troubles).toEqual([])
  await context.close()
})

test('an agent who comes to the first page is brought to the desk, and asks for no figures', async () => {
  const { page, context, troubles } = await openConsole(browser, account, 'agent')
  const paths = asked(page)
  await page.goto(account.url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForURL('**/desk')
  // An address of a page that is not theirs says so, rather than be refused its figures.
  await page.goto(`${account.url}/sources`)
  await page.getByText('Your role, agent, has no part in this page.').waitFor()
  expect(paths.filter((path) => path.startsWith('/v1/reports') || path === '/v1/attention')).toEqual([])
  expect(troubles).toEqual([])
  await context.close()
})

test('what is pressed before its works are there opens when they are, and keeps the focus', async () => {
  const { page, context, open } = await openConsole(browser, account, 'viewer')
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  await context.route(/\/assets\/period-choice/, async (route) => {
    await gate
    await route.continue()
  })
  await open('/', 'Overview')
  await periodOf(page).focus()
  await page.keyboard.press('Enter')
  release()
  await page.getByRole('option', { name: 'Last 7 days' }).click()
  await page.waitForURL(/period=7d/)
  await periodOf(page).click()
  await page.getByRole('option', { name: 'Other days…' }).click()
  const days = page.getByRole('dialog', { name: 'Which days?' })
  await days.getByLabel('From').fill('2026-01-02')
  await days.getByLabel('To').fill('2026-01-31')
  await days.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(/from=2026-01-02&to=2026-01-31/)
  await page.keyboard.press('/')
  await page.getByPlaceholder('A page, a caller’s number').waitFor()
  await context.close()
})
