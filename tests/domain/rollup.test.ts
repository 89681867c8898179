import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditJourney, creditModels } from '../../shared/domain/credit.ts'
import {
  addEnquiry,
  addRollup,
  addSession,
  addSpend,
  dimensions,
  emptyRollup,
  noneKey,
  unknownKey,
} from '../../shared/domain/rollup.ts'
import { classifyVisit } from '../../shared/domain/source.ts'
import { reportOf } from '../../shared/domain/source-report.ts'
import { instantOf } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const opened = Date.parse('2026-11-22T12:00:00.000Z')
const urls = [
  'https://shop.example/',
  'https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=__proto__',
  'https://shop.example/doors?utm_source=newsletter&utm_medium=email&utm_campaign=constructor',
]
const source = fc.constantFrom(...urls).map((url) => classifyVisit({ url }))
const enquiry = fc
  .record({
    sources: fc.array(source, { maxLength: 5 }),
    calls: fc.nat(4),
    missedCalls: fc.nat(4),
    valueMinorUnits: fc.integer({ min: -5000, max: 100_000 }),
    confidence: fc.constantFrom(0, 0.3, 0.7, 0.95, 1),
    isFirst: fc.boolean(),
  })
  .map(({ sources, calls, missedCalls, ...rest }) => {
    const journey = sources.map((each, index) => ({
      at: instantOf(opened - (9 - index) * 3_600_000),
      source: each,
    }))
    return {
      journey,
      credits: creditJourney({
        touches: journey.map(({ at, source: { channel } }) => ({ at, isDirect: channel === 'Direct' })),
        openedAt: instantOf(opened),
      }),
      counts: { calls, firstTimeCalls: Math.min(calls, 1), missedCalls, redemptions: 0 },
      openedAt: instantOf(opened),
      excluded: null,
      ...rest,
      number: '+442079460001',
      codeCampaign: calls > 2 ? 'cmp_1' : null,
      calls: Array.from({ length: calls }, (_, index) => ({
        at: instantOf(opened + index * 7 * 3_600_000),
        outcome: index < missedCalls ? ('missed' as const) : ('answered' as const),
      })),
      selfReported: calls > 1 ? 'radio' : null,
      evidence: [],
      decidedBy: null,
      source: sources.at(-1) ?? null,
    }
  })

describe('a rollup', () => {
  it('creates and loses nothing: the totals of every report are the enquiries’ own', () => {
    fc.assert(
      fc.property(
        fc.array(enquiry, { maxLength: 12 }),
        fc.array(source, { maxLength: 8 }),
        (enquiries, sessions) => {
          const rollup = emptyRollup()
          for (const each of enquiries) addEnquiry(rollup, each)
          for (const each of sessions) addSession(rollup, each)
          const sum = (measure: (each: (typeof enquiries)[number]) => number) =>
            enquiries.reduce((total, each) => total + measure(each), 0)
          for (const model of creditModels) {
            for (const dimension of dimensions) {
              const { rows, totals } = reportOf(rollup, model, dimension)
              expect(totals).toMatchObject({
                sessions: sessions.length,
                enquiries: enquiries.length,
                enquiriesMicros: enquiries.length * 1_000_000,
                calls: sum(({ counts }) => counts.calls),
                missedCalls: sum(({ counts }) => counts.missedCalls),
                firstTimeEnquiries: sum(({ isFirst }) => Number(isFirst)),
                confidence: {
                  certain: sum(({ confidence }) => Number(confidence >= 0.9)),
                  likely: sum(({ confidence }) => Number(confidence === 0.7)),
                  weak: sum(({ confidence }) => Number(confidence === 0.3)),
                  none: sum(({ confidence }) => Number(confidence === 0)),
                },
                value: sum(({ valueMinorUnits }) => valueMinorUnits),
              })
              expect(rows.reduce((total, row) => total + row.enquiriesMicros, 0)).toBe(totals.enquiriesMicros)
              expect(rows.reduce((total, row) => total + row.value, 0)).toBe(totals.value)
            }
          }
        },
      ),
      { numRuns: runs(60) },
    )
  })

  it('is the same whether counted at once or added up from parts, through JSON as it is stored', () => {
    fc.assert(
      fc.property(fc.array(fc.array(enquiry, { maxLength: 4 }), { maxLength: 4 }), (parts) => {
        const atOnce = emptyRollup()
        const addedUp = emptyRollup()
        for (const part of parts) {
          const own = emptyRollup()
          for (const each of part) {
            addEnquiry(atOnce, each)
            addEnquiry(own, each)
          }
          addRollup(addedUp, JSON.parse(JSON.stringify(own)))
        }
        for (const dimension of dimensions) {
          expect(reportOf(addedUp, 'linear', dimension)).toEqual(reportOf(atOnce, 'linear', dimension))
        }
      }),
      { numRuns: runs(60) },
    )
  })

  it('tells an unknown source from a known one that lacks the dimension', () => {
    const rollup = emptyRollup()
    const counts = { calls: 1, firstTimeCalls: 1, missedCalls: 0, redemptions: 0 }
    const openedAt = instantOf(opened)
    const rest = { openedAt, excluded: null, confidence: 0, isFirst: true }
    const said = { calls: [], selfReported: null, evidence: [], decidedBy: null, source: null }
    const base = { ...rest, ...said, counts, valueMinorUnits: 0, number: null, codeCampaign: null }
    const direct = [{ at: openedAt, source: classifyVisit({ url: 'https://shop.example/' }) }]
    addEnquiry(rollup, { ...base, journey: [], credits: creditJourney({ touches: [], openedAt }) })
    addEnquiry(rollup, {
      ...base,
      journey: direct,
      credits: creditJourney({ touches: [{ at: openedAt, isDirect: true }], openedAt }),
    })
    const keys = reportOf(rollup, 'last', 'campaign').rows.map(({ key }) => key)
    expect(keys.sort()).toEqual([noneKey, unknownKey])
    expect(reportOf(rollup, 'last', 'number').rows).toMatchObject([{ key: noneKey, enquiries: 2 }])
  })

  it('leaves spam and tests out of every count', () => {
    fc.assert(
      fc.property(enquiry, fc.constantFrom('spam' as const, 'test' as const), (each, excluded) => {
        const rollup = emptyRollup()
        addEnquiry(rollup, { ...each, excluded })
        expect(rollup).toEqual({})
      }),
    )
  })
})

describe('spend', () => {
  const said = (at: string, amountMinorUnits: number, campaign: string | null = 'sash') => ({
    fact: 'spend' as const,
    account: 'acc_1',
    day: '2026-11-22',
    source: 'google',
    medium: 'cpc',
    campaign,
    amountMinorUnits,
    at,
  })

  it('is what was said last of each source, in whatever order it was said', () => {
    const facts = [
      said('2026-11-23T10:00:00.000Z', 500),
      said('2026-11-24T10:00:00.000Z', 400),
      said('2026-11-23T12:00:00.000Z', 900),
      said('2026-11-23T10:00:00.000Z', 50, null),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        const rollup = emptyRollup()
        addSpend(rollup, shuffled)
        expect(reportOf(rollup, 'last', 'campaign').rows.map(({ key, spend }) => [key, spend])).toEqual([
          ['sash', 400],
          [noneKey, 50],
        ])
        // Known by the channel that its visits have, and by nothing that it does not tell.
        expect(reportOf(rollup, 'last', 'channel').rows).toMatchObject([{ key: 'Paid Search', spend: 450 }])
        expect(reportOf(rollup, 'last', 'landingPage').rows).toMatchObject([{ key: noneKey, spend: 450 }])
      }),
      { numRuns: 24 },
    )
  })
})
