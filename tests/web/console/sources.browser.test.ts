import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { type ConsolePage, looksOf, openConsole } from '../support/console-page.ts'
import { importReportHistory } from '../support/report-history.ts'

interface Row {
  readonly key: string
  readonly enquiries: number
  readonly enquiriesMicros: number
  readonly value: number
}
interface Report {
  readonly rows: readonly Row[]
  readonly totals: Row
}

const now = Date.now()
const dayOf = (daysAgo: number) => new Date(now - daysAgo * 86_400_000).toISOString().slice(0, 10)
const period = `from=${dayOf(29)}&to=${dayOf(0)}`

let account: BridgeAccount
let browser: Browser
let shown: ConsolePage

beforeAll(async () => {
  account = await newAccount()
  await importReportHistory(account, now)
  browser = await openBrowser()
  shown = await openConsole(browser, account, 'marketer')
})
afterAll(async () => {
  await browser?.close()
  expect(shown.troubles).toEqual([])
})

const report = (query: string) => account.call<Report>('GET', `/v1/reports/sources?${period}&${query}`)
const money = (minorUnits: number) => `£${Math.round(minorUnits / 100).toLocaleString('en-GB')}`

/** The table's rows as they are read: what stands in the first cell, and the figures under two headings. */
async function rowsOf(label: string): Promise<Record<string, { enquiries: string; value: string }>> {
  const table = shown.page.getByRole('table', { name: label })
  await table.getByRole('row').nth(1).waitFor()
  const rows = await table
    .getByRole('row')
    .evaluateAll((found) =>
      found.map((row) =>
        [...(row as unknown as { cells: Iterable<{ textContent: string | null }> }).cells].map(
          ({ textContent }) => textContent?.trim() ?? '',
        ),
      ),
    )
  const heads = (rows[0] ?? []).map((head) => head.replace(/[↓↑]/, ''))
  const at = (row: string[], head: string) => row[heads.indexOf(head)]?.split(/\s/).at(-1) ?? ''
  return Object.fromEntries(
    rows.slice(1).map((row) => [row[0], { enquiries: at(row, 'Enquiries'), value: at(row, 'Value') }]),
  )
}
const asShown = ({ rows, totals }: Report) =>
  Object.fromEntries(
    [...rows, { ...totals, key: 'All' }].map(({ key, enquiries, value }) => [
      key === '(none)' ? 'None given' : key === '(unknown)' ? 'Unknown' : key,
      { enquiries: String(enquiries), value: money(value) },
    ]),
  )

test('from a channel to its sources, their campaigns and the enquiries: every figure is the API’s, every step sums to the row it came from', async () => {
  const { page } = shown
  await shown.open(`/sources?${period}`, 'Sources')
  const channels = await report('groupBy=channel')
  expect(await rowsOf('Enquiries by channel')).toEqual(asShown(channels))

  const paid = channels.rows.find(({ key }) => key === 'Paid Search')
  await page.getByRole('link', { name: 'Paid Search', exact: true }).press('Enter')
  await page.getByText(`as the row of channel Paid Search says`).waitFor()
  // The link that was pressed is gone: the keyboard goes on at the rows that came.
  await page.locator('[role=group][aria-label="Enquiries by source"]:focus').waitFor()
  const sources = await report('groupBy=source&channel=Paid%20Search')
  expect(await rowsOf('Enquiries by source')).toEqual(asShown(sources))
  expect(sources.rows.reduce((sum, { enquiriesMicros }) => sum + enquiriesMicros, 0)).toBe(
    paid?.enquiriesMicros,
  )

  await page.getByRole('link', { name: 'google', exact: true }).click()
  await page.getByText('as the row of source google says').waitFor()
  expect(await rowsOf('Enquiries by campaign')).toEqual(
    asShown(await report('groupBy=campaign&channel=Paid%20Search&source=google')),
  )
  const enquiries = page.getByRole('link', { name: 'boilers', exact: true })
  const leads = new URL((await enquiries.getAttribute('href')) ?? '', account.url)
  expect(Object.fromEntries(leads.searchParams)).toMatchObject({
    model: 'last',
    channel: 'Paid Search',
    source: 'google',
    campaign: 'boilers',
  })

  // What is drawn is what is shown, within two rows, too.
  await page.getByRole('heading', { name: 'google over time' }).waitFor()
  await page.getByRole('link', { name: 'Draw boilers over time' }).click()
  const { totals } = await account.call<Report>(
    'GET',
    `/v1/reports/timeseries?${period}&channel=Paid%20Search&source=google&campaign=boilers`,
  )
  await page.getByRole('img', { name: new RegExp(`^boilers: ${totals.enquiries} enquiries`) }).waitFor()
  await page.getByRole('link', { name: 'Draw all of them over time' }).click()

  // The way back is in the trail, and in the browser.
  await page
    .getByRole('navigation', { name: 'Shown within' })
    .getByRole('link', { name: /Paid Search/ })
    .click()
  await page.getByText('as the row of channel Paid Search says').waitFor()
  await page.goBack()
  await page.getByText('as the row of source google says').waitFor()
})

test('a row is looked for in the address; what is looked for among channels is not looked for within one', async () => {
  const { page } = shown
  await shown.open(`/sources?${period}&find=nobody`, 'Sources')
  await page.getByText('No channel has “nobody” in its name.').waitFor()
  await page.getByRole('searchbox').fill('paid')
  await page.getByRole('link', { name: 'Paid Search', exact: true }).click()
  await page.getByRole('link', { name: 'google', exact: true }).waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('')
  await page.goBack()
  await page.getByRole('link', { name: 'Paid Search', exact: true }).waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('paid')
})

test('all models stand side by side, each with what it differs by from the chosen one', async () => {
  const { page } = shown
  await shown.open(`/sources?${period}&model=all&base=first`, 'Sources')
  const table = page.getByRole('table', { name: 'All models by channel' })
  const [first, markov] = await Promise.all([
    report('groupBy=channel&model=first'),
    report('groupBy=channel&model=markov'),
  ])
  const of = ({ rows }: Report, key: string) => rows.find((row) => row.key === key)?.enquiries ?? 0
  const row = table.getByRole('row', { name: /^Email/ })
  const tenth = (value: number) => String(Math.round(value * 10) / 10)
  const difference = Math.round((of(markov, 'Email') - of(first, 'Email')) * 10) / 10
  const sign = difference > 0 ? '+' : '−'
  await row
    .getByText(`${tenth(of(markov, 'Email'))}${difference === 0 ? '=' : `${sign}${Math.abs(difference)}`}`)
    .waitFor()
  expect(await row.getByRole('cell').nth(2).textContent()).toBe(tenth(of(first, 'Email')))
})

test('a view is saved, opened, renamed, removed and brought back; the table goes to a spreadsheet', async () => {
  const { page } = shown
  // Of this try alone: a busy machine may have cut off another one.
  const [name, later] = [`Campaigns ${Date.now()}`, `By campaign ${Date.now()}`]
  const viewsNow = async () => {
    const { data } = await account.call<{ data: { name: string; path: string }[] }>('GET', '/v1/saved-views')
    return data
      .filter((view) => view.name === name || view.name === later)
      .map(({ name, path }) => [name, path])
  }
  const path = '/sources?period=90d&groupBy=campaign'
  await shown.open(path, 'Sources')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save this view…' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(`Saved as “${name}”.`).waitFor()
  expect(await viewsNow()).toEqual([[name, path]])

  await shown.open('/sources', 'Sources')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name }).click()
  await page.getByRole('table', { name: 'Enquiries by campaign' }).waitFor()

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Rename or remove…' }).click()
  await page.getByRole('button', { name: `Rename ${name}` }).click()
  await page.getByLabel('New name').fill(later)
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect.poll(viewsNow, { timeout: 20_000 }).toEqual([[later, path]])
  await page.getByRole('button', { name: `Remove ${later}` }).click()
  await page.getByText(`“${later}” is gone.`).waitFor()
  expect(await viewsNow()).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(viewsNow, { timeout: 20_000 }).toEqual([[later, path]])

  const link = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
  const csv = await (await shown.context.request.get(`${account.url}${link}`)).text()
  expect(csv.split('\r\n')[0]).toContain('"key","sessions","enquiries"')
  expect(csv).toContain('boilers')
})

test('the page stands on a phone and a desk, light and dark, for everybody', async () => {
  await shown.open(`/sources?${period}`, 'Sources')
  await rowsOf('Enquiries by channel')
  expect(await looksOf(shown.page)).toEqual([])
})
