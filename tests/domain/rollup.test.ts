import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditJourney, creditModels } from '../../shared/domain/credit.ts'
import {
  addEnquiry,
  addRollup,
  addSession,
  dimensions,
  emptyRollup,
  noneKey,
  reportOf,
  unknownKey,
} from '../../shared/domain/rollup.ts'
import { classifyVisit } from '../../shared/domain/source.ts'
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
  })
  .map(({ sources, calls, missedCalls, valueMinorUnits }) => {
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
      valueMinorUnits,
      number: '+442079460001',
      codeCampaign: calls > 2 ? 'cmp_1' : null,
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
    const base = { counts, valueMinorUnits: 0, number: null, codeCampaign: null }
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
})
