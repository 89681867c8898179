import type { Hono } from 'hono'
import { handle, type LambdaEvent } from 'hono/aws-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose } from '../../../functions/admin/compose.ts'
import {
  callSchema,
  enquiryList,
  enquirySchema,
  revisionList,
  sourcesReportSchema,
} from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import type { AnswerBody } from './bridge.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let admin: Hono
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  admin = compose(
    tables,
    {
      TIELINE_MASTER_KEY: testMasterKey,
      TIELINE_OPERATOR_KEY_SHA256: '',
      PUBLIC_BASE_URL: 'https://calls.example.com',
      TWILIO_ACCOUNT_SID: 'AC',
      TWILIO_AUTH_TOKEN: 'x',
    },
    { newAccountOrigins: ['*'], pending: async () => 0, openApiDocument: async () => '{}' },
  )
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
  expect(bridge.failures).toEqual([])
})

const number = '+442079460001'
const vanNumber = '+442079460002'
const caller = '+447700900123'
const vault = createVault(testMasterKey)
const paid = 'https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=sash&gclid=Cj0KCQ'
const mail = 'https://shop.example/?utm_source=newsletter&utm_medium=email&utm_campaign=may'

/** A new account with what happened there, and the ways to say something of it and to look at it. */
async function business(name: string, factsOf: (account: string) => readonly Fact[]) {
  const account = `acc_said_${name}`
  await bridge.createAccount(testAccount(account))
  for (const fact of factsOf(account)) await bridge.write(fact)
  await bridge.settled()
  const headers = { authorization: `Bearer ${testKeys(account).secretKey}` }
  return {
    account,
    /** Sends, and waits until the views show what it led to. */
    async say(method: 'POST' | 'PATCH', path: string, body?: unknown) {
      const response = await admin.request(path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const json = (await response.json()) as AnswerBody
      await bridge.settled()
      return { status: response.status, json }
    },
    enquiry: (id: string) => bridge.get(account, `/v1/enquiries/${encodeURIComponent(id)}`, enquirySchema),
    enquiries: async () => (await bridge.get(account, '/v1/enquiries', enquiryList)).data,
    revisions: async (id: string) =>
      (await bridge.get(account, `/v1/enquiries/${encodeURIComponent(id)}/revisions`, revisionList)).data,
    call: (callSid: string) => bridge.get(account, `/v1/calls/${callSid}`, callSchema),
    report: (groupBy = 'channel', model = 'last') =>
      bridge.get(
        account,
        `/v1/reports/sources?from=2026-10-01&to=2026-11-30&groupBy=${groupBy}&model=${model}`,
        sourcesReportSchema,
      ),
    async facts(): Promise<Fact[]> {
      const found: Fact[] = []
      for await (const page of tables.ledger.scan()) {
        for (const item of page) {
          if (item.pk.startsWith(`${account}#contact#`)) found.push(item as unknown as Fact)
        }
      }
      return found
    },
  }
}

type Business = Awaited<ReturnType<typeof business>>

const visit = (account: string, session: string, visitor: string, at: string, url = paid): Fact[] => {
  const until = new Date(Date.parse(at) + 30 * 60_000).toISOString()
  const base = { account, session, visitor }
  return [
    { fact: 'page', ...base, at, url },
    { fact: 'lease', ...base, number, from: at, until, freeAt: until, shared: false },
  ]
}
const call = (
  account: string,
  callSid: string,
  at: string,
  more: Partial<Extract<Fact, { fact: 'voice' }>> = {},
): Fact => ({
  fact: 'voice',
  account,
  callSid,
  number,
  at,
  numberId: 'num_1',
  caller: vault.hash(account, 'phone', caller),
  sealedCaller: vault.seal(account, caller),
  ...more,
})
const van = { number: vanNumber, source: { source: 'van', medium: 'vehicle' } } as const
const form = (account: string, formId: string, session: string, visitor: string, at: string): Fact => ({
  fact: 'form',
  account,
  session,
  visitor,
  at,
  formId,
  phone: vault.hash(account, 'phone', caller),
})

const evidencePath = (enquiry: string, evidence: string | undefined, verb: 'revoke' | 'restore') =>
  `/v1/enquiries/${enquiry}/evidence/${encodeURIComponent(String(evidence))}/${verb}`
const errorPaths = ({ json }: { json: AnswerBody }) => json.errors.map(({ path }) => path)

describe('evidence', () => {
  test('a revoked lease takes its source away in a new revision; restored, it brings the earlier answer', async () => {
    const shop = await business('lease', (account) => [
      ...visit(account, 'ses_1', 'vis_1', '2026-11-02T10:00:00.000Z'),
      call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
    ])
    const before = await shop.enquiry('enq_CA1')
    const reportBefore = await shop.report()
    const lease = before.evidence[0]?.id as string
    expect([before.source?.channel, lease]).toEqual([
      'Paid Search',
      'evd_CA1~lease~ses_1@2026-11-02T10:00:00.000Z',
    ])

    const revoked = await shop.say('POST', evidencePath('enq_CA1', lease, 'revoke'), { reason: 'a guess' })
    expect(revoked).toEqual({
      status: 200,
      json: {
        enquiryId: 'enq_CA1',
        evidenceId: lease,
        contact: 'CA1',
        state: 'revoked',
        at: expect.stringMatching(/^20.*Z$/),
        reason: 'a guess',
      },
    })
    expect(await shop.enquiry('enq_CA1')).toMatchObject({
      source: null,
      evidence: [],
      revokedEvidence: [{ id: lease }],
      revision: 2,
    })
    expect((await shop.report()).rows).toMatchObject([
      { key: '(unknown)', enquiries: 1, calls: 1 },
      { key: 'Paid Search', enquiries: 0, sessions: 1 },
    ])
    // Said again, even with another reason, it stays as it was first said.
    expect(await shop.say('POST', evidencePath('enq_CA1', lease, 'revoke'), { reason: 'sure' })).toEqual(
      revoked,
    )

    const restored = await shop.say('POST', evidencePath('enq_CA1', lease, 'restore'))
    expect(restored).toMatchObject({ status: 200, json: { state: 'standing' } })
    expect(restored.json).not.toHaveProperty('reason')
    expect(await shop.enquiry('enq_CA1')).toEqual({ ...before, revision: 3 })
    expect(await shop.report()).toEqual(reportBefore)
    expect((await shop.revisions('enq_CA1')).map(({ source }) => source?.channel ?? null)).toEqual([
      'Paid Search',
      null,
      'Paid Search',
    ])
    expect(await shop.facts()).toHaveLength(2)
  })

  test('what held two contacts together can be restored where it was revoked, though they have come apart', async () => {
    const shop = await business('apart', (account) => [
      ...visit(account, 'ses_1', 'vis_1', '2026-11-02T10:00:00.000Z'),
      { ...form(account, 'frm_1', 'ses_1', 'vis_1', '2026-11-02T10:02:00.000Z'), phone: undefined } as Fact,
      call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
    ])
    const before = await shop.enquiries()
    expect(before.map(({ id, contacts }) => [id, contacts.length])).toEqual([['enq_frm_1', 2]])
    const lease = 'evd_CA1~lease~ses_1@2026-11-02T10:00:00.000Z'

    expect((await shop.say('POST', evidencePath('enq_frm_1', lease, 'revoke'))).status).toBe(200)
    expect((await shop.enquiries()).map(({ id }) => id).sort()).toEqual(['enq_CA1', 'enq_frm_1'])
    // Again, as a retry would: it is the call's own enquiry's by now, and still revoked from here.
    expect((await shop.say('POST', evidencePath('enq_frm_1', lease, 'revoke'))).json).toMatchObject({
      state: 'revoked',
      contact: 'CA1',
    })
    expect((await shop.say('POST', evidencePath('enq_frm_1', lease, 'restore'))).status).toBe(200)
    const [only, ...others] = await shop.enquiries()
    expect(others).toEqual([])
    expect(only?.contacts).toEqual(before[0]?.contacts)
    // Once it stands and is another's, it is not this enquiry's to revoke.
    await shop.say('POST', '/v1/enquiries/enq_frm_1/split', { contacts: ['CA1'] })
    expect((await shop.say('POST', evidencePath('enq_frm_1', lease, 'revoke'))).status).toBe(404)
    expect((await shop.say('POST', evidencePath('enq_CA1', lease, 'revoke'))).status).toBe(200)
  })

  test.each([
    ['a plain id', 'ses_1'],
    ['spaces, slashes, a percent sign', 'visit 7/8 100% #1?'],
    ['what is no ASCII', 'Besuch № 7 · grün'],
  ])('a session’s id with %s survives the address', async (label, session) => {
    const shop = await business(`address_${label.length}`, (account) => [
      ...visit(account, session, 'vis_1', '2026-11-02T10:00:00.000Z'),
      call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
    ])
    const id = (await shop.enquiry('enq_CA1')).evidence[0]?.id as string
    expect(id).toContain(session)
    expect((await shop.say('POST', evidencePath('enq_CA1', id, 'revoke'))).status).toBe(200)
    expect((await shop.enquiry('enq_CA1')).revokedEvidence.map((each) => each.id)).toEqual([id])
  })

  test.each([
    ['as it was sent', encodeURIComponent],
    ['decoded, as far as an address allows', (id: string) => id],
  ])('is found where API Gateway hands the path over %s', async (label, written) => {
    const session = 'ses+1'
    const shop = await business(`gateway_${label.length}`, (account) => [
      ...visit(account, session, 'vis_1', '2026-11-02T10:00:00.000Z'),
      call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
    ])
    const id = `evd_CA1~lease~${session}@2026-11-02T10:00:00.000Z`
    const path = `/v1/enquiries/enq_CA1/evidence/${written(id)}/revoke`
    const event = {
      version: '2.0',
      routeKey: 'POST /v1/enquiries/{proxy+}',
      rawPath: path,
      rawQueryString: '',
      headers: { authorization: `Bearer ${testKeys(shop.account).secretKey}` },
      requestContext: { domainName: 'api.example', http: { method: 'POST', path } },
      isBase64Encoded: false,
    } as unknown as LambdaEvent
    const { statusCode, body } = await handle(admin)(event)
    expect([statusCode, JSON.parse(body).state]).toEqual([200, 'revoked'])
  })

  test('of a merged enquiry is found by the merged id, too', async () => {
    const shop = await business('merged', (account) => [
      call(account, 'CA1', '2026-11-02T10:05:00.000Z', van),
      call(account, 'CA2', '2026-11-03T10:05:00.000Z', van),
    ])
    const id = `evd_CA2~source-number~${vanNumber}`
    const { json } = await shop.say('POST', evidencePath('enq_CA2', id, 'revoke'))
    expect(json).toMatchObject({ enquiryId: 'enq_CA1', contact: 'CA2', state: 'revoked' })
    expect((await shop.enquiry('enq_CA1')).revokedEvidence).toMatchObject([{ id }])
  })

  test('is revoked through its own enquiry alone', async () => {
    const shop = await business('own', (account) => [
      call(account, 'CA1', '2026-11-02T10:05:00.000Z', van),
      call(account, 'CA2', '2026-11-02T10:05:00.000Z', { ...van, caller: 'another' }),
    ])
    const others = `evd_CA2~source-number~${vanNumber}`
    for (const id of [others, 'evd_CA1~lease~ses_9@2026-11-02T10:00:00.000Z', 'evd_', 'x']) {
      const { status, json } = await shop.say('POST', evidencePath('enq_CA1', id, 'revoke'))
      expect([status, json.code], id).toEqual([404, 'not_found'])
    }
    expect(await shop.facts()).toEqual([])
  })
})

describe('a wrong join', () => {
  const household = (account: string): Fact[] => [
    ...visit(account, 'ses_1', 'vis_1', '2026-11-02T10:00:00.000Z'),
    call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
    ...visit(account, 'ses_2', 'vis_2', '2026-11-04T10:00:00.000Z', mail),
    call(account, 'CA2', '2026-11-04T10:05:00.000Z'),
    call(account, 'CA3', '2026-11-05T10:05:00.000Z'),
  ]

  test('by a shared phone is split and rejoined, with exact totals throughout', async () => {
    const shop = await business('household', household)
    const before = await shop.enquiries()
    const reportBefore = await shop.report()
    expect(before.map(({ id, contacts }) => [id, contacts.length])).toEqual([['enq_CA1', 3]])
    expect(reportBefore.totals).toMatchObject({ enquiries: 1, calls: 3, firstTimeCalls: 1 })

    const split = await shop.say('POST', '/v1/enquiries/enq_CA1/split', { contacts: ['CA3', 'CA2', 'CA3'] })
    expect(split).toEqual({
      status: 200,
      json: { enquiryId: 'enq_CA1', apart: expect.stringMatching(/^apart_/), contacts: ['CA3', 'CA2'] },
    })
    const apart = await shop.enquiries()
    expect(
      apart.map(({ id, contacts, source }) => [id, contacts.map((each) => each.id), source?.channel]),
    ).toEqual([
      ['enq_CA2', ['CA2', 'CA3'], 'Email'],
      ['enq_CA1', ['CA1'], 'Paid Search'],
    ])
    expect(new Set(apart.map(({ person }) => person)).size).toBe(2)
    const { rows, totals } = await shop.report()
    expect(rows).toMatchObject([
      { key: 'Email', enquiriesMicros: 1_000_000, calls: 2, firstTimeCalls: 1 },
      { key: 'Paid Search', enquiriesMicros: 1_000_000, calls: 1, firstTimeCalls: 1 },
    ])
    expect(totals).toMatchObject({ enquiries: 2, enquiriesMicros: 2_000_000, calls: 3, firstTimeCalls: 2 })
    // A retry is the same split, in whatever order it names them.
    expect(
      (await shop.say('POST', '/v1/enquiries/enq_CA1/split', { contacts: ['CA2', 'CA3'] })).json.apart,
    ).toBe(split.json.apart)
    expect(await shop.facts()).toHaveLength(2)

    const rejoined = await shop.say('POST', '/v1/enquiries/enq_CA1/rejoin', { contacts: ['CA2', 'CA3'] })
    expect(rejoined).toEqual({
      status: 200,
      json: { enquiryId: 'enq_CA1', apart: null, contacts: ['CA2', 'CA3'] },
    })
    const after = await shop.enquiries()
    expect(after).toEqual(before.map((enquiry) => ({ ...enquiry, revision: expect.any(Number) })))
    expect(await shop.report()).toEqual(reportBefore)
  })

  test('a contact of the person’s later enquiry can be split off through the first one', async () => {
    const shop = await business('later', (account) => [
      call(account, 'CA1', '2026-10-01T10:05:00.000Z', van),
      call(account, 'CA2', '2026-11-20T10:05:00.000Z', van),
    ])
    expect((await shop.enquiries()).map(({ person }) => person)).toEqual(['per_CA1', 'per_CA1'])
    expect((await shop.say('POST', '/v1/enquiries/enq_CA1/split', { contacts: ['CA2'] })).status).toBe(200)
    expect((await shop.enquiries()).map(({ person }) => person)).toEqual(['per_CA2', 'per_CA1'])
    expect((await shop.report()).totals).toMatchObject({ enquiries: 2, firstTimeCalls: 2 })
  })

  describe('is left as it is', () => {
    let shop: Business
    beforeAll(async () => {
      shop = await business('refused', (account) => [
        ...household(account),
        call(account, 'CA9', '2026-11-04T10:05:00.000Z', { ...van, caller: 'a stranger' }),
      ])
    })

    test.each([
      ['with nobody to stay', 'split', ['CA1', 'CA2', 'CA3'], ['contacts']],
      ['with nobody to go', 'split', [], ['contacts']],
      ['with a stranger', 'split', ['CA2', 'CA9'], ['contacts.1']],
      ['with somebody unknown', 'split', ['CA_unknown'], ['contacts.0']],
      ['rejoined with what nobody knows', 'rejoin', ['CA2', 'nobody'], ['contacts.1']],
    ])('%s', async (_label, verb, contacts, paths) => {
      const answer = await shop.say('POST', `/v1/enquiries/enq_CA1/${verb}`, { contacts })
      expect([answer.status, answer.json.code, errorPaths(answer)]).toEqual([422, 'invalid_body', paths])
      expect(await shop.facts()).toEqual([])
    })
  })
})

describe('outcomes', () => {
  const won = (account: string): Fact[] => [
    ...visit(account, 'ses_1', 'vis_1', '2026-11-02T10:00:00.000Z'),
    call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
  ]

  test('an enquiry’s value is the one last stated, in the report of its source, and nothing once it is lost', async () => {
    const shop = await business('value', won)
    const first = await shop.say('POST', '/v1/outcomes', {
      enquiryId: 'enq_CA1',
      stage: ' Opportunity ',
      value: 50_000,
    })
    expect(first).toEqual({
      status: 201,
      json: {
        id: expect.stringMatching(/^out_/),
        contact: 'CA1',
        enquiryId: 'enq_CA1',
        stage: 'opportunity',
        value: { amount: 50_000, currency: 'GBP' },
        at: expect.any(String),
      },
    })
    const sale = { callSid: 'CA1', stage: 'won', value: { amount: 48_000, currency: 'GBP' } }
    const second = await shop.say('POST', '/v1/outcomes', sale)
    expect(await shop.enquiry('enq_CA1')).toMatchObject({
      value: { amount: 48_000, currency: 'GBP' },
      outcomes: [{ stage: 'opportunity' }, { stage: 'won', valueMinorUnits: 48_000 }],
    })
    expect((await shop.report()).rows).toMatchObject([{ key: 'Paid Search', value: 48_000 }])
    // The same said again is the same outcome.
    expect(await shop.say('POST', '/v1/outcomes', sale)).toEqual(second)
    expect(await shop.facts()).toHaveLength(2)

    await shop.say('POST', '/v1/outcomes', { contact: 'CA1', stage: 'Lost' })
    expect((await shop.report()).totals).toMatchObject({ enquiries: 1, value: 0 })
    expect((await shop.enquiry('enq_CA1')).outcomes.map(({ stage }) => stage)).toEqual([
      'opportunity',
      'won',
      'lost',
    ])
  })

  test('one with a time of its own is known by its content, in any time zone', async () => {
    const shop = await business('dated', won)
    const one = await shop.say('POST', '/v1/outcomes', {
      callSid: 'CA1',
      stage: 'survey booked',
      at: '2026-11-03T09:00:00+01:00',
    })
    const same = await shop.say('POST', '/v1/outcomes', {
      contact: 'CA1',
      stage: 'survey booked',
      at: '2026-11-03T08:00:00Z',
    })
    expect(one.json).toMatchObject({ at: '2026-11-03T08:00:00.000Z', value: null, stage: 'survey booked' })
    expect(same).toEqual(one)
    expect(await shop.facts()).toHaveLength(1)
  })

  test('of a contact that comes later is there when it comes', async () => {
    const shop = await business('early', () => [])
    const early = await shop.say('POST', '/v1/outcomes', { contact: 'CA1', stage: 'won', value: 700 })
    expect(early).toMatchObject({ status: 201, json: { contact: 'CA1', enquiryId: null } })
    for (const fact of won(shop.account)) await bridge.write(fact)
    await bridge.settled()
    expect((await shop.report()).rows).toMatchObject([{ key: 'Paid Search', value: 700, enquiries: 1 }])
  })

  test('the first opportunity is what the W-shaped model looks for', async () => {
    const shop = await business('w', (account) => [
      ...visit(account, 'ses_1', 'vis_1', '2026-11-01T10:00:00.000Z', mail),
      ...visit(account, 'ses_2', 'vis_1', '2026-11-02T09:00:00.000Z'),
      ...visit(account, 'ses_3', 'vis_1', '2026-11-02T10:00:00.000Z', 'https://shop.example/'),
      call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
    ])
    const before = (await shop.enquiry('enq_CA1')).credits
    expect(before.wShaped).toEqual(before.position)
    await shop.say('POST', '/v1/outcomes', {
      enquiryId: 'enq_CA1',
      stage: 'opportunity',
      at: '2026-11-02T09:30:00Z',
    })
    const after = (await shop.enquiry('enq_CA1')).credits
    expect(after).toEqual({ ...before, wShaped: expect.any(Array) })
    expect(after.wShaped).not.toEqual(before.wShaped)
    const sum = (await shop.report('channel', 'wShaped')).rows.reduce(
      (total, { enquiriesMicros }) => total + enquiriesMicros,
      0,
    )
    expect(sum).toBe(1_000_000)
  })

  let shop: Business
  beforeAll(async () => {
    shop = await business('refused_outcomes', () => [])
  })
  test.each([
    ['nobody to be of', { stage: 'won' }, 'invalid_body', ['']],
    ['two to be of', { stage: 'won', callSid: 'CA1', contact: 'CA1' }, 'invalid_body', ['']],
    ['no stage', { callSid: 'CA1', stage: '  ' }, 'invalid_body', ['stage']],
    ['a stage of a page', { callSid: 'CA1', stage: 'x'.repeat(65) }, 'invalid_body', ['stage']],
    ['half a penny', { callSid: 'CA1', stage: 'won', value: 0.5 }, 'invalid_body', ['value']],
    ['a far future', { callSid: 'CA1', stage: 'won', at: '2099-01-01T00:00:00Z' }, 'invalid_body', ['at']],
    ['a day without its time', { callSid: 'CA1', stage: 'won', at: '2026-11-02' }, 'invalid_body', ['at']],
    [
      'money of another currency, which nobody here can convert',
      { callSid: 'CA1', stage: 'won', value: { amount: 1, currency: 'EUR' } },
      'currency_mismatch',
      ['value.currency'],
    ],
  ])('with %s is refused', async (_label, body, code, paths) => {
    const answer = await shop.say('POST', '/v1/outcomes', body)
    expect([answer.status, answer.json.code, errorPaths(answer)]).toEqual([422, code, paths])
    expect(await shop.facts()).toEqual([])
  })
})

describe('marks on a call', () => {
  test('spam leaves every count and stays visible, until it is none', async () => {
    const shop = await business('spam', (account) => [
      ...visit(account, 'ses_1', 'vis_1', '2026-11-02T10:00:00.000Z'),
      call(account, 'CA1', '2026-11-02T10:05:00.000Z'),
      call(account, 'CA2', '2026-11-02T11:05:00.000Z', { ...van, caller: 'another' }),
    ])
    const before = await shop.report()
    expect(before.totals).toMatchObject({ enquiries: 2, calls: 2, firstTimeCalls: 2 })
    expect((await shop.say('PATCH', '/v1/calls/CA1', { spam: true })).json.spam).toBe(true)
    const { rows, totals } = await shop.report()
    expect(totals).toMatchObject({ enquiries: 1, enquiriesMicros: 1_000_000, calls: 1, firstTimeCalls: 1 })
    expect(rows.find(({ key }) => key === 'Paid Search')).toMatchObject({
      enquiries: 0,
      calls: 0,
      sessions: 1,
    })
    expect(await shop.enquiry('enq_CA1')).toMatchObject({
      excluded: 'spam',
      source: { channel: 'Paid Search' },
    })
    expect((await shop.enquiries()).map(({ id }) => id)).toEqual(['enq_CA2', 'enq_CA1'])
    expect((await shop.call('CA1')).spam).toBe(true)
    await shop.say('PATCH', '/v1/calls/CA1', { spam: false })
    expect(await shop.report()).toEqual(before)
  })

  test('answers the whole call as GET shows it, at once, with tags tidied and the note readable', async () => {
    const shop = await business('tags', (account) => [call(account, 'CA1', '2026-11-02T10:05:00.000Z')])
    const { status, json } = await shop.say('PATCH', '/v1/calls/CA1', {
      tags: [' sash ', 'urgent', 'sash'],
      note: 'Mrs Tyler wants six windows, ring after five.',
    })
    expect([status, json.tags, json.note, json.from]).toEqual([
      200,
      ['sash', 'urgent'],
      'Mrs Tyler wants six windows, ring after five.',
      caller,
    ])
    expect(json).toEqual(await shop.call('CA1'))
    expect(JSON.stringify(await shop.facts())).not.toContain('Tyler')

    const same = await shop.say('PATCH', '/v1/calls/CA1', { tags: ['sash', 'urgent'], note: json.note })
    expect(same.json).toEqual(json)
    expect(await shop.facts()).toHaveLength(1)
    for (const empty of [null, '']) {
      await shop.say('PATCH', '/v1/calls/CA1', { note: 'Something' })
      expect((await shop.say('PATCH', '/v1/calls/CA1', { note: empty })).json.note).toBeNull()
      expect(await shop.call('CA1')).toEqual({ ...json, note: null })
    }
    expect((await shop.say('PATCH', '/v1/calls/CA1', { tags: [] })).json.tags).toEqual([])
  })

  test('what the caller answered is the source where nothing was measured', async () => {
    const shop = await business('heard', (account) => [call(account, 'CA1', '2026-11-02T10:05:00.000Z')])
    expect((await shop.enquiry('enq_CA1')).source).toBeNull()
    await shop.say('PATCH', '/v1/calls/CA1', { heardFrom: 'Radio Solent' })
    expect(await shop.enquiry('enq_CA1')).toMatchObject({
      selfReported: 'Radio Solent',
      source: { source: 'Radio Solent' },
      confidence: 0.3,
    })
  })

  let shop: Business
  beforeAll(async () => {
    shop = await business('refused_marks', (account) => [call(account, 'CA1', '2026-11-02T10:05:00.000Z')])
  })
  test.each([
    ['21 tags', { tags: Array.from({ length: 21 }, (_, each) => `tag ${each}`) }, 'tags'],
    ['a tag without text', { tags: ['a', ' '] }, 'tags.1'],
    ['a tag of 51 characters', { tags: ['x'.repeat(51)] }, 'tags.0'],
    ['an unknown field', { spma: true }, 'spma'],
  ])('%s are refused', async (_label, body, path) => {
    const answer = await shop.say('PATCH', '/v1/calls/CA1', body)
    expect([answer.status, errorPaths(answer)]).toEqual([422, [path]])
  })

  test('a call that nobody knows is not found, and nothing is kept', async () => {
    const shop = await business('unknown', () => [])
    for (const callSid of ['CA1', 'x'.repeat(3_000)]) {
      expect((await shop.say('PATCH', `/v1/calls/${callSid}`, { spam: true })).status).toBe(404)
    }
    expect(await shop.facts()).toEqual([])
  })
})

test('a person’s newest answer to how they heard of the business replaces the one before, whichever contact gave it', async () => {
  const shop = await business('newest', (account) => [
    call(account, 'CA1', '2026-11-02T10:05:00.000Z', van),
    call(account, 'CA2', '2026-11-03T10:05:00.000Z', van),
  ])
  await shop.say('PATCH', '/v1/calls/CA2', { heardFrom: 'a flyer' })
  const told = await shop.say('POST', '/v1/enquiries/enq_CA1/self-reports', { heard: ' my neighbour ' })
  expect(told).toMatchObject({
    status: 201,
    json: { id: expect.stringMatching(/^slf_/), enquiryId: 'enq_CA1', contact: 'CA2', heard: 'my neighbour' },
  })
  const enquiry = await shop.enquiry('enq_CA1')
  expect([enquiry.selfReported, enquiry.source?.source]).toEqual(['my neighbour', 'van'])
  expect(enquiry.evidence.filter(({ kind }) => kind === 'self-reported')).toHaveLength(1)
  expect(await shop.say('POST', '/v1/enquiries/enq_CA1/self-reports', { heard: 'my neighbour' })).toEqual(
    told,
  )
})

test('test callers are kept encrypted, shown to the account, and out of its counts', async () => {
  const shop = await business('testers', () => [])
  const { status, json } = await shop.say('PATCH', '/v1/account', {
    testCallers: ['+44 7700 900123', caller, '0044 7700 900456'],
  })
  expect([status, json.testCallers]).toEqual([200, [caller, '+447700900456']])
  const stored = JSON.stringify(await tables.ledger.get({ pk: shop.account, sk: 'account' }))
  expect(stored).not.toContain('7700900')
  await bridge.write(call(shop.account, 'CA1', '2026-11-02T10:05:00.000Z'))
  await bridge.settled()
  expect((await shop.enquiry('enq_CA1')).excluded).toBe('test')
  expect((await shop.report()).totals).toMatchObject({ enquiries: 0, calls: 0 })
  const tooMany = Array.from({ length: 101 }, (_, each) => `+4477009${String(each).padStart(5, '0')}`)
  expect((await shop.say('PATCH', '/v1/account', { testCallers: tooMany })).status).toBe(422)
  expect((await shop.say('PATCH', '/v1/account', { testCallers: [] })).json.testCallers).toEqual([])
})

describe('accounts are walls', () => {
  test('another account’s enquiry and call are not found, whatever is said of them', async () => {
    const theirs = await business('theirs', (account) => [
      call(account, 'CA1', '2026-11-02T10:05:00.000Z', van),
      call(account, 'CA2', '2026-11-02T11:05:00.000Z', van),
    ])
    const before = await theirs.enquiry('enq_CA1')
    const ours = await business('ours', () => [])
    const evidence = `evd_CA1~source-number~${vanNumber}`
    for (const [method, path, body] of [
      ['POST', evidencePath('enq_CA1', evidence, 'revoke'), {}],
      ['POST', evidencePath('enq_CA1', evidence, 'restore'), {}],
      ['POST', '/v1/enquiries/enq_CA1/split', { contacts: ['CA2'] }],
      ['POST', '/v1/enquiries/enq_CA1/rejoin', { contacts: ['CA2'] }],
      ['POST', '/v1/enquiries/enq_CA1/self-reports', { heard: 'radio' }],
      ['POST', '/v1/outcomes', { enquiryId: 'enq_CA1', stage: 'won' }],
      ['PATCH', '/v1/calls/CA1', { spam: true }],
    ] as const) {
      const { status, json } = await ours.say(method, path, body)
      expect([status, json.code], path).toEqual([404, 'not_found'])
    }
    // A contact that one does not know may be named; it is one's own of that name.
    await ours.say('POST', '/v1/outcomes', { contact: 'CA1', stage: 'won', value: 1 })
    expect(await theirs.enquiry('enq_CA1')).toEqual(before)
    expect(await theirs.facts()).toEqual([])
  })
})
