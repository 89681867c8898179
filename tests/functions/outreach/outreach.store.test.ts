import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { compose as composeAttribution } from '../../../functions/attribution/compose.ts'
import { sourcesReportSchema } from '../../../functions/attribution/reports/report-schema.ts'
import { compose, type Outreach } from '../../../functions/outreach/compose.ts'
import type { StreamPump } from '../../../local/stream-pump.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addMinutes, addSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { Mail } from '../../../shared/mail/mail.ts'
import { messageOf } from '../../../shared/mail/mime.ts'
import { createOutreachAccountStore } from '../../../shared/store/outreach-account-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { hearViews } from '../../support/hear-views.ts'
import { addPeople } from './people.ts'

const account = 'acc_mails'
const origin = 'https://calls.example.com'
const vault = createVault(testMasterKey)

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let outreach: Outreach
let clock: Instant = '2026-11-20T12:00:00.000Z'
const sent: Mail[] = []
const troubles: string[] = []
let pump: StreamPump

beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  await bridge.createAccount(testAccount(account, { timeZone: 'Europe/London' }))
  await addPeople(tables.ledger, account, 'owner', 'agent', 'marketer', 'viewer')
  outreach = compose(
    tables,
    { TIELINE_MASTER_KEY: testMasterKey, PUBLIC_BASE_URL: origin },
    {
      mailer: {
        async send(mail) {
          sent.push(mail)
          return { messageId: `m${sent.length}` }
        },
      },
      now: () => clock,
      report: ({ trouble, cause }) => troubles.push(`${trouble}: ${cause}`),
    },
  )
  pump = hearViews(tables, outreach.consume, troubles)
  await pump.start()
})
afterAll(async () => {
  await pump.stop()
  await bridge.stop()
  await tables.drop()
})
beforeEach(() => {
  sent.length = 0
  troubles.length = 0
})

/** Until everything that was written has been claimed and, as far as it is due, sent. */
async function told(): Promise<Mail[]> {
  await bridge.settled()
  while ((await pump.pending()) > 0) {
    pump.ring()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await outreach.sendDue()
  return sent
}
const to = (address: string) => sent.filter((mail) => mail.to === address)

const ask = (method: string, path: string, body?: unknown) =>
  outreach.app.request(path, {
    method,
    headers: { authorization: `Bearer ${testKeys(account).secretKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

const page = (session: string, at: Instant, url: string): Fact => ({
  fact: 'page',
  account,
  session,
  visitor: `vis_${session}`,
  at,
  url,
  title: 'Sash windows',
})
const lease = (session: string, number: string, from: Instant): Fact => {
  const until = addMinutes(from, 60)
  return {
    fact: 'lease',
    account,
    number,
    session,
    visitor: `vis_${session}`,
    from,
    until,
    freeAt: until,
    shared: false,
  }
}
async function missedCall(callSid: string, number: string, at: Instant) {
  const caller = vault.hash(account, 'phone', '+447700900123')
  const sealedCaller = vault.seal(account, '+447700900123')
  await bridge.write({ fact: 'voice', account, callSid, number, at, caller, sealedCaller })
  await bridge.write({
    fact: 'status',
    account,
    callSid,
    number,
    at: addSeconds(at, 40),
    sequence: 2,
    status: 'no-answer',
    durationSeconds: 0,
  })
}

describe('a missed call', () => {
  test('is told to owner and agent, once, with what is known of it; to nobody else', async () => {
    clock = '2026-11-20T12:05:00.000Z'
    await bridge.write(
      page('ses_1', '2026-11-20T11:50:00.000Z', 'https://shop.example/?utm_source=google&utm_medium=cpc'),
    )
    await bridge.write(page('ses_1', '2026-11-20T11:52:00.000Z', 'https://shop.example/sash'))
    await bridge.write(lease('ses_1', '+442079460001', '2026-11-20T11:50:00.000Z'))
    await missedCall('CA_missed', '+442079460001', '2026-11-20T12:03:00.000Z')
    await told()
    expect(sent.map((mail) => mail.to).sort()).toEqual(['agent@example.com', 'owner@example.com'])

    const [mail] = to('owner@example.com')
    const read = await simpleParser(await messageOf(mail as Mail, 'desk@example.com'))
    expect(read.subject).toBe('Missed call: +44 7700 900123 · Paid Search (google)')
    for (const part of ['shop.example/sash', 'Fri 20 Nov, 12:03', `${origin}/enquiries/enq_CA_missed`]) {
      expect(read.text).toContain(part)
      expect(read.html).toContain(part)
    }
    const header = (name: string) => read.headerLines.find(({ key }) => key === name)?.line
    expect(header('list-unsubscribe')).toContain(
      `<${origin}/mail/unsubscribe?account=${account}&kind=enquiries`,
    )
    expect(header('list-unsubscribe-post')).toContain('List-Unsubscribe=One-Click')
    expect(mail?.tags).toMatchObject({ 'tieline-account': account })

    // A code quoted afterwards changes the row: it is the same call.
    await bridge.write({ fact: 'mark', account, contact: 'CA_missed', at: clock, by: 'api', tags: ['roof'] })
    await told()
    expect(sent).toHaveLength(2)
  })

  test('that was marked as spam meanwhile is told to nobody', async () => {
    clock = '2026-11-20T13:05:00.000Z'
    await bridge.write({ fact: 'mark', account, contact: 'CA_spam', at: clock, by: 'api', spam: true })
    await missedCall('CA_spam', '+442079460001', '2026-11-20T13:03:00.000Z')
    expect(await told()).toEqual([])
  })

  test('of yesterday, imported today, is told to nobody', async () => {
    clock = '2026-11-21T13:05:00.000Z'
    await missedCall('CA_old', '+442079460001', '2026-11-20T15:03:00.000Z')
    expect(await told()).toEqual([])
  })
})

describe('who wants what', () => {
  test('is for an owner to say, and holds from the next contact on', async () => {
    clock = '2026-11-21T14:05:00.000Z'
    const path = '/v1/members/mem_marketer/notifications'
    expect(await (await ask('GET', path)).json()).toEqual({
      enquiries: 'none',
      digest: true,
      alerts: true,
      channels: null,
      numbers: null,
    })
    const changed = await ask('PATCH', path, { enquiries: 'all', numbers: ['+442079460009'] })
    expect(await changed.json()).toMatchObject({ enquiries: 'all', digest: true, numbers: ['+442079460009'] })
    await missedCall('CA_other', '+442079460001', '2026-11-21T14:03:00.000Z')
    await missedCall('CA_theirs', '+442079460009', '2026-11-21T14:03:30.000Z')
    await told()
    expect(to('marketer@example.com').map(({ subject }) => subject)).toEqual([
      expect.stringContaining('Missed call: +44 7700 •••• 23'),
    ])
    expect(await (await ask('PATCH', path, { enquiries: 'none', numbers: null })).json()).toMatchObject({
      numbers: null,
    })
  })

  test.each([
    ['a member of nobody', 'GET', '/v1/members/mem_nobody/notifications', undefined, 404],
    ['a key, which is nobody', 'GET', '/v1/me/notifications', undefined, 404],
    [
      'a choice that there is not',
      'PATCH',
      '/v1/members/mem_owner/notifications',
      { enquiries: 'some' },
      422,
    ],
  ])('%s: refused', async (_label, method, path, body, status) => {
    expect((await ask(method, path, body)).status).toBe(status)
  })
})

describe('the way out', () => {
  async function linkOf(callSid: string, at: Instant): Promise<URL> {
    clock = addMinutes(at, 2)
    await missedCall(callSid, '+442079460001', at)
    await told()
    return new URL(to('agent@example.com')[0]?.unsubscribeUrl ?? '')
  }
  const enquiriesOfAgent = async () =>
    ((await (await ask('GET', '/v1/members/mem_agent/notifications')).json()) as { enquiries: string })
      .enquiries

  test('by opening the link nothing changes; by one click of the mail program it ends', async () => {
    const link = await linkOf('CA_out1', '2026-11-21T15:00:00.000Z')
    const opened = await outreach.app.request(link.href)
    expect(await opened.text()).toContain('Stop mails about enquiries')
    expect(await enquiriesOfAgent()).toBe('missed')

    const clicked = await outreach.app.request(link.href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(clicked.status).toBe(200)
    expect(await clicked.text()).toContain('You get no more of mails about enquiries.')
    expect(await enquiriesOfAgent()).toBe('none')

    // What was claimed before and is not sent yet is not sent any more; and nobody is told of the next call.
    sent.length = 0
    clock = '2026-11-21T15:12:00.000Z'
    await missedCall('CA_out2', '+442079460001', '2026-11-21T15:10:00.000Z')
    await told()
    expect(to('agent@example.com')).toEqual([])
    expect(to('owner@example.com')).toHaveLength(1)

    const saved = await outreach.app.request(`/mail/preferences${link.search}`, {
      method: 'POST',
      body: 'enquiries=missed',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await saved.text()).toContain('Your choice is saved.')
    expect(await enquiriesOfAgent()).toBe('missed')
  })

  test.each(['account', 'member', 'kind', 'signature'])(
    'a link whose %s was changed does nothing',
    async (name) => {
      const signed = '/mail/unsubscribe?account=acc_mails&kind=enquiries&member=mem_owner&signature='
      const link = new URL(
        signed + vault.hash(account, 'link', '["unsubscribe","mem_owner","enquiries"]'),
        origin,
      )
      expect((await outreach.app.request(link.href)).status).toBe(200)
      link.searchParams.set(name, name === 'kind' ? 'digest' : 'acc_other')
      expect((await outreach.app.request(link.href, { method: 'POST' })).status).toBe(403)
    },
  )
})

describe('an address', () => {
  const feedback = (eventType: string, more: unknown, tags: unknown = { 'tieline-account': [account] }) =>
    outreach.takeFeedback({
      Records: [{ Sns: { Message: JSON.stringify({ eventType, ...(more as object), mail: { tags } }) } }],
    } as never)
  const suppressed = async () =>
    (
      (await (await ask('GET', '/v1/suppressions')).json()) as {
        data: { id: string; email: string; reason: string }[]
      }
    ).data
  const recipients = [{ emailAddress: 'Owner <Owner@example.com>', diagnosticCode: 'smtp; 550 unknown' }]

  test.each([
    ['a full mailbox', 'Bounce', { bounce: { bounceType: 'Transient', bouncedRecipients: recipients } }],
    [
      '“not spam”',
      'Complaint',
      { complaint: { complainedRecipients: recipients, complaintFeedbackType: 'not-spam' } },
    ],
    [
      'a mail of somebody else’s',
      'Bounce',
      { bounce: { bounceType: 'Permanent', bouncedRecipients: recipients } },
    ],
  ])('%s suppresses nothing', async (label, eventType, more) => {
    await feedback(eventType, more, label.startsWith('a mail') ? {} : undefined)
    expect(await suppressed()).toEqual([])
  })

  test('that does not exist is written to no more, until an owner says otherwise', async () => {
    clock = '2026-11-21T16:05:00.000Z'
    await feedback('Bounce', { bounce: { bounceType: 'Permanent', bouncedRecipients: recipients } })
    const [entry] = await suppressed()
    expect(entry).toMatchObject({ email: 'Owner@example.com', reason: 'bounce', detail: 'smtp; 550 unknown' })
    expect(troubles).toEqual(['mail-suppressed: bounce'])

    await missedCall('CA_bounced', '+442079460001', '2026-11-21T16:03:00.000Z')
    await told()
    expect(to('owner@example.com')).toEqual([])
    expect(to('agent@example.com')).toHaveLength(1)
    expect(troubles).toContain('mail-suppressed: a bounce or a complaint')

    expect((await ask('DELETE', `/v1/suppressions/${entry?.id}`)).status).toBe(204)
    expect((await ask('DELETE', `/v1/suppressions/${entry?.id}`)).status).toBe(404)
    expect(await suppressed()).toEqual([])
  })

  test('whose reader called a mail spam likewise', async () => {
    await feedback('Complaint', { complaint: { complainedRecipients: recipients } })
    const [entry] = await suppressed()
    expect(entry).toMatchObject({ reason: 'complaint' })
    await ask('DELETE', `/v1/suppressions/${entry?.id}`)
  })
})

describe('the weekly report', () => {
  test('has the figures of the sources report, and its table attached to the letter', async () => {
    await createOutreachAccountStore(tables.ledger).note(account, clock)
    clock = '2026-11-23T07:59:00.000Z'
    expect(await outreach.announceDigests()).toBe(0)
    clock = '2026-11-23T08:00:00.000Z'
    expect(await outreach.announceDigests()).toBe(2)
    expect(await outreach.announceDigests()).toBe(0)
    await outreach.sendDue()
    expect(sent.map((mail) => mail.to).sort()).toEqual(['marketer@example.com', 'owner@example.com'])

    const path = '/v1/reports/sources?from=2026-11-16&to=2026-11-22&compare=previous'
    const report = await bridge.get(account, path, sourcesReportSchema)
    const [mail] = to('owner@example.com')
    const { totals, rows } = report
    expect(totals.missedCalls).toBeGreaterThan(5)
    expect(mail?.text).toMatch(new RegExp(`Enquiries +${totals.enquiries} +\\+${totals.enquiries} on 0`))
    expect(mail?.text).toMatch(new RegExp(`Missed calls +${totals.missedCalls} `))
    for (const { key, enquiries, missedCalls } of rows.filter((row) => row.enquiries > 0)) {
      const name = key === '(unknown)' ? 'Not known' : key
      expect(mail?.text).toMatch(new RegExp(`${name} +${enquiries} +\\+${enquiries} +${missedCalls} `))
    }

    const app = composeAttribution(tables, { TIELINE_MASTER_KEY: testMasterKey }).app
    const csv = await app.request(`${path}&format=csv`, {
      headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
    })
    expect(mail?.attachments).toEqual([
      {
        filename: 'sources-2026-11-16-2026-11-22.csv',
        contentType: 'text/csv; charset=utf-8',
        content: await csv.text(),
      },
    ])
    expect(mail?.unsubscribeUrl).toContain('kind=digest')
  })

  test('is sent for trying as often as one likes', async () => {
    expect(await outreach.announceTrial(account)).toBe(2)
    clock = addSeconds(clock, 1)
    expect(await outreach.announceTrial(account)).toBe(2)
    await outreach.sendDue()
    expect(sent).toHaveLength(4)
  })

  test('comes neither late nor to an account where nothing happened', async () => {
    const quiet = 'acc_quiet'
    await bridge.createAccount(testAccount(quiet))
    await addPeople(tables.ledger, quiet, 'owner')
    await createOutreachAccountStore(tables.ledger).note(quiet, clock)
    clock = '2026-11-30T09:00:00.000Z'
    await outreach.announceDigests()
    await outreach.sendDue()
    expect(sent.filter(({ tags }) => tags?.['tieline-account'] === quiet)).toEqual([])
    clock = '2026-12-02T09:00:00.000Z'
    expect(await outreach.announceDigests()).toBe(0)
  })
})
