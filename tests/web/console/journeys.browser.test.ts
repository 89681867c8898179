import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { type ConsolePage, looksOf, openConsole } from '../support/console-page.ts'
import { importReportHistory } from '../support/report-history.ts'

interface Journeys {
  readonly totals: { readonly enquiries: number; readonly value: number }
  readonly rows: readonly {
    readonly touches: readonly string[]
    readonly enquiries: number
    readonly value: number
  }[]
  readonly channels: readonly {
    readonly channel: string
    readonly involved: number
    readonly first: number
    readonly assisted: number
    readonly last: number
  }[]
}
interface Timeseries {
  readonly totals: { readonly enquiries: number; readonly value: number; readonly calls: number }
  readonly previous: { readonly totals: { readonly enquiries: number } }
}

const now = Date.now()
const dayOf = (daysAgo: number) => new Date(now - daysAgo * 86_400_000).toISOString().slice(0, 10)
const period = `from=${dayOf(29)}&to=${dayOf(0)}`
const money = (minorUnits: number) => `£${Math.round(minorUnits / 100).toLocaleString('en-GB')}`

let account: BridgeAccount
let browser: Browser
let shown: ConsolePage

beforeAll(async () => {
  account = await newAccount()
  await importReportHistory(account, now)
  browser = await openBrowser()
  // Who may but look: the pages are whole for them, too.
  shown = await openConsole(browser, account, 'viewer')
})
afterAll(async () => {
  await browser?.close()
  expect(shown.troubles).toEqual([])
})

/** Three, of which one is missed; nothing is known of where they came from. */
async function importCalls(): Promise<void> {
  await Promise.all(
    ['completed', 'completed', 'no-answer'].map((status, index) =>
      account.call('POST', '/v1/imports', {
        fact: 'call',
        callSid: `CA${createHash('md5').update(`${now} ${index}`).digest('hex')}`,
        from: `+44770090010${index}`,
        to: '+442079460790',
        at: new Date(now - 86_400_000).toISOString(),
        status,
        durationSeconds: status === 'completed' ? 95 : 0,
      }),
    ),
  )
  await account.settled()
}

/** A figure of the strip by its label. */
const figure = (label: string) =>
  shown.page
    .locator('.figure', { has: shown.page.getByText(label, { exact: true }) })
    .locator('.figure-value')

test('journeys: every path and every channel’s part are the API’s; a channel narrows the paths to those through it', async () => {
  const { page } = shown
  await shown.open(`/journeys?${period}`, 'Journeys')
  const report = await account.call<Journeys>('GET', `/v1/reports/journeys?${period}&limit=1000`)
  const paths = page.getByRole('table', { name: 'Paths with the most enquiries' })
  await paths.waitFor()
  expect(await figure('Enquiries').textContent()).toBe(String(report.totals.enquiries))
  expect(await paths.locator('tbody tr').count()).toBe(report.rows.length)
  for (const { touches, enquiries, value } of report.rows) {
    const row = paths.locator('tbody tr').filter({ hasText: new RegExp(`^${touches.join('')}\\d`) })
    expect(await row.locator('td').first().textContent(), touches.join(' > ')).toBe(String(enquiries))
    expect(await row.locator('td').nth(2).textContent(), touches.join(' > ')).toBe(money(value))
  }
  const parts = page.getByRole('table', { name: 'What each channel does in journeys' })
  for (const { channel, involved, first, assisted, last } of report.channels) {
    const cells = await parts.getByRole('row', { name: channel }).getByRole('cell').allTextContents()
    expect(cells.slice(0, 4), channel).toEqual([involved, first, assisted, last].map(String))
  }
  await page
    .getByRole('img', { name: /enquiries by the channels of their touches/ })
    .locator('svg')
    .waitFor()

  await parts.getByRole('link', { name: 'Email' }).click()
  await page.getByRole('heading', { name: 'Top paths through Email' }).waitFor()
  const through = report.rows.filter(({ touches }) => touches.includes('Email'))
  expect(await paths.locator('tbody tr').count()).toBe(through.length)
  await page.getByRole('button', { name: 'All channels' }).click()
  await page.getByRole('heading', { name: 'Top paths', exact: true }).waitFor()
  expect(await looksOf(page)).toEqual([])
})

test('the overview shows the period, the one before, what the hours of the week were like, and leads on', async () => {
  const { page } = shown
  await importCalls()
  await shown.open(`/?${period}`, 'Overview')
  const { totals, previous } = await account.call<Timeseries>(
    'GET',
    `/v1/reports/timeseries?${period}&compare=previous`,
  )
  await figure('Enquiries').getByText(String(totals.enquiries)).waitFor()
  expect(await figure('Value').textContent()).toBe(money(totals.value))
  await page.getByText(`before ${previous.totals.enquiries}`).first().waitFor()
  await page.getByText('3 calls, 1 of them not answered.').waitFor()
  // What became of them comes to all of them; the share missed is the same above.
  const became = page.getByRole('region', { name: 'What became of the calls' }).getByRole('listitem')
  expect(await became.allTextContents()).toEqual([
    '67% answered (2)',
    '33% missed (1)',
    '0% given up (0)',
    '0% left a message (0)',
  ])
  expect(await figure('Calls missed').textContent()).toBe('33%')
  const hours = page.getByRole('table', { name: /^Calls by weekday and hour/ }).getByRole('cell')
  const figures = (await hours.allTextContents()).map(Number)
  expect(figures.reduce((sum, figure) => sum + figure, 0)).toBe(totals.calls)
  await page.getByRole('link', { name: 'Sources in detail' }).click()
  await page.getByRole('table', { name: 'Enquiries by source' }).waitFor()
  await page.goBack()
  await page.getByRole('table', { name: 'Sources with the most enquiries' }).waitFor()
  expect(await looksOf(page)).toEqual([])
})
