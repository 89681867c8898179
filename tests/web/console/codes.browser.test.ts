import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { type ConsolePage, looksOf, openConsole } from '../support/console-page.ts'

interface Campaign {
  readonly id: string
  readonly name: string
}
interface Code {
  readonly code: string
  readonly display: string
  readonly status: string
}

let account: BridgeAccount
let browser: Browser
let shown: ConsolePage
let campaign: Campaign

beforeAll(async () => {
  account = await newAccount()
  campaign = await account.call('POST', '/v1/campaigns', {
    name: 'Call back',
    direction: 'phone-to-web',
    benefit: { kind: 'amount', amount: 2500, currency: 'GBP' },
    validFor: 'P30D',
    maxUses: 1,
  })
  browser = await openBrowser()
  shown = await openConsole(browser, account, 'marketer')
})
afterAll(async () => {
  await browser?.close()
  expect(shown.troubles).toEqual([])
})

const newCode = () => account.call<Code>('POST', '/v1/codes', { campaignId: campaign.id })
const mistyped = (code: string) => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10)

test('a code is found as it was typed; a wrong digit is told at once, without asking the bridge; a use is taken back, a code withdrawn', async () => {
  const { page } = shown
  const { code, display } = await newCode()
  await account.call('POST', `/v1/codes/${code}/redeem`, {
    order: { value: { amount: 9900, currency: 'GBP' } },
  })
  await shown.open('/codes', 'Codes')
  const field = page.getByLabel('Look a code up')
  await field.fill(mistyped(code))
  await page.getByText('One digit is wrong').waitFor()
  await field.fill(` ${display.replaceAll('0', 'o')} `)
  const card = page.locator('.code-card')
  await card.getByText(display, { exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('code')).toBe(code)
  await card.getByText('1 of 1').waitFor()

  await card.getByRole('button', { name: 'Take back…' }).click()
  await page.getByLabel('Reason (kept with the code)').fill('Entered twice')
  await page.getByRole('button', { name: 'Take back', exact: true }).click()
  await card.getByText('Use taken back', { exact: false }).waitFor()
  expect((await account.call<Code>('GET', `/v1/codes/${code}`)).status).toBe('live')

  await card.getByRole('button', { name: 'Withdraw…' }).click()
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await card.getByText('withdrawn', { exact: true }).waitFor()
  expect((await account.call<Code>('GET', `/v1/codes/${code}`)).status).toBe('voided')
})

test('a campaign is made with its words beside it, minted one by one and in bulk, paused and let go on by undo', async () => {
  const { page } = shown
  const name = `Spring check ${Date.now()}`
  await shown.open('/codes', 'Codes')
  await page.getByRole('button', { name: 'New campaign' }).click()
  const form = page.getByRole('dialog', { name: 'New campaign' })
  await form.getByRole('button', { name: 'Create' }).click()
  await form.getByText('A name, for you.').waitFor()
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Percent', { exact: true }).fill('15')
  await form.getByText('Whoever does so gets 15% off.').waitFor()
  await form.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  const { data } = await account.call<{ data: (Campaign & Record<string, unknown>)[] }>(
    'GET',
    '/v1/campaigns',
  )
  const made = data.find((each) => each.name === name)
  expect(made).toMatchObject({
    direction: 'web-to-phone',
    benefit: { kind: 'percent', percent: 15 },
    validFor: 'P14D',
    maxUses: 1,
    active: true,
  })

  await page.getByRole('button', { name: 'Mint codes' }).click()
  await page.getByRole('button', { name: 'Mint a code' }).click()
  await page.locator('.mint .copy-text').waitFor()
  await page.getByRole('radio', { name: 'Many' }).click()
  await page.getByLabel('How many').fill('25')
  await page.getByRole('button', { name: 'Mint 25' }).click()
  await page.getByText('25 codes are minted.').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  const codes = await account.call<{ data: Code[] }>('GET', `/v1/campaigns/${made?.id}/codes?limit=200`)
  expect(codes.data).toHaveLength(26)
  const listed = page.getByRole('table', { name: `Codes of ${name}` }).locator('tbody tr')
  await expect.poll(() => listed.count(), { timeout: 20_000 }).toBe(26)

  const isActive = async () =>
    (await account.call<{ active: boolean }>('GET', `/v1/campaigns/${made?.id}`)).active
  await page.getByText('Active', { exact: true }).click()
  await page.getByText('is paused: its codes are refused.').waitFor()
  expect(await isActive()).toBe(false)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(isActive, { timeout: 20_000 }).toBe(true)
  expect(await looksOf(page)).toEqual([])
})

test('what became of the codes is the report’s, by campaign', async () => {
  const { page } = shown
  const { code } = await newCode()
  await account.call('POST', `/v1/codes/${code}/redeem`, {
    order: { value: { amount: 4500, currency: 'GBP' } },
  })
  await account.settled()
  await shown.open('/codes', 'Codes')
  const day = new Date().toISOString().slice(0, 10)
  const report = await account.call<{
    rows: { key: string; issued: number; used: number; redeemed: number }[]
  }>('GET', `/v1/reports/codes?from=${day}&to=${day}`)
  const told = report.rows.find(({ key }) => key === campaign.id)
  const row = page.getByRole('table', { name: 'Campaigns' }).getByRole('row', { name: 'Call back' })
  await row.waitFor()
  const cells = await row.getByRole('cell').allTextContents()
  expect([cells[2], cells[3], cells[6]]).toEqual([told?.issued, told?.used, told?.redeemed].map(String))
  expect(await looksOf(page)).toEqual([])
})
