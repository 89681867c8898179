import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod/mini'
import {
  allModelsReportSchema,
  journeysReportSchema,
  sourcesReportSchema,
  timeseriesReportSchema,
} from '../../../functions/attribution/reports/report-schema.ts'
import { enquiryList } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addDays, addMinutes } from '../../../shared/domain/time.ts'
import { startAttribution, testAccount, testKeys } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

const account = 'acc_reports'
let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>

const ad = 'https://shop.example/sash?utm_source=google&utm_medium=cpc&utm_campaign=%3Dsash'
const letter = 'https://shop.example/?utm_source=newsletter&utm_medium=email'
const plain = 'https://shop.example/'

const page = (visitor: string, session: string, at: string, url: string): Fact => ({
  fact: 'page',
  account,
  session,
  visitor,
  at,
  url,
})
/** A form of somebody who is seen nowhere else. */
const form = (visitor: string, session: string, at: string): Fact => ({
  fact: 'form',
  account,
  session,
  visitor,
  at,
  formId: `frm_${session}`,
})
const won = (contact: string, at: string, valueMinorUnits: number): Fact => ({
  fact: 'outcome',
  account,
  contact,
  at,
  by: 'api',
  stage: 'won',
  valueMinorUnits,
})
const spend = (day: string, amountMinorUnits: number): Fact => ({
  fact: 'spend',
  account,
  day,
  source: 'google',
  medium: 'cpc',
  campaign: '=sash',
  amountMinorUnits,
  at: `${day}T20:00:00.000Z`,
})

/** 23:30 in London is the same day there, in winter as in summer. */
const october = '2026-10-25T00:30:00.000Z'
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  await bridge.createAccount(testAccount(account, { timeZone: 'Europe/London' }))
  const facts: Fact[] = [
    // One comes by an advertisement, then by the newsletter, and enquires two days later.
    page('vis_1', 'ses_1', october, ad),
    page('vis_1', 'ses_2', addDays(october, 2), letter),
    form('vis_1', 'ses_2', addMinutes(addDays(october, 2), 5)),
    won('frm_ses_2', addDays(october, 9), 30_001),
    // One by the advertisement alone.
    page('vis_2', 'ses_3', addDays(october, 10), ad),
    form('vis_2', 'ses_3', addMinutes(addDays(october, 10), 1)),
    // Two only look; one of them enquires when the period is over.
    page('vis_3', 'ses_4', addDays(october, 3), letter),
    page('vis_4', 'ses_5', addDays(october, 4), plain),
    page('vis_4', 'ses_6', addDays(october, 90), plain),
    form('vis_4', 'ses_6', addMinutes(addDays(october, 90), 1)),
    // One is known by nothing.
    {
      fact: 'voice',
      account,
      callSid: 'CA1',
      number: '+442079460001',
      at: addDays(october, 5),
      numberId: 'num_1',
    },
    spend('2026-10-25', 1_000),
    spend('2026-11-04', 500),
  ]
  for (const fact of facts) await bridge.write(fact)
  await bridge.settled()
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const read = <Schema extends z.ZodMiniType>(path: string, schema: Schema) =>
  bridge.get(account, `/v1/reports/${path}`, schema)
const csv = async (path: string) => {
  const response = await bridge.app.request(`/v1/reports/${path}&format=csv`, {
    headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
  })
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  return (await response.text()).split('\r\n')
}
const period = 'from=2026-10-25&to=2026-11-30'

describe('the report of sources', () => {
  it('tells what each cost and brought, and on what that rests', async () => {
    const { rows, totals } = await read(`sources?${period}&model=first`, sourcesReportSchema)
    expect(rows.find(({ key }) => key === 'Paid Search')).toMatchObject({
      sessions: 2,
      enquiries: 2,
      value: 30_001,
      spend: 1_500,
      costPerEnquiry: 750,
      returnOnSpend: 20.0007,
      confidence: { certain: 2, likely: 0, weak: 0, none: 0 },
    })
    expect(rows.find(({ key }) => key === '(unknown)')).toMatchObject({
      enquiries: 1,
      confidence: { certain: 0, none: 1 },
    })
    expect(totals).toMatchObject({ sessions: 5, enquiries: 3, value: 30_001, spend: 1_500 })
  })

  it('puts all models side by side, each with the totals of its own report', async () => {
    const all = await read(`sources?${period}&model=all`, allModelsReportSchema)
    for (const model of ['first', 'last', 'linear', 'timeDecay', 'wShaped']) {
      const one = await read(`sources?${period}&model=${model}`, sourcesReportSchema)
      expect(all.totals[model]).toEqual(one.totals)
      for (const { key, ...figures } of one.rows) {
        expect(all.rows.find((row) => row.key === key)?.models[model]).toEqual(figures)
      }
    }
  })

  it('is solved over all journeys by Markov: visitors who only looked take from what they saw', async () => {
    const { rows, totals, transform } = await read(`sources?${period}&model=markov`, sourcesReportSchema)
    expect(transform).toMatchObject({ nulls: 2, lookbackDays: 90, order: 1 })
    // Paths: Ads>Mail (1), Ads (1); null: Mail, Direct. From Mail one of two goes on to an enquiry:
    // P = 1/2·1/2·1/2 + 1/2·1/2 + 1/4·1/2 = 1/2; without Ads 1/8, without Mail 1/4.
    const [ads, mail] = ['Paid Search', 'Email'].map((channel) => rows.find(({ key }) => key === channel))
    expect(ads?.enquiries).toBeCloseTo((2 * 0.75) / (0.75 + 0.5), 5)
    expect(mail?.enquiries).toBeCloseTo((2 * 0.5) / (0.75 + 0.5), 5)
    expect(rows.find(({ key }) => key === '(unknown)')?.enquiries).toBe(1)
    expect(totals).toMatchObject({ enquiriesMicros: 3_000_000, value: 30_001, sessions: 5 })
    expect(rows.reduce((sum, row) => sum + row.enquiriesMicros, 0)).toBe(3_000_000)
    expect(rows.reduce((sum, row) => sum + row.value, 0)).toBe(30_001)
  })

  it('is solved by channel only', async () => {
    await expect(
      read(`sources?${period}&model=shapley&groupBy=campaign`, sourcesReportSchema),
    ).rejects.toThrow(/markov and shapley are solved by channel only/)
    const { rows } = await read(`sources?${period}&model=shapley`, sourcesReportSchema)
    expect(rows.map(({ key, enquiries }) => [key, enquiries])).toEqual([
      ['Paid Search', 1.5],
      ['(unknown)', 1],
      ['Email', 0.5],
      ['Direct', 0],
    ])
  })

  it('sets the period beside the one before', async () => {
    const report = await read('sources?from=2026-11-01&to=2026-11-07&compare=previous', sourcesReportSchema)
    expect(report.totals.enquiries).toBe(1)
    expect(report.previous).toMatchObject({
      from: '2026-10-25',
      to: '2026-10-31',
      totals: { enquiries: 2, spend: 1_000 },
    })
  })

  it('disarms what a spreadsheet would take for a formula', async () => {
    const lines = await csv(`sources?${period}&groupBy=campaign`)
    expect(lines[0]).toMatch(/^"key","sessions","enquiries"/)
    expect(lines.some((line) => line.startsWith(`"'=sash",2,`))).toBe(true)
  })
})

describe('the figures in time', () => {
  it('come to the totals of the period in every interval, with points where nothing happened', async () => {
    for (const [interval, points] of [
      ['day', 37],
      ['week', 7],
      ['month', 2],
    ] as const) {
      const series = await read(`timeseries?${period}&interval=${interval}`, timeseriesReportSchema)
      expect(series.rows).toHaveLength(points)
      for (const measure of ['sessions', 'enquiries', 'value', 'spend'] as const) {
        expect(series.rows.reduce((sum, row) => sum + row[measure], 0)).toBe(series.totals[measure])
      }
    }
  })

  it('tell the hour by its offset on the day that has one twice', async () => {
    const { rows } = await read(
      'timeseries?from=2026-10-25&to=2026-10-25&interval=hour',
      timeseriesReportSchema,
    )
    expect(rows).toHaveLength(25)
    expect(rows.filter(({ sessions }) => sessions > 0).map(({ key }) => key)).toEqual([
      '2026-10-25T01:00+01:00',
    ])
  })

  it('are told of one row alone, or of each', async () => {
    const one = await read(
      `timeseries?${period}&interval=month&groupBy=channel&key=Paid%20Search&model=first`,
      timeseriesReportSchema,
    )
    expect(one.rows.map(({ key, enquiries, spend: spent }) => [key, enquiries, spent])).toEqual([
      ['2026-10', 1, 1_000],
      ['2026-11', 1, 500],
    ])
    const each = await read(`timeseries?${period}&interval=month&groupBy=channel`, timeseriesReportSchema)
    expect(each.rows[0]?.rows?.map(({ key }) => key)).toContain('Email')
  })
})

describe('the report of journeys', () => {
  it('tells paths, their length, the time they took, and who assisted', async () => {
    const report = await read(`journeys?${period}`, journeysReportSchema)
    expect(report).toMatchObject({
      lookbackDays: 90,
      totals: { enquiries: 3, withoutJourney: 1, value: 30_001 },
      touchesPerEnquiry: 1.5,
      rows: [
        { key: 'Paid Search > Email', touches: ['Paid Search', 'Email'], enquiries: 1, value: 30_001 },
        { key: 'Paid Search', enquiries: 1, value: 0 },
      ],
      lengths: [
        { touches: 1, enquiries: 1 },
        { touches: 2, enquiries: 1 },
      ],
      channels: [
        { channel: 'Paid Search', first: 2, last: 1, assisted: 1, involved: 2 },
        { channel: 'Email', first: 0, last: 1, assisted: 0, involved: 1 },
      ],
    })
    expect(report.waits.filter(({ enquiries }) => enquiries > 0).map(({ wait }) => wait)).toEqual([
      'same hour',
      '1-2 days',
    ])
    expect((await csv(`journeys?${period}`))[1]).toBe(`"Paid Search > Email",2,1,30001,${1 / 3}`)
  })
})

describe('a year of months', () => {
  it('comes to the same whether read by months or by days', async () => {
    const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
    const whole = await read('sources?from=2026-01-01&to=2027-12-31', sourcesReportSchema)
    const ragged = await read('sources?from=2025-12-31&to=2028-01-02', sourcesReportSchema)
    expect(whole.totals).toEqual(ragged.totals)
    expect(whole.totals.enquiries).toBe(data.length)
  })
})
