import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { callTimeKey, heatmapOf } from '../../shared/domain/call-times.ts'
import { creditJourney, creditModels } from '../../shared/domain/credit.ts'
import type { Enquiry } from '../../shared/domain/enquiry.ts'
import { type RowKeys, shareIn } from '../../shared/domain/enquiry-filter.ts'
import { narrowRollup } from '../../shared/domain/narrow-report.ts'
import {
  addEnquiry,
  addSession,
  addSpend,
  callSection,
  dimensions,
  emptyRollup,
  heardSection,
  tupleDimensions,
} from '../../shared/domain/rollup.ts'
import { heardKey, selfReportTable } from '../../shared/domain/self-report-table.ts'
import { classifyVisit } from '../../shared/domain/source.ts'
import { reportOf } from '../../shared/domain/source-report.ts'
import { instantOf } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const opened = Date.parse('2026-11-22T12:00:00.000Z')
const source = fc
  .constantFrom(
    'https://shop.example/',
    'https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=sash',
    'https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=doors&utm_term=oak+door',
    'https://shop.example/doors?utm_source=google&utm_medium=organic',
    'https://shop.example/doors?utm_source=newsletter&utm_medium=email&utm_campaign=sash&utm_content=top',
  )
  .map((url) => classifyVisit({ url }))
const enquiry = fc
  .record({
    sources: fc.array(source, { maxLength: 5 }),
    outcomes: fc.array(fc.constantFrom('answered', 'missed', 'abandoned', 'voicemail', 'in-progress'), {
      maxLength: 4,
    }),
    valueMinorUnits: fc.integer({ min: 0, max: 100_000 }),
    number: fc.constantFrom('+442079460001', '+442079460002', null),
    codeCampaign: fc.constantFrom('cmp_1', null),
    excluded: fc.constantFrom(null, null, null, 'spam' as const),
    selfReported: fc.constantFrom(null, 'Radio', 'radio ', 'A friend'),
    confidence: fc.constantFrom(0, 0.3, 0.7, 0.95, 1),
  })
  .map(({ sources, outcomes, ...rest }) => {
    const journey = sources.map((each, index) => ({
      at: instantOf(opened - (9 - index) * 3_600_000),
      source: each,
    }))
    const calls = outcomes.map((outcome, index) => ({
      at: instantOf(opened + index * 7 * 3_600_000),
      outcome,
    }))
    return {
      ...rest,
      journey,
      calls,
      source: sources.at(-1) ?? null,
      credits: creditJourney({
        touches: journey.map(({ at, source: { channel } }) => ({ at, isDirect: channel === 'Direct' })),
        openedAt: instantOf(opened),
      }),
      counts: {
        calls: calls.length,
        firstTimeCalls: Math.min(calls.length, 1),
        missedCalls: outcomes.filter((outcome) => outcome === 'missed').length,
        redemptions: 0,
      },
      openedAt: instantOf(opened),
      isFirst: true,
      evidence: [],
      decidedBy: null,
    } as unknown as Enquiry
  })
const enquiries = fc.array(enquiry, { maxLength: 10 })
const rollupOf = (all: readonly Enquiry[]) => {
  const rollup = emptyRollup()
  for (const each of all) addEnquiry(rollup, each)
  return rollup
}
const sumOf = <Row>(rows: readonly Row[], measure: (row: Row) => number) =>
  rows.reduce((sum, row) => sum + measure(row), 0)

describe('a row of a report', () => {
  it('is the sum of the enquiries that the list shows for its key, by every dimension and model', () => {
    fc.assert(
      fc.property(enquiries, (all) => {
        const rollup = rollupOf(all)
        for (const model of creditModels) {
          for (const dimension of dimensions) {
            for (const row of reportOf(rollup, model, dimension).rows) {
              const listed = all.flatMap((each) => shareIn(each, { [dimension]: row.key }, model) ?? [])
              expect([sumOf(listed, ({ micros }) => micros), sumOf(listed, ({ value }) => value)]).toEqual([
                row.enquiriesMicros,
                row.value,
              ])
            }
          }
        }
      }),
      { numRuns: runs(40) },
    )
  })

  it('is the sum of the rows that it opens into, down to the enquiries, sessions and spend with it', () => {
    fc.assert(
      fc.property(enquiries, fc.array(source, { maxLength: 6 }), (all, sessions) => {
        const rollup = rollupOf(all)
        for (const each of sessions) addSession(rollup, each)
        addSpend(rollup, [
          {
            fact: 'spend',
            account: 'acc_1',
            day: '2026-11-22',
            source: 'google',
            medium: 'cpc',
            campaign: 'sash',
            amountMinorUnits: 700,
            at: instantOf(opened),
          },
        ])
        const open = (keys: RowKeys, depth: number, whole: ReturnType<typeof reportOf>['totals']) => {
          const dimension = tupleDimensions[depth]
          if (!dimension) return
          const { rows, totals } = reportOf(
            narrowRollup(rollup, ['linear'], dimension, keys),
            'linear',
            dimension,
          )
          expect(totals).toEqual(whole)
          for (const { key, ...figures } of rows) open({ ...keys, [dimension]: key }, depth + 1, figures)
          const listed = all.flatMap((each) => shareIn(each, keys, 'linear') ?? [])
          expect(sumOf(listed, ({ micros }) => micros)).toBe(totals.enquiriesMicros)
        }
        open({}, 0, reportOf(rollup, 'linear', 'channel').totals)
      }),
      { numRuns: runs(40) },
    )
  })
})

describe('the heatmap', () => {
  it('has all the calls of the sources, and as many missed; what became of them comes to the whole', () => {
    fc.assert(
      fc.property(
        enquiries,
        fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns'),
        (all, timeZone) => {
          const rollup = rollupOf(all)
          const { totals, rows } = heatmapOf(rollup[callSection] ?? {}, timeZone)
          const report = reportOf(rollup, 'last', 'channel').totals
          expect([totals.calls, totals.missed]).toEqual([report.calls, report.missedCalls])
          expect(sumOf(rows, ({ calls }) => calls)).toBe(totals.calls)
          const { ended, answered, missed, abandoned, voicemail } = totals
          expect(answered + missed + abandoned + voicemail).toBe(ended)
          expect(rows).toHaveLength(168)
        },
      ),
      { numRuns: runs(40) },
    )
  })

  test.each<[string, string, string, number, number]>([
    ['a Sunday noon is the week’s last day', '2026-11-22T12:00:00.000Z', 'UTC', 7, 12],
    ['an evening is the next day already further east', '2026-11-22T18:15:00.000Z', 'Asia/Kathmandu', 1, 0],
    ['summer time counts', '2026-07-01T08:59:00.000Z', 'Europe/Berlin', 3, 10],
    ['and winter time', '2026-12-02T08:59:00.000Z', 'Europe/Berlin', 3, 9],
  ])('%s', (_, at, timeZone, weekday, hour) => {
    const { rows } = heatmapOf({ [callTimeKey(at)]: [7, 2, 1, 2, 1] }, timeZone)
    expect(rows.filter(({ calls }) => calls > 0)).toEqual([
      {
        weekday,
        hour,
        calls: 7,
        ended: 6,
        answered: 2,
        missed: 1,
        abandoned: 2,
        voicemail: 1,
        answeredShare: 1 / 3,
      },
    ])
  })
})

describe('what people say of how they came', () => {
  it('stands against what was measured, whatever its spelling', () => {
    const sums = (enquiries: number, value: number) => [enquiries * 1_000_000, 0, 0, 0, 0, value]
    const table = selfReportTable(
      {
        [heardKey('Radio', 'Paid Search')]: sums(2, 500),
        [heardKey(' radio', null)]: sums(1, 0),
        [heardKey('A  friend', 'Direct')]: sums(1, 100),
      },
      8,
    )
    expect(table).toEqual({
      rows: [
        { answer: 'Radio', channel: 'Paid Search', enquiries: 2, value: 500 },
        { answer: 'A friend', channel: 'Direct', enquiries: 1, value: 100 },
        { answer: 'Radio', channel: '(unknown)', enquiries: 1, value: 0 },
      ],
      answers: [
        { answer: 'Radio', enquiries: 3, value: 500, measured: 2 },
        { answer: 'A friend', enquiries: 1, value: 100, measured: 1 },
      ],
      totals: { enquiries: 4, value: 600, measured: 3, answeredShare: 0.5 },
    })
  })

  it('counts every enquiry with an answer once', () => {
    fc.assert(
      fc.property(enquiries, (all) => {
        const { totals } = selfReportTable(rollupOf(all)[heardSection] ?? {}, all.length)
        const answered = all.filter(
          ({ excluded, selfReported }) => excluded === null && selfReported !== null,
        )
        expect(totals.enquiries).toBe(answered.length)
      }),
      { numRuns: runs(40) },
    )
  })
})
