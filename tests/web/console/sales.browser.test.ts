import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { type ConsolePage, looksOf, openConsole } from '../support/console-page.ts'

let account: BridgeAccount
let browser: Browser
let shown: ConsolePage
let friendCall: string

const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString()

beforeAll(async () => {
  account = await newAccount()
  const campaign = (more: object) =>
    account.call<{ id: string }>('POST', '/v1/campaigns', {
      name: 'Reward',
      direction: 'both',
      benefit: { kind: 'amount', amount: 1500, currency: 'GBP' },
      validFor: 'P1Y',
      ...more,
    })
  const reward = await campaign({})
  await campaign({
    name: 'Recommend us',
    kind: 'referral',
    maxUses: 1000,
    referral: { rewards: { referrer: reward.id, friend: reward.id } },
  })
  friendCall = `CA${'7'.repeat(30)}${String(Date.now()).slice(-2)}`
  const facts = [
    {
      fact: 'session',
      id: 'ses_sales',
      visitor: 'vis_sales',
      at: day(4),
      url: 'https://shop.example/pricing',
    },
    {
      fact: 'call',
      callSid: friendCall,
      from: '+447700900411',
      to: '+442079460001',
      at: day(2),
      status: 'completed',
      durationSeconds: 200,
    },
  ]
  for (const fact of facts) await account.call('POST', '/v1/imports', fact)
  browser = await openBrowser()
  shown = await openConsole(browser, account, 'owner')
})
afterAll(async () => {
  await browser?.close()
  expect(shown.troubles).toEqual([])
})

test('a customer is given a code; the friend who says it and buys, as a CRM tells, is seen in referrals, funnel and people', async () => {
  const { page } = shown
  await shown.open('/referrals', 'Referrals')
  await page.getByRole('button', { name: 'Give a customer a code' }).click()
  await page.getByLabel('The customer’s phone or e-mail').fill('+44 7700 900400')
  await page.getByRole('button', { name: 'Give a code' }).click()
  const code = (await page.locator('.given-code .is-code').innerText()).replaceAll('-', '')
  await page.getByRole('button', { name: 'Done' }).click()
  await account.call('POST', `/v1/calls/${friendCall}/code`, { code })

  // The CRM knows a phone, and tells by an address of its own.
  await shown.open('/settings/incoming', 'Settings')
  await page.getByRole('button', { name: 'Make an address' }).click()
  await page.getByRole('button', { name: /Which system/ }).click()
  await page.getByRole('option', { name: 'A spreadsheet' }).click()
  await page.getByLabel('What its stages are here').fill('closedwon = won')
  await page.getByRole('button', { name: 'What would this become?' }).click()
  await page.locator('.trial-found').getByText('won', { exact: true }).waitFor()
  expect(await looksOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Make the address' }).click()
  const address = await page.locator('.copy-text').innerText()
  const message = { id: 'D1', stage: 'ClosedWon', value: '450.00', phone: '+447700900411', date: day(1) }
  const sent = await fetch(address, { method: 'POST', body: JSON.stringify(message) })
  expect(await sent.json()).toMatchObject({ accepted: 1, rejected: [] })

  await expect
    .poll(
      async () => {
        const { friends } = await account.call<{ friends: { state: string; value: number }[] }>(
          'GET',
          '/v1/reports/referrals',
        )
        return friends.map(({ state, value }) => ({ state, value }))
      },
      { timeout: 60_000 },
    )
    .toEqual([{ state: 'earned', value: 45_000 }])
  await shown.open('/referrals', 'Referrals')
  await page.getByText('both rewarded').waitFor()
  expect(await looksOf(page)).toEqual([])

  await shown.open('/funnel', 'Funnel')
  await page.locator('.way').getByText('Won', { exact: true }).waitFor()
  expect(await looksOf(page)).toEqual([])
  await shown.open('/people', 'People')
  await page.getByRole('link', { name: 'Known by a call' }).click()
  await page.getByText('The stage “won” was reported.').waitFor()
  await page.getByText('Why this score').waitFor()
  expect(await looksOf(page)).toEqual([])
}, 180_000)
