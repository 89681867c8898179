import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBy, startReceiver } from '../../functions/outreach/receiver.ts'
import { openBrowser } from '../support/browser.ts'
import { consoleAccount } from './support/console.ts'

let browser: Browser
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await receiver.stop()
})

const chromium =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
let attempts = 0

test('an owner adds a webhook, tries it, and finds out what became of each message', {
  timeout: 180_000,
}, async () => {
  const account = await consoleAccount()
  attempts += 1
  const path = `/crm-${attempts}`
  const { page, close } = await account.open(browser, '/deliveries')
  page.setDefaultTimeout(60_000)
  await page.getByText('No webhook yet.').waitFor()

  await page.getByRole('button', { name: 'New webhook' }).click()
  const form = page.getByRole('dialog', { name: 'New webhook' })
  await form.getByLabel('Address').fill(receiver.urlOf(path))
  await form.getByLabel('Name', { exact: true }).first().fill('CRM')
  await form.getByRole('button', { name: 'Add' }).click()
  const secret = await page.getByLabel('Secret of the webhook', { exact: true }).textContent()
  await page.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('It arrived: the endpoint answered 204').waitFor()
  const [first] = receiver.at(path)
  expect(first && readBy(secret ?? '', first)).toMatchObject({ type: 'webhook.test' })

  receiver.answer(path, 503, 204)
  const visit = {
    key: account.siteKey,
    type: 'form',
    url: 'https://shop.example/contact?utm_source=van&utm_medium=flyer',
    form: { name: 'A. Caller', email: `caller${attempts}@example.com`, phone: '+44 7700 900771' },
  }
  await account.call('POST', '/v1/collect', visit, { 'user-agent': chromium })
  const log = page.getByRole('table', { name: 'Deliveries' })
  await log.getByRole('button', { name: 'Enquiry opened' }).click()
  const sheet = page.getByRole('dialog', { name: 'Enquiry opened' })
  await sheet.getByText('answered 503').first().waitFor()
  await sheet.getByText('"source": "van"').waitFor()
  expect(await sheet.getByLabel('What it says').textContent()).not.toContain('900771')
  await sheet.getByRole('button', { name: /Try now|Send again/ }).click()
  await sheet.getByText('Delivered').waitFor()
  const told = receiver.at(path).filter(({ text }) => text.includes('enquiry.opened'))
  // The bridge tries again by itself, too, after some seconds.
  expect(told.length).toBeGreaterThanOrEqual(2)
  expect(new Set(told.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  for (const each of told) readBy(secret ?? '', each)
  await close()

  const dark = await account.open(browser, '/deliveries', {
    role: 'marketer',
    width: 390,
    colorScheme: 'dark',
  })
  await dark.page.getByText('CRM').first().waitFor()
  await dark.page.getByRole('table', { name: 'Deliveries' }).getByText('Enquiry opened').waitFor()
  expect(await dark.page.getByRole('button', { name: 'New webhook' }).count()).toBe(0)
  await dark.close()
})
