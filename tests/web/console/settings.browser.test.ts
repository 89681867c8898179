import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { openBrowser } from '../support/browser.ts'
import { newMember, signIn } from '../support/sign-in.ts'

interface NumberAnswer {
  readonly id: string
  readonly flow: Record<string, unknown>
}

let account: BridgeAccount
let browser: Browser
let context: BrowserContext
let page: Page
let number: NumberAnswer
let owner: string
const said: string[] = []

beforeAll(async () => {
  account = await newAccount()
  number = await account.call('POST', '/v1/numbers', {
    number: '+442079460711',
    label: 'Van 3',
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460018'], ring: 'all' },
  })
  owner = await newMember(account, 'owner')
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await signIn(context, account.url, owner)
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => said.push(String(error)))
  // A refusal that a story is about is no trouble of the page.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4(09|22|00)/.test(message.text())) said.push(message.text())
  })
})
afterAll(async () => {
  await browser?.close()
  expect(said).toEqual([])
})

const open = async (path: string, in_: Page = page) => {
  await in_.goto(`${account.url}${path}`)
}
const flowNow = async () => (await account.call<NumberAnswer>('GET', `/v1/numbers/${number.id}`)).flow

test('a step of a flow is opened where it stands, refused beside its field, saved, and undone', async () => {
  await account.call('PATCH', `/v1/numbers/${number.id}`, { flow: number.flow })
  await open(`/settings/numbers/${number.id}`)
  const diagram = page.getByRole('list', { name: 'What a caller goes through' })
  await diagram.getByText('+44 20 7946 0018, for 30 seconds').waitFor()
  await page.getByText('No messages: the call ends').waitFor()

  await page.getByRole('button', { name: 'Change: Ring' }).click()
  const ring = page.getByRole('form', { name: 'Ring' })
  await ring.getByLabel('Phones').fill('+44 20 7946 0018\nnot a phone')
  await ring.getByRole('button', { name: 'Save' }).click()
  await ring.getByText(/^Line 2: /).waitFor()
  expect(await flowNow()).toEqual(number.flow)

  await ring.getByLabel('Phones').fill('+44 20 7946 0018\n+44 20 7946 0019')
  await ring.getByRole('radio', { name: 'One after another' }).click()
  await ring.getByLabel('Seconds each').fill('15, 25')
  await ring.getByRole('button', { name: 'Save' }).click()
  await diagram.getByText('one after another, 15, 25 seconds each').waitFor()
  expect(await flowNow()).toEqual({
    forwardTo: ['+442079460018', '+442079460019'],
    ring: 'in-order',
    ringSeconds: [15, 25],
  })

  await page.getByRole('button', { name: 'Undo' }).click()
  await diagram.getByText('+44 20 7946 0018, for 30 seconds').waitFor()
  expect(await flowNow()).toEqual(number.flow)
})

test('opening hours become what the bridge goes by', async () => {
  await account.call('PATCH', `/v1/numbers/${number.id}`, { flow: number.flow })
  await open(`/settings/numbers/${number.id}`)
  await page.getByRole('button', { name: 'Add: Open?' }).click()
  const hours = page.getByRole('form', { name: 'Open?' })
  await hours.getByRole('button', { name: /^Begin with Monday/ }).click()
  await hours.getByText('Saturday', { exact: true }).click()
  await hours.getByLabel('Saturday, closes').fill('13:00')
  await hours.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Mon–Fri 09:00–17:30, Sat 09:00–13:00').waitFor()
  const { hours: kept } = await flowNow()
  expect(kept).toMatchObject({
    friday: [{ from: '09:00', until: '17:30' }],
    saturday: [{ from: '09:00', until: '13:00' }],
  })
  expect(kept).not.toHaveProperty('sunday')
})

test('a secret key is shown once, serves a program, and is withdrawn', async () => {
  await open('/settings/install')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Which program is it for?').fill('Shop server')
  await page.getByRole('button', { name: 'Make the key' }).click()
  const dialog = page.getByRole('dialog', { name: 'The key of “Shop server”' })
  const key = (await dialog.getByLabel('Secret key', { exact: true }).textContent()) ?? ''
  const program = async () =>
    (await fetch(`${account.url}/v1/account`, { headers: { authorization: `Bearer ${key}` } })).status
  expect(await program()).toBe(200)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByText(`sk_…${key.slice(-4)}`).waitFor()

  await page.getByRole('button', { name: 'Withdraw Shop server' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click()
  await page.getByText('Shop server serves no more.').waitFor()
  expect(await program()).toBe(401)
})

test('a team: invited with a role, changed, removed and back by undo; the last owner stays', async () => {
  await open('/settings/team')
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' })
  const agent = `agent-${Date.now()}@example.com`
  await dialog.getByLabel('E-mail').fill(agent)
  await dialog.getByRole('button', { name: 'Invite' }).click()
  await page.getByRole('button', { name: `Remove ${agent}` }).waitFor()

  const rolesNow = async () => {
    const { data } = await account.call<{ data: { email: string; role: string }[] }>('GET', '/v1/members')
    return Object.fromEntries(data.map(({ email, role }) => [email, role]))
  }
  expect(await rolesNow()).toEqual({ [owner]: 'owner', [agent]: 'agent' })

  await page.getByRole('button', { name: `Remove ${agent}` }).click()
  await page.getByText(`${agent} can’t sign in any more.`).waitFor()
  await expect.poll(rolesNow).toEqual({ [owner]: 'owner' })
  await page
    .getByRole('alertdialog')
    .filter({ hasText: 'can’t sign in any more' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await page.getByRole('button', { name: `Remove ${agent}` }).waitFor()
  expect(await rolesNow()).toEqual({ [owner]: 'owner', [agent]: 'agent' })

  await page.getByRole('button', { name: `Remove ${owner}` }).click()
  await page.getByText('This is the account’s last owner: make another member an owner first.').waitFor()
  await page.getByRole('button', { name: `Remove ${owner}` }).waitFor()
})

test('the business: a zone found by its city, and a window that derives anew', async () => {
  await open('/settings/business')
  const zone = page.getByRole('combobox', { name: 'Time zone' })
  await zone.fill('Zurich')
  await page.getByRole('option', { name: /Europe\/Zurich/ }).click()
  await page
    .getByRole('region', { name: 'Business', exact: true })
    .getByRole('button', { name: 'Save' })
    .click()
  const accountNow = () => account.call('GET', '/v1/account')
  await expect.poll(accountNow).toMatchObject({ timeZone: 'Europe/Zurich' })

  const enquiries = page.getByRole('region', { name: 'Enquiries', exact: true })
  await enquiries.getByLabel('Enquiry window, in days').fill('0')
  await enquiries.getByText(/derives every enquiry anew/).waitFor()
  await enquiries.getByRole('button', { name: 'Save' }).click()
  await enquiries.getByText('Not saved: please see to what is marked.').waitFor()
  await enquiries.getByLabel('Enquiry window, in days').fill('14')
  await enquiries.getByRole('button', { name: 'Save' }).click()
  await expect.poll(accountNow).toMatchObject({ enquiryGapDays: 14 })
})

test('a viewer looks and changes nothing; the team is not theirs to see', async () => {
  const other = await browser.newContext()
  try {
    await signIn(other, account.url, await newMember(account, 'viewer'))
    const theirs = await other.newPage()
    await open(`/settings/numbers/${number.id}`, theirs)
    await theirs.getByText('Answered').waitFor()
    expect(await theirs.getByRole('button', { name: /^(Change|Add|Edit|Remove)/ }).count()).toBe(0)
    expect(await theirs.getByRole('link', { name: 'Team and roles' }).count()).toBe(0)
    await open('/settings/team', theirs)
    await theirs.getByText('Team and roles is for owners of the account.').waitFor()
  } finally {
    await other.close()
  }
})

test('three questions make a number and a printed code, and the first call shows itself', async () => {
  // Another one each time: a number is an account's alone.
  const last = String(Date.now() % 10_000).padStart(4, '0')
  await open('/welcome')
  await page.getByLabel('You call it').fill('Autumn flyer')
  await page.getByLabel('Number to print').fill(`+44 20 7946 ${last}`)
  await page.getByLabel('Rings').fill('+44 20 7946 0018')
  await page.getByRole('button', { name: 'Make the code' }).click()
  const poster = page.getByRole('region', { name: 'To print', exact: true })
  await poster.getByText(`+44 20 7946 ${last}`).waitFor()
  expect(await poster.innerText()).toContain('10% off')
  const shown = (await poster.locator('.poster-code').innerText()).replaceAll(/\D/g, '')
  const code = await account.call('GET', `/v1/codes/${shown}`)
  expect(code).toMatchObject({ code: shown, status: 'live' })

  const call = await account.twilio('/twilio/voice', {
    CallSid: `CA${last.padStart(32, '7')}`,
    From: '+447700900712',
    To: `+44207946${last}`,
    CallStatus: 'ringing',
    Direction: 'inbound',
  })
  expect(await call.text()).toContain('+442079460018')
  await page.getByText('works', { exact: true }).waitFor()
})
