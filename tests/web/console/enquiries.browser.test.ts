import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkDigit } from '../../../shared/domain/code.ts'
import { openBrowser } from '../support/browser.ts'
import { type ConsoleAccount, consoleAccount } from './support/console.ts'

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
const sources = [
  '?utm_source=google&utm_medium=cpc&utm_campaign=sash',
  '?utm_source=news&utm_medium=email',
  '',
]
const many = 70

interface Story {
  readonly callSid: string
  readonly code: string
  /** The code as people read it. */
  readonly display: string
}

let stories = 0
/** Somebody who came three times, and called about a code that they were shown: another person each time that it is told. */
async function tellStory(): Promise<Story> {
  stories += 1
  const n = `${stories}`
  const [first, second, third] = [day(9), day(6), day(3)]
  const url = 'https://shop.example.com'
  const payload = `48209${n}`
  const code = `${payload}${checkDigit(payload)}`
  const [callSid, visitor] = [`CA${n.padStart(32, '0')}`, `vis_${n}`]
  const visit = (id: string, at: string, page: string) =>
    ({ fact: 'session', id: `ses_${n}_${id}`, visitor, at, url: `${url}${page}` }) as const
  const session = `ses_${n}_3`
  await account.tell([
    visit('1', `${first}T09:00:00Z`, `/sash${sources[0]}`),
    visit('2', `${second}T09:00:00Z`, `/${sources[1]}`),
    visit('3', `${third}T09:00:00Z`, '/prices'),
    { fact: 'code-issued', code, campaign: 'cmp_spring', session, at: `${third}T09:01:00Z` },
    {
      fact: 'lease',
      number: `+44207946012${n}`,
      session,
      from: `${third}T09:00:00Z`,
      until: `${third}T09:30:00Z`,
    },
    {
      fact: 'call',
      callSid,
      from: `+4477009001${n.padStart(2, '0')}`,
      to: `+44207946012${n}`,
      at: `${third}T09:05:00Z`,
      status: 'completed',
      durationSeconds: 125,
    },
    { fact: 'code-used', code, at: `${third}T09:07:00Z`, callSid },
    { fact: 'outcome', callSid, stage: 'won', value: 120_000, at: `${day(2)}T10:00:00Z` },
  ])
  return { callSid, code, display: `${code.slice(0, 3)}-${code.slice(3)}` }
}

let firstStory: Story
let account: ConsoleAccount
let browser: Browser
beforeAll(async () => {
  ;[account, browser] = await Promise.all([consoleAccount(), openBrowser()])
  firstStory = await tellStory()
  const url = 'https://shop.example.com'
  await account.tell(
    Array.from({ length: many }, (_, index) => {
      const at = `${day(1 + (index % 8))}T1${index % 10}:00:00Z`
      return [
        {
          fact: 'session',
          id: `ses_m${index}`,
          visitor: `vis_m${index}`,
          at,
          url: `${url}/${sources[index % 3]}`,
        },
        { fact: 'form', id: `frm_${index}`, session: `ses_m${index}`, at, email: `m${index}@example.com` },
      ]
    }).flat(),
  )
}, 120_000)
afterAll(() => browser?.close())

interface Row {
  readonly id: string
  readonly share: { readonly micros: number; readonly value: number }
}
const period = `from=${day(29)}&to=${day(0)}`

test('what a figure of a report is made of adds up to it, row by row', async () => {
  const report = await account.call<{ rows: { key: string; enquiriesMicros: number; value: number }[] }>(
    'GET',
    `/v1/reports/sources?${period}&groupBy=channel&model=position`,
  )
  const row = report.rows.find(({ key }) => key === 'Paid Search')
  const { page, close } = await account.open(
    browser,
    `/enquiries?${period}&model=position&channel=Paid%20Search`,
  )
  await page.waitForSelector('[data-micros]', { timeout: 30_000 })
  expect(Number(await page.getAttribute('[data-micros]', 'data-micros'))).toBe(row?.enquiriesMicros)
  expect(Number(await page.getAttribute('[data-value]', 'data-value'))).toBe(row?.value)
  // Without the model it is a plain list again, of the enquiries whose own source it is.
  await page.click('button[aria-label="Without Credit: By position"]')
  await expect.poll(() => page.url()).not.toContain('model')
  const { data } = await account.call<{ data: Row[] }>(
    'GET',
    `/v1/enquiries?${period}&channel=Paid%20Search&limit=200`,
  )
  await expect
    .poll(() => page.locator('[role=table]').getAttribute('aria-rowcount'))
    .toBe(`${data.length + 1}`)
  await close()
})

test('ten thousand enquiries stand in the page as a few dozen, and scroll to the last', async () => {
  const { data } = await account.call<{ data: Row[] }>('GET', `/v1/enquiries?${period}&model=last&limit=200`)
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    ...(data[index % data.length] as Row),
    id: `enq_${index}`,
    // What the list does not show is left out: so many would take long to be sent.
    ...{ evidence: [], journey: [], credits: {}, explanation: {} },
  }))
  const { page, close } = await account.open(browser, '/enquiries?period=7d', {
    width: 390,
    colorScheme: 'dark',
  })
  await page.route('**/v1/enquiries?*', (route) => route.fulfill({ json: { data: rows, nextCursor: null } }))
  await page.goto(`${account.url}/enquiries?${period}&model=last`)
  await page.waitForSelector('[data-micros]', { timeout: 60_000 })
  const inPage = () => page.locator('.vt-body [role=row]').count()
  await page.evaluate('scrollTo(0, document.body.scrollHeight)')
  await page.waitForSelector('a[href="/enquiries/enq_9999"]')
  expect(await inPage()).toBeLessThan(80)
  await page.evaluate('scrollTo(0, 0)')
  await page.waitForSelector('a[href="/enquiries/enq_0"]')
  expect(await inPage()).toBeLessThan(80)
  await close()
})

test('an enquiry tells its whole story; revoked evidence comes back by undo', async () => {
  // A story of its own: whoever repeats the test finds none of its evidence revoked.
  const { callSid, display } = await tellStory()
  const { page, close } = await account.open(browser, `/enquiries/enq_${callSid}`)
  await page.waitForSelector('.story-outcome', { timeout: 30_000 })
  const told = (await page.locator('.story-told > p:first-child').allInnerTexts()).map((text) =>
    text.replace(/\s+/g, ' ').trim(),
  )
  expect(told).toEqual([
    'Visit from Paid Search google / cpc / sash',
    'Visit from Email news / email',
    'Visit from Direct',
    `Code ${display} shown on the page`,
    `Call from +44 7700 9001${callSid.slice(-2)} to +44 20 7946 012${callSid.slice(-1)}, answered · 2:05`,
    `Code ${display} quoted in the call to the agent`,
    'Outcome: won · £1,200.00',
  ])
  // Each model gives all of it away, on screen as in the answer.
  const table = await page.locator('.credits tbody tr').allInnerTexts()
  expect(table).toHaveLength(3)
  expect(table.map((line) => line.split('\t').at(4))).toEqual(['33.3%', '33.3%', '33.3%'])

  const lines = page.locator('.proof')
  expect(await lines.first().innerText()).toContain('decides')
  const standing = await lines.count()
  await lines
    .first()
    .getByRole('button', { name: /Revoke/ })
    .click()
  await page.keyboard.type('It was another caller.')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('.proof-revoked').count()).toBe(1)
  // What is pointed at stays: it takes the bridge a while to derive.
  await page.getByRole('button', { name: 'Undo' }).hover()
  await page.waitForSelector('.revisions li:has-text("Evidence revoked")', { timeout: 30_000 })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.locator('.proof-revoked').count()).toBe(0)
  await page.waitForSelector('.revisions li:has-text("Evidence restored")', { timeout: 30_000 })
  expect(await lines.count()).toBe(standing)

  await page.fill('.outcome input', '99.50')
  // Nothing is chosen for whoever reports: a press by mistake says nothing.
  expect(await page.locator('.outcome button:has-text("Report")').isDisabled()).toBe(true)
  await page.click('.outcome button:has-text("Won")')
  await page.click('.outcome button:has-text("Report")')
  await page.waitForSelector('.facts:has-text("£99.50")')
  await expect
    .poll(async () => {
      await account.settled()
      return account.call('GET', `/v1/enquiries/enq_${callSid}`)
    })
    .toMatchObject({ value: { amount: 9950 } })
  await close()
})

test('a viewer reads the story, masked, and can change nothing', async () => {
  const { page, close } = await account.open(browser, `/enquiries/enq_${firstStory.callSid}`, {
    role: 'viewer',
    width: 390,
  })
  await page.waitForSelector('.story-call', { timeout: 30_000 })
  const text = await page.innerText('main')
  expect(text).not.toMatch(/Revoke|Report\b/)
  expect(text).not.toContain('900101')
  await close()
})
