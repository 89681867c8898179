import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  enquiryList,
  enquirySchema,
  revisionList,
  sourcesReportSchema,
} from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
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

const number = '+442079460001'
const visit = (account: string, session: string, visitor: string, at: string, url: string): Fact => ({
  fact: 'page',
  account,
  session,
  visitor,
  at,
  url,
})
const lease = (account: string, session: string, visitor: string, from: string, until: string): Fact => ({
  fact: 'lease',
  account,
  number,
  session,
  visitor,
  from,
  until,
  freeAt: until,
  shared: false,
})
const voice = (account: string, callSid: string, at: string, more: Partial<Fact> = {}): Fact =>
  ({
    fact: 'voice',
    account,
    callSid,
    number,
    at,
    caller: 'hash-of-caller',
    poolId: 'pol_1',
    numberId: 'num_1',
    ...more,
  }) as Fact

const paid =
  'https://shop.example/sash-windows?utm_source=google&utm_medium=cpc&utm_campaign=sash&gclid=Cj0KCQ'

describe('a visit and a call to the number it was shown', () => {
  it('are one enquiry of the visit’s source, credited and counted', async () => {
    const account = 'acc_first'
    await bridge.createAccount(testAccount(account))
    await bridge.write(visit(account, 'ses_1', 'vis_1', '2026-11-02T10:00:00.000Z', paid))
    await bridge.write(
      lease(account, 'ses_1', 'vis_1', '2026-11-02T10:00:00.000Z', '2026-11-02T10:30:00.000Z'),
    )
    await bridge.write(voice(account, 'CA01', '2026-11-02T10:05:00.000Z'))
    await bridge.settled()

    const { data } = await bridge.get(account, '/v1/enquiries?from=2026-11-02&to=2026-11-02', enquiryList)
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({
      id: 'enq_CA01',
      openedAt: '2026-11-02T10:05:00.000Z',
      contacts: [{ kind: 'call', id: 'CA01' }],
      confidence: 0.95,
      source: { channel: 'Paid Search', source: 'google', campaign: 'sash', clickIds: { gclid: 'Cj0KCQ' } },
      journey: [{ sessionId: 'ses_1', channel: 'Paid Search' }],
      evidence: [{ kind: 'lease', strength: 0.95, sessionId: 'ses_1' }],
      credits: { first: [{ touch: 0, micros: 1_000_000 }], linear: [{ touch: 0, micros: 1_000_000 }] },
      revision: 1,
      value: { amount: 0, currency: 'GBP' },
    })
    const report = await bridge.get(
      account,
      '/v1/reports/sources?from=2026-11-01&to=2026-11-30&groupBy=campaign',
      sourcesReportSchema,
    )
    expect(report.rows).toMatchObject([
      {
        key: 'sash',
        sessions: 1,
        enquiries: 1,
        enquiriesMicros: 1_000_000,
        calls: 1,
        firstTimeCalls: 1,
        missedCalls: 0,
        redemptions: 0,
        value: 0,
        spend: 0,
      },
    ])
    expect(bridge.failures).toEqual([])
  })

  it('are joined by a lease that becomes known only after the call', async () => {
    const account = 'acc_late'
    await bridge.createAccount(testAccount(account))
    await bridge.write(voice(account, 'CA02', '2026-11-02T10:05:00.000Z'))
    await bridge.settled()
    expect((await bridge.get(account, '/v1/enquiries', enquiryList)).data[0]).toMatchObject({
      source: null,
      confidence: 0,
      revision: 1,
    })

    await bridge.write(
      lease(account, 'ses_2', 'vis_2', '2026-11-02T10:00:00.000Z', '2026-11-02T10:30:00.000Z'),
    )
    await bridge.settled()
    await bridge.write(visit(account, 'ses_2', 'vis_2', '2026-11-02T10:00:00.000Z', paid))
    await bridge.settled()
    const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
    expect(data).toMatchObject([{ source: { channel: 'Paid Search' }, confidence: 0.95, revision: 3 }])
    const revisions = await bridge.get(account, '/v1/enquiries/enq_CA02/revisions', revisionList)
    expect(revisions.data.map(({ source }) => source === null)).toEqual([true, true, false])
    const report = await bridge.get(
      account,
      '/v1/reports/sources?from=2026-11-02&to=2026-11-02',
      sourcesReportSchema,
    )
    expect(report.rows).toMatchObject([{ key: 'Paid Search', enquiries: 1, sessions: 1 }])
    expect(report.totals).toMatchObject({ enquiries: 1, calls: 1, sessions: 1 })
  })

  it('keep both sessions as candidates when the pool had run dry', async () => {
    const account = 'acc_dry'
    await bridge.createAccount(testAccount(account))
    for (const [session, from] of [
      ['ses_a', '2026-11-02T10:00:00.000Z'],
      ['ses_b', '2026-11-02T10:04:00.000Z'],
    ] as const) {
      await bridge.write(visit(account, session, `vis_${session}`, from, paid))
      await bridge.write(lease(account, session, `vis_${session}`, from, '2026-11-02T10:40:00.000Z'))
    }
    await bridge.write(voice(account, 'CA03', '2026-11-02T10:05:00.000Z'))
    await bridge.settled()
    const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
    expect(data[0]?.evidence).toHaveLength(2)
    expect(data[0]?.evidence.map(({ kind }) => kind)).toEqual(['lease-shared', 'lease-shared'])
    expect(data[0]?.evidence[0]).toMatchObject({ sessionId: 'ses_b' })
    const strengths = data[0]?.evidence.map(({ strength }) => strength) ?? []
    expect(strengths.reduce((sum, strength) => sum + strength, 0)).toBeCloseTo(0.95, 5)
    expect(data[0]?.journey).toMatchObject([{ sessionId: 'ses_b' }])
  })

  it('merge two callers’ enquiries once a visitor turns out to be both', async () => {
    const account = 'acc_merge'
    await bridge.createAccount(testAccount(account))
    await bridge.write(
      voice(account, 'CA11', '2026-11-03T10:05:00.000Z', { caller: 'mobile' } as Partial<Fact>),
    )
    await bridge.write(
      voice(account, 'CA12', '2026-11-05T11:05:00.000Z', { caller: 'landline' } as Partial<Fact>),
    )
    await bridge.settled()
    expect((await bridge.get(account, '/v1/enquiries', enquiryList)).data).toHaveLength(2)

    await bridge.write(visit(account, 'ses_m', 'vis_m', '2026-11-03T10:00:00.000Z', paid))
    await bridge.write(
      lease(account, 'ses_m', 'vis_m', '2026-11-03T10:00:00.000Z', '2026-11-03T10:30:00.000Z'),
    )
    await bridge.write(
      lease(account, 'ses_n', 'vis_m', '2026-11-05T11:00:00.000Z', '2026-11-05T11:30:00.000Z'),
    )
    await bridge.settled()
    const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
    expect(data).toHaveLength(1)
    expect(data[0]?.contacts.map(({ id }) => id)).toEqual(['CA11', 'CA12'])
    expect((await bridge.get(account, '/v1/enquiries/enq_CA12', enquirySchema)).id).toBe('enq_CA11')
    const report = await bridge.get(
      account,
      '/v1/reports/sources?from=2026-11-01&to=2026-11-30',
      sourcesReportSchema,
    )
    expect(report.totals).toMatchObject({ enquiries: 1, calls: 2, firstTimeCalls: 1, sessions: 1 })
  })

  it('count on the day of the account’s zone', async () => {
    const account = 'acc_zone'
    await bridge.createAccount(testAccount(account, { timeZone: 'Asia/Kathmandu' }))
    // 18:15 UTC is midnight in Kathmandu (UTC+05:45).
    await bridge.write(voice(account, 'CA21', '2026-11-02T18:14:59.000Z', { caller: 'a' } as Partial<Fact>))
    await bridge.write(voice(account, 'CA22', '2026-11-02T18:15:00.000Z', { caller: 'b' } as Partial<Fact>))
    await bridge.settled()
    for (const [day, calls] of [
      ['2026-11-02', 1],
      ['2026-11-03', 1],
      ['2026-11-04', 0],
    ] as const) {
      const report = await bridge.get(
        account,
        `/v1/reports/sources?from=${day}&to=${day}`,
        sourcesReportSchema,
      )
      expect(report.totals.calls, day).toBe(calls)
      const { data } = await bridge.get(account, `/v1/enquiries?from=${day}&to=${day}`, enquiryList)
      expect(data, day).toHaveLength(calls)
    }
  })
})
