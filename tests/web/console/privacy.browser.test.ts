import { text } from 'node:stream/consumers'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { looksOf, openConsole } from '../support/console-page.ts'

let account: BridgeAccount
let browser: Browser
beforeAll(async () => {
  account = await newAccount()
  browser = await openBrowser()
})
afterAll(() => browser?.close())

let attempts = 0
/** Somebody who called once. @returns their phone */
async function caller(): Promise<string> {
  const digits = String(100 + ((process.pid + attempts++) % 890))
  const from = `+447700900${digits}`
  // A number is one account's alone.
  const number = `+4420${4000 + (Date.now() % 5000)}0${digits}`
  await account.call('POST', '/v1/numbers', {
    number,
    label: `The van ${digits}`,
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460018'] },
  })
  const callSid = `CA${`${Date.now()}${digits}`.padStart(32, '0')}`
  const fact = {
    fact: 'call',
    callSid,
    from,
    to: number,
    at: new Date(Date.now() - 3_600_000).toISOString(),
    status: 'completed',
    durationSeconds: 60,
  }
  await account.call('POST', '/v1/imports', fact)
  await account.settled()
  return from
}

test('an owner exports what is held of a caller, erases it for good, and finds both in the audit log', async () => {
  const phone = await caller()
  const { page, context, open, troubles } = await openConsole(browser, account, 'owner')
  await open('/settings/privacy', 'Settings')
  const audit = page.getByRole('region', { name: 'Audit log' }).first()
  await page.getByRole('textbox', { name: 'Phone' }).fill(phone)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export as JSON' }).click()
  const held = JSON.parse(await text(await (await download).createReadStream()))
  expect(held.contacts).toMatchObject([{ kind: 'call', phone }])
  await page.getByText('Saved: 1 contact,').waitFor()
  await audit.getByText('Exported a person').waitFor()

  await page.getByRole('button', { name: 'Erase…' }).click()
  const dialog = page.getByRole('dialog')
  const forGood = dialog.getByRole('button', { name: 'Erase for good' })
  expect(await forGood.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('erase')
  await forGood.click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Erasures' }).getByText('1 call').first().waitFor()
  await audit.getByText('Erased a person').waitFor()
  // What was typed is somebody's own: it stands in no address.
  expect(page.url()).not.toContain(phone.slice(1))

  expect(await looksOf(page)).toEqual([])
  expect(troubles).toEqual([])
  await context.close()
})

test('a phone that is none is said to be so beside the field, and the page is for owners alone', async () => {
  const owner = await openConsole(browser, account, 'owner')
  await owner.open('/settings/privacy', 'Settings')
  await owner.page.getByRole('textbox', { name: 'Phone' }).fill('12')
  await owner.page.getByRole('button', { name: 'Export as JSON' }).click()
  await owner.page.locator('.field-error').filter({ hasText: /\S/ }).waitFor()
  await owner.context.close()

  const marketer = await openConsole(browser, account, 'marketer')
  await marketer.open('/settings/privacy', 'Settings')
  await marketer.page.getByText('Privacy and audit is for owners of the account.').waitFor()
  await marketer.context.close()
})
