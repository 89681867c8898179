import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { renderEnquiry } from '../../../functions/attribution/render.ts'
import { allModelsReportSchema } from '../../../functions/attribution/reports/report-schema.ts'
import {
  codesReportSchema,
  enquiryList,
  journeysReportSchema,
  sourcesReportSchema,
} from '../../../functions/attribution/schema.ts'
import type { Account } from '../../../shared/domain/account.ts'
import { creditModels } from '../../../shared/domain/credit.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { journeyReport } from '../../../shared/domain/journey-report.ts'
import { dimensions } from '../../../shared/domain/rollup.ts'
import { reportOfAll } from '../../../shared/domain/source-report.ts'
import { addMinutes, instantOf } from '../../../shared/domain/time.ts'
import { startAttribution, testAccount } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { attributeNaively } from '../../support/naive-attribution.ts'
import { countCodesNaively } from '../../support/naive-codes.ts'
import { runs } from '../../support/runs.ts'

const rules = { enquiryGapDays: 3, lookbackDays: 10, testCallers: ['phone-c'] }

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  // A third of all batches comes twice, as streams are allowed to do.
  bridge = await startAttribution(tables, { duplicate: 0.3, random: Math.random, batchSize: 7 })
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const start = Date.parse('2026-11-01T00:00:00.000Z')
const instant = fc.integer({ min: 0, max: 14 * 24 * 12 }).map((step) => instantOf(start + step * 5 * 60_000))
const visitor = fc.constantFrom('vis_1', 'vis_2', 'vis_3')
const pages = fc.constantFrom(
  'https://shop.example/',
  'https://shop.example/sash?utm_source=google&utm_medium=cpc&gclid=AbC',
  'https://shop.example/doors?utm_source=newsletter&utm_medium=email',
)
const number = fc.constantFrom('+442079460001', '+442079460002')
/** `index` keeps the ids of one draft apart from all others': two calls of one CallSid can't be. */
type Draft = (account: string, index: number) => Fact[]

/** A visit of one to three pages, with or without a number leased to it: two may hold one, as in a pool run dry. */
const visits: fc.Arbitrary<Draft> = fc
  .record({
    visitor,
    at: instant,
    urls: fc.array(pages, { minLength: 1, maxLength: 3 }),
    leased: fc.option(number),
  })
  .map(({ visitor, at, urls, leased }) => (account, index) => {
    const session = `ses_${visitor}_${index}`
    const page = (url: string, position: number): Fact => ({
      fact: 'page',
      account,
      session,
      visitor,
      at: addMinutes(at, position * 3),
      url,
    })
    const until = addMinutes(at, 60)
    const freeAt = addMinutes(until, 30)
    const lease = leased && {
      fact: 'lease' as const,
      account,
      number: leased,
      session,
      visitor,
      from: at,
      until,
      freeAt,
      shared: false,
    }
    return [...urls.map(page), ...(lease ? [lease] : [])]
  })

const calls: fc.Arbitrary<Draft> = fc
  .record({
    at: instant,
    caller: fc.option(fc.constantFrom('phone-a', 'phone-b', 'phone-c'), { nil: undefined }),
    number,
    van: fc.boolean(),
    ending: fc.constantFrom('none', 'answered', 'missed'),
  })
  .map(({ at, caller, number, van, ending }) => (account, index) => {
    const base = { account, callSid: `CA${index}`, number, ...(caller && { caller }) }
    const voice: Fact = {
      ...base,
      fact: 'voice',
      at,
      numberId: 'num_1',
      ...(van && { source: { source: 'van', medium: 'vehicle' } }),
    }
    if (ending === 'none') return [voice]
    const dial: Fact = {
      ...base,
      fact: 'dial',
      scope: 'whole',
      at: addMinutes(at, 2),
      legSid: `CA${index}leg`,
      status: ending === 'answered' ? 'completed' : 'no-answer',
    }
    const status: Fact = {
      ...base,
      fact: 'status',
      sequence: 0,
      status: 'completed',
      at: addMinutes(at, 2),
      durationSeconds: 40,
    }
    return [voice, dial, status]
  })

/** A code shown to a session and quoted in a call, or given in a call and entered online; some uses are taken back. */
const codes: fc.Arbitrary<Draft> = fc
  .record({
    issuedTo: fc.constantFrom('session', 'call'),
    issuedAt: instant,
    usedAt: instant,
    visitor,
    seen: fc.boolean(),
    caller: fc.constantFrom('phone-a', 'phone-d'),
    singleUse: fc.boolean(),
    voided: fc.boolean(),
  })
  .map(({ issuedTo, issuedAt, usedAt, visitor, seen, caller, singleUse, voided }) => (account, index) => {
    const session = `ses_code_${index}_${visitor}`
    const callSid = `CAcode${index}`
    const base = { account, code: `${1_000_000 + index}`, campaignId: 'cmp_1', singleUse }
    const byPhone = issuedTo === 'session'
    const useId = `red_${index}`
    return [
      ...(seen
        ? [
            {
              fact: 'page' as const,
              account,
              session,
              visitor,
              at: byPhone ? issuedAt : usedAt,
              url: 'https://shop.example/code?utm_source=bing&utm_medium=cpc',
            },
          ]
        : []),
      {
        fact: 'voice' as const,
        account,
        callSid,
        number: '+442079460001',
        caller,
        at: byPhone ? usedAt : issuedAt,
        numberId: 'num_1',
      },
      {
        ...base,
        fact: 'code-issued' as const,
        at: issuedAt,
        ...(byPhone ? { session, visitor } : { callSid }),
      },
      {
        ...base,
        fact: 'code-used' as const,
        at: usedAt,
        useId,
        ...(byPhone ? { how: 'keyed' as const, callSid } : { how: 'online' as const, session }),
      },
      ...(voided
        ? [{ fact: 'code-use-voided' as const, account, code: base.code, at: usedAt, useId, by: 'test' }]
        : []),
    ]
  })

/** A form, with or without what says who sent it; its visitor may be one that calls were leased to. */
const forms: fc.Arbitrary<Draft> = fc
  .record({
    visitor,
    at: instant,
    phone: fc.option(fc.constantFrom('phone-a', 'phone-b'), { nil: undefined }),
    email: fc.option(fc.constantFrom('email-a', 'email-b'), { nil: undefined }),
    url: pages,
  })
  .map(({ visitor, at, url, ...who }) => (account, index) => {
    const base = { account, session: `ses_form_${index}`, visitor }
    return [
      { ...base, fact: 'page', at, url },
      { ...base, ...who, fact: 'form', at: addMinutes(at, 1), formId: `frm_${index}` },
    ]
  })

/** A tap on a number, and a call a few minutes later or not. */
const taps: fc.Arbitrary<Draft> = fc
  .record({ visitor, at: instant, number, later: fc.integer({ min: 0, max: 15 }), url: pages })
  .map(({ visitor, at, number, later, url }) => (account, index) => {
    const base = { account, session: `ses_tap_${index}`, visitor }
    return [
      { ...base, fact: 'page', at, url },
      { ...base, fact: 'phone-click', at: addMinutes(at, 1), number },
      {
        fact: 'voice',
        account,
        callSid: `CAtap${index}`,
        number,
        at: addMinutes(at, 1 + later),
        numberId: 'num_1',
      },
    ]
  })

/** What people say of contacts, known or not: the ids are those that the drafts above give. */
const sayings: fc.Arbitrary<Draft> = fc
  .record({
    contact: fc
      .tuple(fc.constantFrom('CA', 'CAtap', 'frm_', 'red_', 'CAcode'), fc.nat(8))
      .map((parts) => parts.join('')),
    at: instant,
    say: fc.constantFrom(
      'won',
      'lost',
      'opportunity',
      'heard',
      'spam',
      'no spam',
      'apart',
      'together',
      'revoke',
    ),
    target: fc.constantFrom('lease~ses_vis_1_0@2026-11-01T00:00:00.000Z', 'source-number~+442079460001'),
    value: fc.integer({ min: 0, max: 10_000 }),
  })
  .map(({ contact, at, say, target, value }) => (account) => {
    const base = { account, contact, at, by: 'test' }
    switch (say) {
      case 'heard':
        return [{ ...base, fact: 'self-report', heard: value % 2 === 0 ? 'radio' : 'a friend' }]
      case 'spam':
      case 'no spam':
        return [{ ...base, fact: 'mark', spam: say === 'spam' }]
      case 'apart':
      case 'together':
        return [{ ...base, fact: 'split', apart: say === 'apart' ? `${value % 2}` : null }]
      case 'revoke':
        return [{ ...base, fact: 'verdict', evidenceId: `evd_${contact}~${target}`, verdict: 'revoked' }]
      default:
        return [{ ...base, fact: 'outcome', stage: say, valueMinorUnits: value }]
    }
  })

/** One phone that many people call from: a few of these make it a switchboard. */
const crowds: fc.Arbitrary<Draft> = fc.record({ at: instant, people: fc.integer({ min: 2, max: 8 }) }).map(
  ({ at, people }) =>
    (account, index) =>
      [...Array(people).keys()].flatMap((person): Fact[] => {
        const base = {
          account,
          session: `ses_crowd_${index}_${person}`,
          visitor: `vis_crowd_${index}_${person}`,
        }
        const sent = addMinutes(at, person * 60)
        return [
          { ...base, fact: 'page', at: sent, url: 'https://shop.example/' },
          { ...base, fact: 'form', at: sent, formId: `frm_crowd_${index}_${person}`, phone: 'phone-a' },
        ]
      }),
)

const spending: fc.Arbitrary<Draft> = fc
  .record({ day: fc.constantFrom('2026-11-03', '2026-11-07'), at: instant, amountMinorUnits: fc.nat(5000) })
  .map((spend) => (account) => [
    { fact: 'spend', account, source: 'google', medium: 'cpc', campaign: null, ...spend },
  ])

/** Facts in some order, cut into bursts: between two of them the views may catch up. */
const drafts = fc.oneof(visits, calls, codes, forms, taps, crowds, spending, {
  weight: 3,
  arbitrary: sayings,
})
const history = fc.array(drafts, { minLength: 3, maxLength: 12 }).chain((drafts) => {
  const count = drafts.flatMap((draft, index) => draft('acc', index)).length
  return fc.record({
    drafts: fc.constant(drafts),
    order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
    pauses: fc.array(fc.integer({ min: 0, max: count }), { maxLength: 2 }),
    writeShards: fc.constantFrom(1, 1, 3),
  })
})

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never

/** Writes it in its order; where it pauses, the views catch up with all that was written until then. */
async function live({ drafts, order, pauses }: History, account: string): Promise<readonly Fact[]> {
  const facts = drafts.flatMap((draft, index) => draft(account, index))
  for (const [position, index] of order.entries()) {
    if (pauses.includes(position)) await bridge.settled()
    await bridge.write(facts[index] as Fact)
  }
  return facts
}

async function expectTruth(account: Account, facts: readonly Fact[]): Promise<void> {
  const expected = attributeNaively(facts, rules)
  const { data } = await bridge.get(account.id, '/v1/enquiries?limit=200', enquiryList)
  const shown = data.map(({ revision: _, ...enquiry }) => enquiry)
  const wanted = expected.enquiries
    .map((enquiry) => renderEnquiry({ enquiry, revision: 0 }, account))
    .map(({ revision: _, ...enquiry }) => JSON.parse(JSON.stringify(enquiry)))
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  expect(shown.sort(byId)).toEqual(wanted.sort(byId))

  const counted = expected.enquiries.filter(({ excluded }) => excluded === null).length
  const period = 'from=2026-10-31&to=2026-11-30'
  for (const groupBy of dimensions) {
    const path = `/v1/reports/sources?${period}&model=all&groupBy=${groupBy}`
    const { rows, totals } = await bridge.get(account.id, path, allModelsReportSchema)
    const report = reportOfAll(expected.rollup, groupBy)
    expect(rows).toEqual(report.rows)
    expect(totals).toEqual(report.totals)
    for (const model of creditModels) {
      expect(totals[model]?.enquiriesMicros).toBe(counted * 1_000_000)
    }
  }
  const journeys = await bridge.get(account.id, `/v1/reports/journeys?${period}`, journeysReportSchema)
  expect(journeys).toMatchObject(journeyReport(expected.rollup, 50))
  const { totals: codes } = await bridge.get(account.id, `/v1/reports/codes?${period}`, codesReportSchema)
  const { meanSeconds } = codes.timeToRedemption
  const webToPhone = codes.directions.find(({ direction }) => direction === 'web-to-phone')?.issued ?? 0
  expect({ ...codes, meanSeconds, webToPhone }).toMatchObject(countCodesNaively(facts, account.currency))
  const markov = await bridge.get(
    account.id,
    `/v1/reports/sources?${period}&model=markov`,
    sourcesReportSchema,
  )
  expect(markov.totals.enquiriesMicros).toBe(counted * 1_000_000)
  expect(markov.transform?.nulls).toBe(expected.nullVisitors(period.slice(5, 15), '2026-12-01'))
}

/** So many accounts live their histories at the same time, as they do. */
const accountsAtOnce = 8

let run = 0
it('any order, batching and repetition of facts gives the enquiries, credits and reports of a naive fold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: accountsAtOnce }), async (histories) => {
      const lives = await Promise.all(
        histories.map(async (each) => {
          const account = testAccount(`acc_order${run++}`, {
            ...rules,
            writeShards: each.writeShards,
            testCallers: rules.testCallers.map((phone) => ({ phone, sealed: '' })),
          })
          await bridge.createAccount(account)
          return { account, facts: await live(each, account.id) }
        }),
      )
      await bridge.settled()
      expect(bridge.failures).toEqual([])
      for (const { account, facts } of lives) await expectTruth(account, facts)
    }),
    { numRuns: runs(4), endOnFailure: true },
  )
}, 900_000)
