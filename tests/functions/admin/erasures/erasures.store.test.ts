import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import type { CallFact, Fact } from '../../../../shared/domain/fact.ts'
import { addMinutes } from '../../../../shared/domain/time.ts'
import { createCallStore } from '../../../../shared/store/call-store.ts'
import { createDeliveryStore } from '../../../../shared/store/delivery-store.ts'
import { createTextFactStore } from '../../../../shared/store/text-fact-store.ts'
import { testKeys } from '../../../support/bridge.ts'
import { openLane } from './lane.ts'
import { noteOn, people, vault } from './people.ts'

let lane: Awaited<ReturnType<typeof openLane>>
beforeAll(async () => {
  lane = await openLane()
}, 120_000)
afterAll(() => lane.close())

const number = '+442079460001'
const { phone, email, name } = people.a as (typeof people)[string]
const startedAt = '2026-11-20T10:00:00.000Z'
const period = 'from=2026-10-01&to=2026-12-31'
const anything = z.looseObject({})

/** A visit with a form, two calls (one with a message left), a note and a text, all of one person. */
function storyOf(account: string): Fact[] {
  const caller = vault.hash(account, 'phone', phone)
  const sealedCaller = vault.seal(account, phone)
  const call = { account, callSid: 'CA1', number, caller, sealedCaller, numberId: 'num_1' }
  const visit = { account, session: 'ses_1', visitor: 'vis_1' }
  const voicemail = { ...call, recordingSid: 'RE1' }
  return [
    {
      ...visit,
      fact: 'page',
      at: '2026-11-20T09:00:00.000Z',
      url: 'https://shop.example/?utm_source=bing&utm_medium=cpc',
    },
    {
      ...visit,
      fact: 'form',
      at: '2026-11-20T09:10:00.000Z',
      formId: 'frm_1',
      phone: caller,
      email: vault.hash(account, 'email', email),
      sealed: vault.seal(account, JSON.stringify({ name, phone, email })),
      heard: `my friend ${name}`,
    },
    { ...call, fact: 'voice', at: startedAt },
    {
      ...call,
      fact: 'status',
      at: addMinutes(startedAt, 2),
      sequence: 1,
      status: 'completed',
      durationSeconds: 60,
    },
    {
      ...voicemail,
      fact: 'recording',
      kind: 'voicemail',
      status: 'completed',
      durationSeconds: 9,
      at: addMinutes(startedAt, 2),
    },
    {
      ...voicemail,
      fact: 'transcription',
      status: 'completed',
      sealedText: vault.seal(account, `${name} here`),
      at: addMinutes(startedAt, 3),
    },
    { ...call, callSid: 'CA2', fact: 'voice', at: addMinutes(startedAt, 60) },
    noteOn(account, 'CA2', 'a', addMinutes(startedAt, 70)),
  ]
}

async function live(account: string) {
  await lane.openAccount(account)
  lane.twilio.sounds.set('RE1', Buffer.from('sound'))
  for (const fact of storyOf(account)) await lane.bridge.write(fact)
  await createTextFactStore(lane.tables.ledger).record({
    fact: 'text',
    account,
    messageSid: 'SM1',
    at: addMinutes(startedAt, 90),
    number,
    sender: vault.hash(account, 'phone', phone),
    sealedSender: vault.seal(account, phone),
    sealedBody: vault.seal(account, `${name}, please call`),
  })
  await createDeliveryStore(lane.tables.ledger, vault).add(
    {
      account,
      name: 'told to a webhook',
      target: { kind: 'webhook', id: 'whk_1' },
      about: { event: 'evt_1', type: 'enquiry.opened', enquiry: 'enq_frm_1' },
      body: JSON.stringify({ contact: { name, phone, email } }),
    },
    startedAt,
  )
  await lane.bridge.settled()
  expect(lane.bridge.failures).toEqual([])
}

const totalsOf = (account: string) =>
  lane.bridge.get(account, `/v1/reports/sources?${period}&model=all&groupBy=channel`, anything)
const traces = (account: string) =>
  lane.tracesOf(account, [
    phone,
    email,
    name,
    vault.hash(account, 'phone', phone),
    vault.hash(account, 'email', email),
  ])

describe('a person who asks to be erased', () => {
  it('is told in full what is held, is erased by any of their names, and leaves the counts', async () => {
    const account = 'acc_story'
    await live(account)
    const before = await totalsOf(account)

    const told = await lane.ask(account, 'POST', '/v1/exports', { phone })
    expect(told.status).toBe(201)
    for (const held of [phone, email, name, 'please call', 'wants', 'RE1', 'ses_1', 'CA2']) {
      expect(told.text, held).toContain(held)
    }

    const erased = await lane.ask(account, 'POST', '/v1/erasures', { email })
    expect(erased.status, erased.text).toBe(201)
    expect(erased.json).toMatchObject({
      state: 'erasing',
      by: 'email',
      found: { contacts: 4, calls: 2, texts: 1, forms: 1, visitors: 1, recordings: 1 },
    })
    expect(lane.twilio.sounds.has('RE1')).toBe(false)
    await lane.bridge.settled()
    lane.clock.minutesLater += 20
    await lane.sweep()
    await lane.bridge.settled()

    expect(await traces(account)).toEqual([])
    expect(await totalsOf(account)).toEqual(before)
    const done = await lane.ask(account, 'GET', `/v1/erasures/${erased.json.id}`)
    expect(done.json).toMatchObject({ state: 'erased', found: { contacts: 4 } })
    const empty = await lane.ask(account, 'POST', '/v1/exports', { phone })
    expect(empty.json).toMatchObject({ contacts: [], visitors: [] })
    const calls = await lane.bridge.get(account, '/v1/calls', anything)
    expect(calls.data).toMatchObject([{ from: null, note: null }, { from: null }])
    const again = await lane.ask(account, 'POST', '/v1/erasures', { email })
    expect(again.json.found.contacts).toBe(0)
    const list = await lane.ask(account, 'GET', '/v1/erasures')
    expect(list.json.data).toHaveLength(2)
    const log = await lane.ask(account, 'GET', '/v1/audit-log')
    expect(log.json.data.map(({ action }: { action: string }) => action)).toEqual([
      'person-erased',
      'person-exported',
      'person-erased',
      'person-exported',
    ])
    expect(log.text).not.toContain(phone)
  })

  it('does not come back by a callback that comes late, and is somebody new when they call again', async () => {
    const account = 'acc_late'
    await live(account)
    await lane.ask(account, 'POST', '/v1/erasures', { phone })
    await lane.bridge.settled()
    const caller = vault.hash(account, 'phone', phone)
    const late = { account, callSid: 'CA1', number, caller, sealedCaller: vault.seal(account, phone) }
    const calls = createCallStore(lane.tables.ledger)
    const facts: CallFact[] = [
      // Delivered once more, and what had not come before.
      { ...late, fact: 'voice', at: startedAt },
      { ...late, fact: 'status', at: addMinutes(startedAt, 3), sequence: 9, status: 'completed' },
      {
        ...late,
        fact: 'recording',
        recordingSid: 'RE9',
        kind: 'voicemail',
        status: 'completed',
        at: addMinutes(startedAt, 4),
      },
      {
        ...late,
        fact: 'transcription',
        recordingSid: 'RE9',
        status: 'completed',
        sealedText: vault.seal(account, name),
        at: addMinutes(startedAt, 5),
      },
    ]
    for (const fact of facts) await calls.record(fact)
    await lane.bridge.settled()
    // The erasure itself remembers whom it is about until its last look.
    expect((await traces(account)).filter((each) => !each.includes('#erasures'))).toEqual([])

    const again = addMinutes(lane.now(), 30)
    await calls.record({ ...late, callSid: 'CA3', numberId: 'num_1', fact: 'voice', at: again })
    await lane.bridge.settled()
    const { data } = (await lane.bridge.get(account, '/v1/enquiries', anything)) as {
      data: { person: string; contacts: { id: string }[] }[]
    }
    const newest = data.find(({ contacts }) => contacts.some(({ id }) => id === 'CA3'))
    expect(newest?.contacts).toHaveLength(1)
    expect(data.filter(({ person }) => person === newest?.person)).toHaveLength(1)
  })

  it('is a browser with another name at its next visit', async () => {
    const account = 'acc_browser'
    await live(account)
    await lane.ask(account, 'POST', '/v1/erasures', { phone })
    const visit = async (visitorId: string) => {
      const response = await lane.sessions.request('/v1/collect', {
        method: 'POST',
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
        body: JSON.stringify({
          key: testKeys(account).siteKey,
          type: 'page',
          url: 'https://shop.example/',
          visitorId,
        }),
      })
      return ((await response.json()) as { visitorId: string }).visitorId
    }
    expect(await visit('vis_1')).not.toBe('vis_1')
    expect(await visit('vis_2')).toBe('vis_2')
  })

  it('is no business of another account’s', async () => {
    await live('acc_owner')
    await lane.openAccount('acc_other')
    const erased = await lane.ask('acc_owner', 'POST', '/v1/erasures', { contact: 'nothing' })
    expect((await lane.ask('acc_other', 'GET', `/v1/erasures/${erased.json.id}`)).status).toBe(404)
    for (const body of [{ phone }, { contact: 'CA1' }, { enquiryId: 'enq_frm_1' }, { visitorId: 'vis_1' }]) {
      expect((await lane.ask('acc_other', 'POST', '/v1/exports', body)).json.contacts).toEqual([])
      expect((await lane.ask('acc_other', 'POST', '/v1/erasures', body)).json.found.contacts).toBe(0)
    }
    expect((await lane.ask('acc_owner', 'POST', '/v1/exports', { phone })).json.contacts).toHaveLength(4)
  })
})

describe('an account that keeps people’s data for a time', () => {
  it('loses what is older, keeps what ties it to newer contacts, and counts as before', async () => {
    const account = 'acc_retention'
    await live(account)
    const caller = vault.hash(account, 'phone', phone)
    const recently = addMinutes(lane.now(), -60)
    const call = { account, callSid: 'CA8', number, caller, sealedCaller: vault.seal(account, phone) }
    await lane.bridge.write({ ...call, fact: 'voice', at: recently, numberId: 'num_1' })
    await lane.bridge.settled()
    const before = await totalsOf(account)
    const days = Math.ceil((Date.parse(lane.now()) - Date.parse('2026-11-22T00:00:00.000Z')) / 86_400_000)
    const changed = await lane.ask(account, 'PATCH', '/v1/account', { personalDataDays: days })
    expect(changed.json.personalDataDays).toBe(days)

    await lane.sweep()
    await lane.bridge.settled()
    expect(await totalsOf(account)).toEqual(before)
    expect(await lane.tracesOf(account, [email, name])).toEqual([])
    expect((await lane.ask(account, 'POST', '/v1/exports', { contact: 'CA8' })).text).toContain(phone)

    lane.clock.minutesLater += (days + 1) * 24 * 60
    await lane.sweep()
    await lane.bridge.settled()
    expect(await totalsOf(account)).toEqual(before)
    expect(await traces(account)).toEqual([])
    expect((await lane.sweep()).outdated).toBe(0)
  })
})
