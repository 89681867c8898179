import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { looksOf, openConsole } from '../support/console-page.ts'

interface Sequence {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly mails: readonly {
    readonly id: string
    readonly subject: string
    readonly delayWorkingHours: number
  }[]
}

interface Member {
  readonly id: string
  readonly email: string
  readonly name: string | null
}

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test('a sequence is written beside what its reader gets, a trigger begins it, and both can rest', async () => {
  // Whatever is tried again begins with nothing.
  const account = await newAccount()
  const shown = await openConsole(browser, account, 'marketer')
  const { page } = shown
  await shown.open('/follow-up', 'Follow-up')
  await page.getByText('No sequence yet.').waitFor()
  await page.getByRole('button', { name: 'New sequence' }).click()
  await page.getByRole('heading', { name: 'New sequence', level: 1 }).waitFor()
  await page.getByLabel('Name', { exact: true }).fill('After the quote')
  await page.getByLabel('What its reader has of it').fill('They see what it costs.')
  await page.getByLabel('Subject').fill('Your quote, {{name|as asked}}')
  await page.getByLabel('Text').fill('Hello {{vorname}}, here it is.')
  await page.getByText('What stands in double braces must be one of').waitFor()
  await page.getByLabel('Text').fill('Hello {{name|there}},\n\nhere it is.')
  await page.getByLabel('Button').fill('See prices')
  await page.getByLabel('leads to').fill('https://shop.example/prices')
  const mail = page.frameLocator('iframe[title="The mail"]')
  await mail.getByText('Hello Alex,').waitFor()
  await mail.getByRole('link', { name: 'See prices' }).waitFor()
  await page.locator('.mail-subject').getByText('Your quote, Alex').waitFor()

  await page.getByRole('button', { name: 'Another mail' }).click()
  await page.getByText('No subject yet').waitFor()
  await page.getByLabel('What its reader has of it').fill('A reminder before it runs out.')
  await page.getByLabel('Subject').fill('Still of interest?')
  await page.getByLabel('Text').fill('The price holds until Friday.')
  await page.locator('.sequence-line').getByText('2 working days later').waitFor()
  await page.getByText('Rests: nobody is taken in').click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'After the quote', level: 1 }).waitFor()
  expect(await looksOf(page)).toEqual([])
  const [made] = (await account.call<{ data: Sequence[] }>('GET', '/v1/sequences')).data
  expect(made).toMatchObject({ name: 'After the quote', active: true })
  expect(made?.mails.map(({ id, delayWorkingHours }) => [id, delayWorkingHours])).toEqual([
    ['m1', 0],
    ['m2', 16],
  ])

  await page.getByRole('button', { name: 'All sequences' }).click()
  await page.getByRole('button', { name: 'New trigger' }).click()
  const form = page.getByRole('dialog', { name: 'New trigger' })
  await form.getByLabel('Name').fill('Quote sent')
  await form.getByRole('button', { name: 'an enquiry is opened' }).click()
  await page.getByRole('option', { name: 'a step is reached' }).click()
  await form.getByRole('button', { name: /Step$/ }).click()
  await page.getByRole('option', { name: 'Quote sent' }).click()
  await form.getByRole('button', { name: 'Another' }).click()
  await form.getByRole('button', { name: 'Create' }).click()
  await page.getByText('When a step is reached: Quote sent:').waitFor()
  await page.getByText('begin “After the quote”, then tell owners').waitFor()
  expect((await account.call<{ data: object[] }>('GET', '/v1/triggers')).data).toMatchObject([
    {
      name: 'Quote sent',
      when: { event: 'step.reached', step: 'quote-sent' },
      actions: [
        { do: 'start-sequence', sequenceId: made?.id },
        { do: 'notify', roles: ['owner'] },
      ],
    },
  ])
  expect(await looksOf(page)).toEqual([])

  const rests = async () => !(await account.call<Sequence>('GET', `/v1/sequences/${made?.id}`)).active
  await page.getByRole('table', { name: 'Sequences' }).getByText('On', { exact: true }).click()
  await page.getByText('“After the quote” rests.').waitFor()
  await expect.poll(rests, { timeout: 20_000 }).toBe(true)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(rests, { timeout: 20_000 }).toBe(false)

  await page
    .getByRole('region', { name: 'When mails may go' })
    .getByRole('button', { name: 'Change' })
    .click()
  const rules = page.getByRole('dialog', { name: 'When mails may go' })
  await rules.getByLabel('Mails to one person').fill('2')
  await rules.getByLabel('Answers go to').fill('office@example.com')
  await rules.getByRole('button', { name: 'Save' }).click()
  await page.getByText('2 mails to one person in 7 days').waitFor()
  expect(await account.call('GET', '/v1/follow-up')).toMatchObject({
    cap: { mails: 2, days: 7 },
    replyTo: 'office@example.com',
    openTracking: false,
  })
  expect(shown.troubles).toEqual([])
})

test('an owner has single people told besides a role, of first enquiries by some channels alone', async () => {
  const account = await newAccount()
  const { id } = await account.call<{ id: string }>('POST', '/v1/triggers', {
    name: 'Quote sent',
    when: { event: 'step.reached', step: 'quote-sent' },
    actions: [{ do: 'notify', roles: ['owner'] }],
  })
  const { page, open, troubles } = await openConsole(browser, account, 'owner')
  await open('/follow-up', 'Follow-up')
  await page.getByRole('button', { name: 'Change Quote sent' }).click()
  const change = page.getByRole('dialog', { name: 'Change “Quote sent”' })
  await change.getByRole('button', { name: /Enquiries$/ }).click()
  await page.getByRole('option', { name: 'the person’s first enquiry', exact: true }).click()
  await change.getByText('By any channel').click()
  await change.getByText('Paid Search', { exact: true }).click()
  await change.getByText('By Paid Search').waitFor()
  await change.getByText('agents', { exact: true }).click()
  const [member] = (await account.call<{ data: Member[] }>('GET', '/v1/members')).data
  if (!member) throw new Error('nobody is there')
  await change.getByText(member.name ?? member.email, { exact: true }).click()
  expect(await looksOf(page)).toEqual([])
  await change.getByRole('button', { name: 'Save' }).click()
  await page.getByText('by Paid Search, the person’s first').waitFor()
  expect(await account.call('GET', `/v1/triggers/${id}`)).toMatchObject({
    when: { event: 'step.reached', step: 'quote-sent', channels: ['Paid Search'], isFirst: true },
    actions: [{ do: 'notify', roles: ['owner', 'agent'], members: [member.id] }],
  })
  expect(troubles).toEqual([])
})
