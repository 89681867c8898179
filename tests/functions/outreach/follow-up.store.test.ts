import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose as composeAdmin } from '../../../functions/admin/compose.ts'
import { compose } from '../../../functions/outreach/compose.ts'
import { createFire } from '../../../functions/outreach/triggers/fire.ts'
import type { FiredTrigger, StepMove } from '../../../functions/outreach/triggers/ports.ts'
import type { BusinessEvent } from '../../../shared/domain/business-event.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import type { Mail } from '../../../shared/mail/mail.ts'
import { messageOf } from '../../../shared/mail/mime.ts'
import { createOutboxStore } from '../../../shared/store/outbox-store.ts'
import { createPreferenceStore } from '../../../shared/store/preference-store.ts'
import { createTriggerStore } from '../../../shared/store/trigger-store.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { openDesk } from './follow-up-desk.ts'

const account = 'acc_follow'
const { secretKey } = testKeys(account)
/** A Monday, in the morning. */
const start = '2026-11-23T09:00:00.000Z'
const reader = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let outreach: ReturnType<typeof compose>
let admin: ReturnType<typeof composeAdmin>
let clock: Instant = start
const sent: Mail[] = []

beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables, { now: () => clock })
  await bridge.createAccount(testAccount(account, { branding: { name: 'Sash & Sons', colour: '#0a5c44' } }))
  const env = {
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: 'https://calls.example.com',
    TIELINE_HOUSE_ACCOUNT: account,
    TIELINE_OPERATOR_KEY_SHA256: '',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '12345',
    TWILIO_API_BASE_URL: 'http://localhost:1',
  }
  const mailer = {
    send: async (mail: Mail) => {
      sent.push(mail)
      return { messageId: `m${sent.length}` }
    },
  }
  outreach = compose(tables, env, { mailer, now: () => clock, report: () => {} })
  admin = composeAdmin(
    tables,
    env,
    {
      newAccountOrigins: ['*'],
      pending: async () => 0,
      openApiDocument: async () => '',
    },
    () => clock,
  )
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

async function api(method: string, path: string, body?: unknown, app = outreach.app) {
  const response = await app.request(path, {
    method,
    headers: { authorization: `Bearer ${secretKey}`, 'user-agent': reader },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
}
const mail = (text: string, delayWorkingHours = 0) => ({
  delayWorkingHours,
  subject: 'Your quote, {{name|as asked}}',
  text,
  button: { label: 'See prices', url: 'https://shop.example/prices?size=2' },
  value: 'They see what it costs.',
})
async function newSequence(change: object = {}): Promise<string> {
  const body = {
    name: 'After the quote',
    active: true,
    mails: [mail('Hello {{name|there}}'), mail('Still here', 8)],
    ...change,
  }
  const { status, json } = await api('POST', '/v1/sequences', body)
  expect(status).toBe(201)
  return json.id
}

let forms = 0
/** Somebody who sent a form, and the id of the form. */
async function newForm(fields: Record<string, string> = { newsletter: 'on' }) {
  forms += 1
  const email = `ada${forms}@example.com`
  const { vault } = openDesk(tables, { now: clock, sent: [], answers: [] })
  const own = { account, session: `ses_${forms}`, visitor: `vis_${forms}`, at: clock }
  await bridge.write({ fact: 'page', ...own, url: 'https://shop.example/?utm_source=bing&utm_medium=cpc' })
  await bridge.write({
    fact: 'form',
    ...own,
    formId: `frm_${forms}`,
    email: vault.hash(account, 'email', email),
    sealed: vault.seal(account, JSON.stringify({ name: 'ada lovelace', email, fields })),
  })
  await bridge.settled()
  return { contact: `frm_${forms}`, email, visitor: `vis_${forms}` }
}
const takeIn = async (sequence: string, contact: string) =>
  (await api('POST', `/v1/sequences/${sequence}/enrolments`, { contact })).json.outcome
const to = (email: string) => sent.filter((each) => each.to === email)
const later = (minutes: number) => {
  clock = addMinutes(clock, minutes)
}

describe('somebody who asked for a quote', () => {
  test('gets the mails, comes by their link, and is let be when they call', { timeout: 90_000 }, async () => {
    const sequence = await newSequence()
    const { contact, email, visitor } = await newForm()
    expect(await takeIn(sequence, contact)).toBe('enrolled')
    later(1)
    expect(await takeIn(sequence, contact)).toBe('under-way')
    await Promise.all([outreach.sendDue(), outreach.workDue()])
    const [first] = to(email)
    expect(first).toMatchObject({ subject: 'Your quote, Ada', fromName: 'Sash & Sons' })
    expect(first?.html).toContain('Hello Ada')

    // As it leaves: from the business, with the way out that mail programs offer.
    const parsed = await simpleParser(await messageOf(first as Mail, 'Tieline <mail@example.com>'))
    expect(parsed.from?.value).toEqual([{ name: 'Sash & Sons', address: 'mail@example.com' }])
    expect(parsed.headers.get('list')).toMatchObject({ unsubscribe: { url: first?.unsubscribeUrl } })

    // The link leads where the mail says, and nowhere else whatever is asked of it.
    const link = /See prices: (\S+)/.exec(first?.text ?? '')?.[1] ?? ''
    const follow = (url: string, agent = reader) =>
      outreach.app.request(url, { headers: { 'user-agent': agent } })
    const prices =
      'https://shop.example/prices?size=2&utm_source=follow-up&utm_medium=email&utm_campaign=after-the-quote'
    expect((await follow(link, 'Googlebot/2.1')).headers.get('location')).toBe(prices)
    for (let time = 0; time < 2; time++) {
      const response = await follow(link)
      expect([response.status, response.headers.get('location')]).toEqual([302, prices])
    }
    expect((await follow(link.replace('n=0', 'n=1'))).status).toBe(403)
    const told = async () => (await api('GET', `/v1/sequences/${sequence}`)).json.mails
    expect((await told())[0].results).toMatchObject({ sent: 1, clicked: 1, opened: null, unsubscribed: 0 })
    const facts = await tables.ledger.query({ pk: `${account}#contact#${contact}`, prefix: 'mail-event#' })
    expect(facts.map(({ event, step }) => [event, step])).toEqual(
      expect.arrayContaining([
        ['sent', 'm1'],
        ['clicked', 'm1'],
      ]),
    )

    // They call from the number on that page: one visitor, one person.
    later(60)
    const call = { account, callSid: `CA${contact}`, number: '+442079460101' }
    await bridge.write({ fact: 'voice', ...call, at: clock, caller: 'caller-hash' })
    await bridge.write({
      fact: 'phone-click',
      account,
      session: `ses_${forms}`,
      visitor,
      at: clock,
      number: call.number,
    })
    await bridge.settled()
    const { deps, stopMoved } = openDesk(tables, { now: clock, sent: [], answers: [] })
    const row = await deps.views.enquiries.find(account, `enq_${contact}`)
    expect(row?.enquiry.contacts.map(({ kind }) => kind)).toEqual(['form', 'call'])
    await stopMoved(row ? [{ account, enquiry: row }] : [])
    later(24 * 60)
    await Promise.all([outreach.sendDue(), outreach.workDue()])
    expect(to(email)).toHaveLength(1)
    const { json } = await api('GET', `/v1/sequences/${sequence}/enrolments`)
    expect(json.data).toMatchObject([
      { contact, email: 'a•••@example.com', state: 'stopped', because: 'call', sent: ['m1'] },
    ])
    expect((await told())[0].results).toMatchObject({ called: 1 })
  })

  test('is not written to without a consent, nor after taking it back, and may give it again', async () => {
    const sequence = await newSequence()
    const { contact, email } = await newForm({ message: 'How much?' })
    expect(await takeIn(sequence, contact)).toBe('no-consent')
    const consent = { basis: 'soft-opt-in', note: 'asked for a price by form' }
    const noted = await api('POST', `/v1/contacts/${contact}/email`, { email, consent })
    expect(noted.json).toMatchObject({
      email,
      mayBeMailed: 'yes',
      consent: { basis: 'soft-opt-in', by: 'person' },
    })
    expect(await takeIn(sequence, contact)).toBe('enrolled')
    await Promise.all([outreach.sendDue(), outreach.workDue()])
    const [first] = to(email)
    const leave = (first?.unsubscribeUrl ?? '').replace('https://calls.example.com', '')
    // Opening it (as mail programs do by themselves) is no wish; the button, or one click in the program, is.
    const page = await outreach.app.request(leave)
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('No more mails from Sash &amp; Sons?'),
    ])
    expect((await api('GET', `/v1/contacts/${contact}/email`)).json.mayBeMailed).toBe('yes')
    const done = await outreach.app.request(leave, { method: 'POST', body: 'List-Unsubscribe=One-Click' })
    expect([done.status, await done.text()]).toEqual([
      200,
      expect.stringContaining('You get no more of them.'),
    ])
    expect((await outreach.app.request(leave.replace('&p=', '&p=x'), { method: 'POST' })).status).toBe(403)
    later(48 * 60)
    await Promise.all([outreach.sendDue(), outreach.workDue()])
    expect(to(email)).toHaveLength(1)
    const left = await api('GET', `/v1/contacts/${contact}/email`)
    expect(left.json).toMatchObject({
      mayBeMailed: 'unsubscribed',
      sequences: [{ state: 'stopped', because: 'unsubscribed' }],
    })
    expect((await api('POST', `/v1/contacts/${contact}/email`, { email, consent })).json.mayBeMailed).toBe(
      'unsubscribed',
    )
    later(1)
    const anew = { basis: 'consent', note: 'said so on the phone' }
    expect(
      (await api('POST', `/v1/contacts/${contact}/email`, { email, consent: anew })).json.mayBeMailed,
    ).toBe('yes')
  })

  test('who answers is let be; who gets everything and does not move goes on to the side-path', async () => {
    const nurture = await newSequence({ name: 'Not ready', kind: 'nurture', mails: [mail('A tip', 40)] })
    const sequence = await newSequence({ goesOnTo: nurture, mails: [mail('One')] })
    const [answers, waits] = [await newForm(), await newForm()]
    for (const { contact } of [answers, waits]) expect(await takeIn(sequence, contact)).toBe('enrolled')
    await Promise.all([outreach.sendDue(), outreach.workDue()])
    expect(to(answers.email)).toHaveLength(1)
    later(1)
    expect((await api('POST', '/v1/replies', { email: answers.email.toUpperCase() })).json).toEqual({
      stopped: [nurture],
    })
    expect((await api('POST', '/v1/replies', { email: 'nobody@example.com' })).json).toEqual({ stopped: [] })
    for (let day = 0; day < 9; day++) {
      later(24 * 60)
      await Promise.all([outreach.sendDue(), outreach.workDue()])
    }
    expect([to(answers.email).length, to(waits.email).length]).toEqual([1, 2])
  })

  test('whoever is erased is written to no more, and nothing leads to them', async () => {
    const sequence = await newSequence()
    const { contact, email } = await newForm()
    expect(await takeIn(sequence, contact)).toBe('enrolled')
    const { status } = await api('POST', '/v1/erasures', { email }, admin)
    expect(status).toBe(201)
    await Promise.all([outreach.sendDue(), outreach.workDue()])
    expect(to(email)).toEqual([])
    for await (const items of tables.ledger.scan()) {
      const { vault } = openDesk(tables, { now: clock, sent: [], answers: [] })
      const hash = vault.hash(account, 'email', email)
      expect(
        items.filter(
          (item) => item.pk.includes(`#mailing#${hash}`) || (item.sk === 'mailing' && item.address === hash),
        ),
      ).toEqual([])
    }
  })

  test('a body that does not fit is refused with what to do', async () => {
    const wrong = await api('POST', '/v1/sequences', {
      name: 'W',
      mails: [{ ...mail('Dear {{vorname}}'), button: { label: 'x', url: 'javascript:alert(1)' } }],
    })
    expect(wrong.status).toBe(422)
    expect(wrong.json.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['mails.0.text', 'mails.0.button.url']),
    )
    const preview = await api('POST', '/v1/sequences/preview', {
      subject: 'Hi {{name}}',
      text: '<b>{{code}}</b> https://shop.example/a.',
    })
    expect(preview.json).toMatchObject({ subject: 'Hi Alex', missing: ['name', 'code'] })
    expect(preview.json.html).toContain('&lt;b&gt;123-456&lt;/b&gt;')
  })
})

describe('a trigger', () => {
  test('does each thing once, however often the event is told', async () => {
    const sequence = await newSequence({ mails: [mail('Your code: {{code}}, for {{benefit}}')] })
    const { contact, email } = await newForm()
    const fired: FiredTrigger[] = []
    const moves: StepMove[] = []
    const { deps } = openDesk(tables, { now: clock, sent: [], answers: [] })
    const fire = createFire({
      ...deps,
      now: () => clock,
      triggers: createTriggerStore(tables.ledger),
      recipients: async () => [{ id: 'mem_1', account, email: 'owner@example.com', role: 'owner' }],
      preferences: createPreferenceStore(tables.ledger),
      outbox: createOutboxStore(tables.ledger),
      stepsOf: async () => [],
      tellWebhooks: async (each) => void fired.push(each),
      moveStep: async (each) => void moves.push(each),
    })
    const created = await api('POST', '/v1/triggers', {
      name: 'Quote sent',
      when: { event: 'step.reached', step: 'quote-sent' },
      actions: [
        { do: 'notify', roles: ['owner'] },
        { do: 'start-sequence', sequenceId: sequence },
        { do: 'webhook' },
        { do: 'move-step', step: 'not-ready' },
      ],
    })
    expect(created.status).toBe(201)
    later(1)
    const event: BusinessEvent = {
      account,
      id: 'evt_quote',
      type: 'step.reached',
      step: 'quote-sent',
      at: clock,
      contact,
      enquiryId: `enq_${contact}`,
      subject: `per_${contact}`,
    }
    await fire([{ event }, { event }])
    await fire([{ event }])
    await fire([{ event: { ...event, id: 'evt_other', step: 'won' } as BusinessEvent }])
    expect(fired).toHaveLength(1)
    expect(moves).toEqual([
      { account, contact, visitor: undefined, step: 'not-ready', at: event.at, by: created.json.id },
    ])
    expect((await api('GET', `/v1/triggers/${created.json.id}`)).json).toMatchObject({
      fired: 1,
      lastFiredAt: clock,
    })
    expect((await api('GET', `/v1/sequences/${sequence}/enrolments`)).json.data).toMatchObject([
      { contact, state: 'waiting' },
    ])
    await Promise.all([outreach.sendDue(), outreach.workDue()])
    // Without a code there is nothing to say.
    expect(to(email)).toEqual([])
  })

  test.each<[why: string, when: object, action: object, path: string, message: RegExp]>([
    ['no such sequence', {}, { do: 'start-sequence', sequenceId: 'seq_none' }, 'actions.0', /a sequence of/],
    ['no such campaign', {}, { do: 'issue-code', campaignId: 'cmp_none' }, 'actions.0', /a campaign of/],
    ['nobody to tell', {}, { do: 'notify', members: ['mem_none'] }, 'actions.0', /members of the account/],
    ['no such step', {}, { do: 'move-step', step: 'sold' }, 'actions.0.step', /`quote-sent`, .*`won`/],
    [
      'a step that nobody can reach',
      { event: 'step.reached', step: 'sold' },
      {},
      'when.step',
      /`quote-sent`, .*`won`/,
    ],
    [
      'a band that nobody crosses into',
      { event: 'score.crossed', band: 'cold' },
      {},
      'when.band',
      /one of `warm`, `ready`/,
    ],
    [
      'a campaign that is not there',
      { event: 'code.redeemed', campaignId: 'cmp_none' },
      {},
      'when.campaignId',
      /a campaign of/,
    ],
    ['a condition of another event', { band: 'ready' }, {}, 'when.band', /with the event `score.crossed`/],
  ])('that would never do anything is refused: %s', async (_why, when, action, path, message) => {
    const body = {
      name: 'T',
      when: { event: 'call.missed', ...when },
      actions: [{ do: 'webhook', ...action }],
    }
    const { status, json } = await api('POST', '/v1/triggers', body)
    expect([status, json.errors]).toEqual([422, [{ path, message: expect.stringMatching(message) }]])
    const right = { name: 'T', when: { event: 'call.missed' }, actions: [{ do: 'webhook' }] }
    const kept = await api('POST', '/v1/triggers', right)
    const change = { when: body.when, actions: body.actions }
    expect((await api('PATCH', `/v1/triggers/${kept.json.id}`, change)).json.errors).toEqual(json.errors)
    expect((await api('PATCH', `/v1/triggers/${kept.json.id}`, { active: false })).status).toBe(200)
  })
})
