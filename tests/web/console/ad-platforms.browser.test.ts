import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { consoleAccount } from './support/console.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const ago = (days: number, minutes = 0) =>
  new Date(Date.now() - days * 86_400_000 + minutes * 60_000).toISOString()
const gclid = 'Cj0KCQiA-clickOfTheStory_BwE'

/** Two enquiries: one after a click on Google’s advertisement that became a sale, one without any click. */
const history = [
  {
    fact: 'session',
    id: 'ses_ad',
    visitor: 'vis_ad',
    at: ago(6),
    url: `https://shop.example/?utm_source=google&utm_medium=cpc&gclid=${gclid}`,
  },
  { fact: 'form', id: 'frm_ad', session: 'ses_ad', at: ago(6, 5), email: 'ad@example.com' },
  { fact: 'outcome', contact: 'frm_ad', stage: 'won', value: 45_000, at: ago(3) },
  { fact: 'session', id: 'ses_plain', visitor: 'vis_plain', at: ago(5), url: 'https://shop.example/' },
  { fact: 'form', id: 'frm_plain', session: 'ses_plain', at: ago(5, 5), email: 'plain@example.com' },
  { fact: 'outcome', contact: 'frm_plain', stage: 'won', value: 9_900, at: ago(2) },
]

interface Conversion {
  readonly state: string
  readonly because: string | null
  readonly value: { readonly amount: number } | null
}

test('an owner tries Google Ads dry, sees what would be sent and why the rest would not, and takes it live', {
  timeout: 240_000,
}, async () => {
  const account = await consoleAccount()
  await account.tell(history)
  const { page, close } = await account.open(browser, '/settings/platforms')
  page.setDefaultTimeout(60_000)
  await page.getByText('No platform is told yet.').waitFor()

  // What does not fit is said where it was typed, and nothing is lost.
  await page.getByRole('button', { name: 'Add a platform' }).click()
  const form = page.getByRole('dialog', { name: 'Add a platform' })
  await form.getByLabel('Customer id', { exact: true }).fill('12')
  await form.getByRole('button', { name: 'Begin the dry run' }).click()
  await form.getByText('Must be a customer id of Google Ads').waitFor()
  await form.getByLabel('Customer id', { exact: true }).fill('123-456-7890')
  await form.getByRole('button', { name: 'Begin the dry run' }).click()

  await page.getByRole('heading', { name: 'What converts' }).waitFor()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Conversion action').fill('sale')
  const rules = page.getByRole('region', { name: 'What converts' })
  await rules.getByRole('button', { name: 'Save' }).click()
  await rules.getByText('Must be the number of a conversion action').waitFor()
  await page.getByLabel('Conversion action').fill('7712337565')
  await page.getByLabel('Its name there').fill('Sale')
  await rules.getByRole('button', { name: 'Save' }).click()

  const log = page.getByRole('table', { name: 'Conversions' })
  await log.getByText('Would be sent').waitFor({ timeout: 120_000 })
  await log.getByText('No click on an advertisement of the platform is known of this person.').waitFor()
  await log.getByText('£450').waitFor()
  const { data } = await account.call<{ data: Conversion[] }>('GET', '/v1/conversions')
  expect(data.map(({ state, value }) => [state, value?.amount ?? null])).toEqual([
    ['sent', 45_000],
    ['not-sent', null],
  ])

  await log.getByRole('button', { name: 'Outcome “won”' }).first().click()
  const sheet = page.getByRole('dialog', { name: 'Outcome “won”' })
  await sheet.getByText('gclid,').waitFor()
  await sheet.getByRole('link', { name: 'Conversion', exact: true }).waitFor()
  await sheet.getByRole('button', { name: 'Close' }).click()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^google-conversions-.*\.csv$/)
  await page.getByRole('button', { name: /^Conversions from clicks/ }).click()
  await page.getByRole('option', { name: 'Adjustments' }).click()
  const adjustments = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  expect((await adjustments).suggestedFilename()).toMatch(/^google-adjustments-.*\.csv$/)

  // Nothing goes out without secrets, nor of what happened before.
  await page.getByRole('radio', { name: 'Live' }).click()
  const live = page.getByRole('dialog', { name: 'Take Google Ads live?' })
  await live.getByRole('button', { name: 'Take it live' }).click()
  await live.getByText('Must be given.').nth(2).waitFor()
  await live.getByLabel('OAuth client id').fill('client.apps.example.com')
  await live.getByLabel('OAuth client secret').fill('not-a-secret')
  await live.getByLabel('Refresh token').fill('not-a-token')
  await live.getByRole('button', { name: 'Take it live' }).click()
  await page.getByText('Google Ads is live.').waitFor()
  expect((await account.call<{ data: object[] }>('GET', '/v1/destinations')).data).toMatchObject([
    { mode: 'live', hasCredentials: true, trouble: null },
  ])
  const path = new URL(page.url()).pathname
  await close(3)

  // Whoever plans campaigns reads all of it and changes none.
  const dark = await account.open(browser, path, { role: 'marketer', width: 390, colorScheme: 'dark' })
  await dark.page.getByText('Outcome “won” → Sale').waitFor()
  await dark.page.getByRole('table', { name: 'Conversions' }).getByText('Would be sent').waitFor()
  expect(await dark.page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await dark.close()
})

test('an enquiry tells what ad platforms were told of it, and whether its person may be written to', {
  timeout: 180_000,
}, async () => {
  const account = await consoleAccount()
  await account.tell(history)
  await account.call('POST', '/v1/destinations', {
    platform: 'meta',
    name: 'Meta',
    settings: { datasetId: '123456789012345' },
    rules: [{ on: 'outcome', stage: 'won', action: 'Purchase' }],
  })
  const { page, close } = await account.open(browser, '/enquiries/enq_frm_plain')
  page.setDefaultTimeout(60_000)
  const told = page.getByRole('region', { name: 'Ad platforms' })
  await told.getByText('Meta: Outcome “won”').waitFor()
  await told.getByText('No click on an advertisement of the platform is known of this person.').waitFor()

  const mails = page.getByRole('region', { name: 'E-mail' })
  await mails.getByText('did not agree to mails').waitFor()
  await mails.getByRole('button', { name: 'Note consent…' }).click()
  const form = page.getByRole('dialog', { name: 'Note an address' })
  await form.getByLabel('E-mail').fill('plain@')
  await form.getByLabel('How they agreed').fill('On the phone')
  await form.getByRole('button', { name: 'Note it' }).click()
  await form.getByText('Must be an e-mail address.').waitFor()
  await form.getByLabel('E-mail').fill('plain@example.com')
  await form.getByRole('button', { name: 'Note it' }).click()
  await mails.getByText('may be written to').waitFor()
  await mails.getByText('they agreed: On the phone.').waitFor()
  expect(await account.call('GET', '/v1/contacts/frm_plain/email')).toMatchObject({
    email: 'plain@example.com',
    mayBeMailed: 'yes',
    consent: { basis: 'consent', by: 'person', detail: 'On the phone' },
  })
  await close(1)
})
