import { expect } from 'vitest'
import { inParallel } from '../../../functions/attribution/derive/in-parallel.ts'
import { peopleList } from '../../../functions/attribution/people/people-schema.ts'
import { renderEnquiry } from '../../../functions/attribution/render.ts'
import { funnelReportSchema } from '../../../functions/attribution/reports/funnel-schema.ts'
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
import { dimensions, keyOf } from '../../../shared/domain/rollup.ts'
import { exactScore, shownScore } from '../../../shared/domain/scoring.ts'
import { reportOfAll } from '../../../shared/domain/source-report.ts'
import { startAttribution, testAccount } from '../../support/bridge.ts'
import { createTestTables } from '../../support/engine.ts'
import { attributeNaively } from '../../support/naive-attribution.ts'
import { countCodesNaively } from '../../support/naive-codes.ts'
import {
  countFunnelNaively,
  type NaivePerson,
  naiveProcess,
  naiveScoring,
} from '../../support/naive-progress.ts'
import { factsOf, type History } from './histories.ts'

/** When the scores are looked at. */
const now = '2026-12-01T00:00:00.000Z'

const rules = { enquiryGapDays: 3, lookbackDays: 10, testCallers: ['phone-c'] }

type Attribution = Awaited<ReturnType<typeof startAttribution>>

/**
 * Attribution whose stream comes in batches of at most that size, a third of them twice, as streams are allowed to do.
 * @param rowsAtOnce so many rows make a stretch of time too full to be added up as a whole
 */
export async function openLane(batchSize: number, rowsAtOnce?: number) {
  const tables = await createTestTables()
  const bridge = await startAttribution(tables, {
    duplicate: 0.3,
    random: Math.random,
    now: () => now,
    batchSize,
    ...(rowsAtOnce !== undefined && { rowsAtOnce }),
  })
  return {
    bridge,
    async close() {
      await bridge.stop()
      await tables.drop()
    },
  }
}

let accounts = 0
async function openAccount(bridge: Attribution, { writeShards }: History): Promise<Account> {
  const account = testAccount(`acc_order${accounts++}`, {
    ...rules,
    writeShards,
    testCallers: rules.testCallers.map((phone) => ({ phone, sealed: '' })),
  })
  await bridge.createAccount(account)
  await bridge.putRules(account.id, naiveProcess, naiveScoring)
  return account
}

/**
 * Lives all of these histories at the same time, each in an account of its own, and compares what the views show of each
 * with the naive fold of its facts.
 * @returns the facts of them all
 */
export async function expectTruthOfAll(
  bridge: Attribution,
  histories: readonly History[],
): Promise<readonly Fact[]> {
  const lives = await Promise.all(
    histories.map(async (history) => {
      const account = await openAccount(bridge, history)
      return { account, bursts: history.bursts, facts: factsOf(history, account.id) }
    }),
  )
  const longest = Math.max(...lives.map(({ bursts }) => bursts.length))
  for (let burst = 0; burst < longest; burst++) {
    await Promise.all(
      lives.map(async ({ bursts, facts }) => {
        for (const index of bursts[burst] ?? []) await bridge.write(facts[index] as Fact)
      }),
    )
    await bridge.settled()
  }
  expect(bridge.failures).toEqual([])
  await inParallel(lives, 8, async ({ account, bursts, facts }) => {
    try {
      await expectTruth(bridge.stillGet(), account, facts)
    } catch (error) {
      const arrivals = bursts.map((burst) => burst.map((index) => facts[index]))
      ;(error as Error).message +=
        `\nin the account of these facts, by burst:\n${JSON.stringify(arrivals, null, 1)}`
      throw error
    }
  })
  return lives.flatMap(({ facts }) => facts)
}

async function expectTruth(get: Attribution['get'], account: Account, facts: readonly Fact[]): Promise<void> {
  const expected = attributeNaively(facts, rules)
  const { data } = await get(account.id, '/v1/enquiries?limit=200', enquiryList)
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
    const { rows, totals } = await get(account.id, path, allModelsReportSchema)
    const report = reportOfAll(expected.rollup, groupBy)
    expect(rows).toEqual(report.rows)
    expect(totals).toEqual(report.totals)
    for (const model of creditModels) {
      expect(totals[model]?.enquiriesMicros).toBe(counted * 1_000_000)
    }
  }
  await expectPeople(get, account, expected.people)

  const journeys = await get(account.id, `/v1/reports/journeys?${period}`, journeysReportSchema)
  expect(journeys).toMatchObject(journeyReport(expected.rollup, 50))
  const { totals: codes } = await get(account.id, `/v1/reports/codes?${period}`, codesReportSchema)
  const { meanSeconds } = codes.timeToRedemption
  const webToPhone = codes.directions.find(({ direction }) => direction === 'web-to-phone')?.issued ?? 0
  expect({ ...codes, meanSeconds, webToPhone }).toMatchObject(countCodesNaively(facts, account.currency))
  const markov = await get(account.id, `/v1/reports/sources?${period}&model=markov`, sourcesReportSchema)
  expect(markov.totals.enquiriesMicros).toBe(counted * 1_000_000)
  expect(markov.transform?.nulls).toBe(expected.nullVisitors(period.slice(5, 15), '2026-12-01'))
}

async function expectPeople(
  get: Attribution['get'],
  account: Account,
  people: readonly NaivePerson[],
): Promise<void> {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  const { data } = await get(account.id, '/v1/people?limit=200', peopleList)
  expect(
    data
      .map(({ id, kind, startedAt, steps, visits, contacts, score }) => ({
        id,
        kind,
        startedAt,
        steps: steps.toSorted(),
        visits,
        contacts,
        score,
      }))
      .sort(byId),
  ).toEqual(
    people
      .map(({ id, kind, startedAt, steps, visits, contacts, points }) => ({
        id,
        kind,
        startedAt,
        steps: [...steps.keys()].sort(),
        visits,
        contacts,
        score: shownScore(exactScore({ points, halfLifeDays: naiveScoring.halfLifeDays }, now)),
      }))
      .sort(byId),
  )
  for (const model of creditModels) {
    const path = `/v1/reports/funnel?from=2026-10-31&to=2026-11-30&model=${model}`
    const { rows, totals } = await get(account.id, path, funnelReportSchema)
    const expected = countFunnelNaively(people, model, (source) => keyOf('channel', source))
    expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(expected.keys()))
    expect(totals.people).toBe(people.filter(({ steps }) => steps.size > 0).length)
    for (const { key, peopleMicros, steps } of rows) {
      const row = expected.get(key)
      expect(peopleMicros).toBe(row?.people)
      for (const step of steps) {
        expect([step.id, step.peopleMicros]).toEqual([step.id, row?.reached.get(step.id) ?? 0])
        if (step.stopped !== null)
          expect(step.stopped * 1_000_000).toBeCloseTo(row?.stopped.get(step.id) ?? 0, 3)
      }
    }
  }
}
