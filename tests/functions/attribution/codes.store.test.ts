import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enquiryList, revisionList, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import type { CodeFact, Fact } from '../../../shared/domain/fact.ts'
import { startAttribution, testAccount } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const called = '2026-11-02T10:00:00.000Z'
const aWeekLater = '2026-11-09T18:30:00.000Z'
const paid = 'https://shop.example/?utm_source=google&utm_medium=cpc'
const code = '4820913365'

const voice = (account: string): Fact => ({
  fact: 'voice',
  account,
  callSid: 'CA1',
  number: '+442079460001',
  at: called,
  caller: 'caller',
  numberId: 'num_1',
})
const page = (account: string, session: string, at: string, url = paid): Fact => ({
  fact: 'page',
  account,
  session,
  visitor: 'vis_1',
  at,
  url,
})
const base = (account: string) => ({ account, code, campaignId: 'cmp_1', singleUse: true })
const given = (account: string): CodeFact => ({
  ...base(account),
  fact: 'code-issued',
  at: called,
  callSid: 'CA1',
})
const entered = (account: string): CodeFact => ({
  ...base(account),
  fact: 'code-used',
  at: aWeekLater,
  useId: 'red_1',
  how: 'online',
  session: 'ses_late',
})
const enquiries = async (account: string) => (await bridge.get(account, '/v1/enquiries', enquiryList)).data

describe('a code given by phone and entered online a week later', () => {
  it('ties the call to that visitor: its earlier visit becomes the source, in a new revision', async () => {
    const account = 'acc_given'
    await bridge.createAccount(testAccount(account))
    await bridge.write(page(account, 'ses_early', '2026-11-01T09:00:00.000Z'))
    await bridge.write(voice(account))
    await bridge.write(given(account))
    await bridge.settled()
    expect(await enquiries(account)).toMatchObject([{ source: null, revision: 1 }])

    // The code comes before anything is known of the session in which it was entered.
    await bridge.write(entered(account))
    await bridge.settled()
    expect(await enquiries(account)).toMatchObject([
      { contacts: [{ id: 'CA1' }, { kind: 'redemption', id: 'red_1' }], source: null },
    ])
    await bridge.write(page(account, 'ses_late', aWeekLater, 'https://shop.example/checkout'))
    await bridge.settled()

    const [enquiry] = await enquiries(account)
    expect(enquiry).toMatchObject({
      id: 'enq_CA1',
      openedAt: called,
      source: { channel: 'Paid Search' },
      journey: [{ sessionId: 'ses_early' }],
      confidence: 1,
      contacts: [{ id: 'CA1' }, { id: 'red_1' }],
    })
    expect(enquiry?.evidence.map(({ kind, sessionId }) => `${kind} ${sessionId}`)).toEqual([
      'code ses_late',
      'redemption ses_late',
    ])
    const { data } = await bridge.get(account, '/v1/enquiries/enq_CA1/revisions', revisionList)
    expect(data.map(({ revision }) => revision)).toEqual(data.map((_, index) => index + 1))

    const report = await bridge.get(
      account,
      '/v1/reports/sources?from=2026-11-01&to=2026-11-30&groupBy=codeCampaign',
      sourcesReportSchema,
    )
    expect(report.rows).toContainEqual(
      expect.objectContaining({ key: 'cmp_1', enquiries: 1, calls: 1, redemptions: 1 }),
    )
    // All counts stand on the day the enquiry opened.
    const later = await bridge.get(
      account,
      '/v1/reports/sources?from=2026-11-09&to=2026-11-09',
      sourcesReportSchema,
    )
    expect(later.totals).toMatchObject({ enquiries: 0, redemptions: 0, sessions: 1 })
  })

  it('comes apart again when the use is voided', async () => {
    const account = 'acc_voided'
    await bridge.createAccount(testAccount(account))
    for (const fact of [
      page(account, 'ses_early', '2026-11-01T09:00:00.000Z'),
      page(account, 'ses_late', aWeekLater),
      voice(account),
      given(account),
      entered(account),
    ]) {
      await bridge.write(fact)
    }
    await bridge.settled()
    expect(await enquiries(account)).toMatchObject([{ id: 'enq_CA1', source: { channel: 'Paid Search' } }])

    await bridge.write({
      fact: 'code-use-voided',
      account,
      code,
      at: aWeekLater,
      useId: 'red_1',
      by: 'agent',
    })
    await bridge.settled()
    expect(await enquiries(account)).toMatchObject([
      { id: 'enq_red_1', source: null },
      { id: 'enq_CA1', source: null, evidence: [] },
    ])
    const { totals } = await bridge.get(
      account,
      '/v1/reports/sources?from=2026-11-01&to=2026-11-30',
      sourcesReportSchema,
    )
    expect(totals).toMatchObject({ enquiries: 2, calls: 1, redemptions: 0 })
    expect(bridge.failures).toEqual([])
  })
})

describe('a code shown online and quoted by phone', () => {
  it('ties the call to the session that was shown it, and stands in the call', async () => {
    const account = 'acc_shown'
    await bridge.createAccount(testAccount(account))
    await bridge.write(page(account, 'ses_1', '2026-11-02T09:50:00.000Z'))
    await bridge.write({
      ...base(account),
      fact: 'code-issued',
      at: '2026-11-02T09:50:00.000Z',
      session: 'ses_1',
      visitor: 'vis_1',
    })
    await bridge.write(voice(account))
    await bridge.write({
      ...base(account),
      fact: 'code-used',
      at: called,
      useId: 'red_2',
      how: 'keyed',
      callSid: 'CA1',
    })
    await bridge.settled()
    expect(await enquiries(account)).toMatchObject([
      { source: { channel: 'Paid Search' }, confidence: 1, evidence: [{ kind: 'code', sessionId: 'ses_1' }] },
    ])
  })
})
