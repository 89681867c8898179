import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callList } from '../../../functions/attribution/call-schema.ts'
import { heatmapSchema } from '../../../functions/attribution/reports/heatmap-report.ts'
import { selfReportedSchema } from '../../../functions/attribution/reports/self-report-report.ts'
import { enquiryList, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

const account = 'acc_console'
const period = 'from=2026-11-01&to=2026-11-30'
const vault = createVault(testMasterKey)
const monday = '2026-11-02T08:00:00.000Z'
const at = (minutes: number) => addMinutes(monday, minutes)

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
const get: Awaited<ReturnType<typeof startAttribution>>['get'] = (...asked) => bridge.get(...asked)

/** Somebody who comes by these pages and then calls the number that was shown. */
function caller(
  name: string,
  minutes: number,
  urls: readonly string[],
  outcome: 'answered' | 'missed',
): Fact[] {
  const phone = `+4477009001${name}`
  const number = `+4420794600${name}`
  const [session, visitor, callSid] = [`ses_${name}`, `vis_${name}`, `CA${name}`]
  const call = {
    account,
    callSid,
    number,
    caller: vault.hash(account, 'phone', phone),
    sealedCaller: vault.seal(account, phone),
  }
  return [
    ...urls.map(
      (url, index): Fact => ({ fact: 'page', account, session, visitor, at: at(minutes - 20 + index), url }),
    ),
    {
      fact: 'lease',
      account,
      number,
      session,
      visitor,
      from: at(minutes - 20),
      until: at(minutes + 30),
      freeAt: at(minutes + 30),
      shared: false,
    },
    { fact: 'voice', ...call, at: at(minutes), numberId: 'num_1', poolId: 'pol_1' },
    {
      fact: 'dial',
      scope: 'whole',
      ...call,
      legSid: `leg-${name}`,
      status: outcome === 'answered' ? 'completed' : 'no-answer',
      talkSeconds: 60,
      at: at(minutes + 2),
    },
    { fact: 'status', ...call, sequence: 2, status: 'completed', durationSeconds: 90, at: at(minutes + 2) },
  ] as Fact[]
}
const google = (campaign: string) =>
  `https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=${campaign}`
const mail = 'https://shop.example/doors?utm_source=newsletter&utm_medium=email'
const said = (callSid: string, fact: Partial<Fact>) =>
  ({ account, contact: callSid, at: at(9000), by: 'api', ...fact }) as Fact

beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  await bridge.createAccount(testAccount(account, { timeZone: 'Europe/Berlin' }))
  const facts = [
    ...caller('11', 60, [google('sash')], 'answered'),
    ...caller('12', 70, [mail, google('sash')], 'missed'),
    ...caller('13', 24 * 60, [google('doors'), mail], 'answered'),
    ...caller('14', 3 * 24 * 60, [], 'missed'),
    said('CA11', { fact: 'outcome', stage: 'won', valueMinorUnits: 1001 }),
    said('CA11', { fact: 'self-report', heard: 'Radio' }),
    said('CA13', { fact: 'outcome', stage: 'opportunity', valueMinorUnits: 333 }),
    said('CA14', { fact: 'self-report', heard: 'radio' }),
    said('CA12', { fact: 'mark', tags: ['sash'] }),
    said('CA14', { fact: 'mark', handled: true }),
  ]
  for (const fact of facts) await bridge.write(fact)
  await bridge.settled()
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

describe('the row of a report', () => {
  it('opens into the rows below it and the enquiries with their shares', async () => {
    const report = (query: string) =>
      get(account, `/v1/reports/sources?${period}&model=linear&${query}`, sourcesReportSchema)
    const listed = async (query: string) => {
      const { data } = await get(account, `/v1/enquiries?${period}&model=linear&${query}`, enquiryList)
      return data.map(({ id, share }) => [id, share?.micros, share?.value])
    }
    const channels = await report('groupBy=channel')
    const paid = channels.rows.find(({ key }) => key === 'Paid Search')
    expect(paid).toMatchObject({ enquiriesMicros: 2_000_000, value: 1168 })
    const campaigns = await report('groupBy=campaign&channel=Paid%20Search&source=google')
    const { key: _, ...figures } = paid ?? { key: '' }
    expect(campaigns.totals).toEqual(figures)
    expect(campaigns.rows.map(({ key, enquiriesMicros }) => [key, enquiriesMicros])).toEqual([
      ['sash', 1_500_000],
      ['doors', 500_000],
    ])
    expect(await listed('channel=Paid%20Search&campaign=sash')).toEqual([
      ['enq_CA12', 500_000, 0],
      ['enq_CA11', 1_000_000, 1001],
    ])
    expect(await listed('channel=(unknown)')).toEqual([])
    expect(await listed('campaign=(none)&medium=email')).toEqual([
      ['enq_CA13', 500_000, 166],
      ['enq_CA12', 500_000, 0],
    ])
  })

  it('is narrowed only where it can be', async () => {
    const ask = async (query: string) =>
      (
        await bridge.app.request(`/v1/reports/sources?${period}&${query}`, {
          headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
        })
      ).status
    expect(await ask('channel=Email&groupBy=term')).toBe(422)
    expect(await ask('channel=Email&model=markov')).toBe(422)
    expect(await ask('channel=Email&model=all&groupBy=medium')).toBe(200)
  })
})

const noOther = { abandoned: 0, voicemail: 0 }

it('calls by the hour of the zone’s week come to the calls of the sources', async () => {
  const heatmap = await get(account, `/v1/reports/heatmap?${period}`, heatmapSchema)
  const sources = await get(account, `/v1/reports/sources?${period}`, sourcesReportSchema)
  expect(heatmap.totals).toEqual({
    calls: 4,
    ended: 4,
    answered: 2,
    missed: 2,
    ...noOther,
    answeredShare: 0.5,
  })
  expect([heatmap.totals.calls, heatmap.totals.missed]).toEqual([
    sources.totals.calls,
    sources.totals.missedCalls,
  ])
  expect(heatmap.rows.filter(({ calls }) => calls > 0)).toEqual([
    { weekday: 1, hour: 10, calls: 2, ended: 2, answered: 1, missed: 1, ...noOther, answeredShare: 0.5 },
    { weekday: 2, hour: 9, calls: 1, ended: 1, answered: 1, missed: 0, ...noOther, answeredShare: 1 },
    { weekday: 4, hour: 9, calls: 1, ended: 1, answered: 0, missed: 1, ...noOther, answeredShare: 0 },
  ])
})

it('what people say stands against what was measured of them', async () => {
  const report = await get(account, `/v1/reports/self-reported?${period}`, selfReportedSchema)
  expect(report).toMatchObject({
    rows: [
      { answer: 'Radio', channel: 'Paid Search', enquiries: 1, value: 1001 },
      { answer: 'Radio', channel: '(unknown)', enquiries: 1, value: 0 },
    ],
    answers: [{ answer: 'Radio', enquiries: 2, measured: 1 }],
    totals: { enquiries: 2, measured: 1, answeredShare: 0.5 },
  })
})

it.each<[string, string[]]>([
  ['', ['CA14', 'CA13', 'CA12', 'CA11']],
  ['outcome=missed,abandoned,voicemail', ['CA14', 'CA12']],
  ['outcome=missed&handled=false', ['CA12']],
  ['handled=true', ['CA14']],
  ['tag=sash', ['CA12']],
  ['number=%2B442079460013', ['CA13']],
  ['q=900-113', ['CA13']],
  ['q=447700900113', ['CA13']],
  ['spam=true', []],
])('the calls of “%s”', async (query, callSids) => {
  const { data } = await get(account, `/v1/calls?${query}`, callList)
  expect(data.map(({ callSid }) => callSid)).toEqual(callSids)
})

it('a call tells of its enquiry where it is asked to', async () => {
  const { data } = await get(account, '/v1/calls?q=111&expand=enquiry', callList)
  expect(data).toMatchObject([
    {
      callSid: 'CA11',
      enquiry: {
        id: 'enq_CA11',
        source: { channel: 'Paid Search', campaign: 'sash' },
        stage: 'won',
        value: { amount: 1001, currency: 'GBP' },
        selfReported: 'Radio',
      },
    },
  ])
})
