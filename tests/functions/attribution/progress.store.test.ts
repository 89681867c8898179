import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../../functions/attribution/compose.ts'
import { peopleList, personSchema } from '../../../functions/attribution/people/people-schema.ts'
import { funnelReportSchema } from '../../../functions/attribution/reports/funnel-schema.ts'
import { enquiryList, rebuildSchema } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { defaultProcess } from '../../../shared/domain/process-default.ts'
import { defaultScoring } from '../../../shared/domain/scoring-default.ts'
import { addDays, addMinutes } from '../../../shared/domain/time.ts'
import { createProcessStore } from '../../../shared/store/process-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { itemOf, startAttribution, testAccount, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
const now = '2026-11-20T00:00:00.000Z'
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables, { now: () => now })
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const came = '2026-11-02T10:00:00.000Z'
const page = (account: string, visitor: string, session: string, at: string, path: string): Fact => ({
  fact: 'page',
  account,
  session,
  visitor,
  at,
  url: `https://shop.example${path}`,
})
const form = (account: string, visitor: string, session: string, at: string, phone: string): Fact => ({
  fact: 'form',
  account,
  session,
  visitor,
  at,
  formId: `frm_${session}`,
  phone,
})
const call = (account: string, callSid: string, at: string, caller: string): Fact[] => [
  { fact: 'voice', account, callSid, number: '+442079460001', at, caller, numberId: 'num_1' },
  {
    fact: 'dial',
    account,
    callSid,
    number: '+442079460001',
    caller,
    scope: 'whole',
    status: 'completed',
    talkSeconds: 180,
    at: addMinutes(at, 4),
  },
  {
    fact: 'status',
    account,
    callSid,
    number: '+442079460001',
    caller,
    sequence: 3,
    status: 'completed',
    durationSeconds: 200,
    at: addMinutes(at, 4),
  },
]

async function live(facts: readonly Fact[]): Promise<void> {
  for (const fact of facts) await bridge.write(fact)
  await bridge.settled()
  expect(bridge.failures).toEqual([])
}
const people = (account: string, query = '') => bridge.get(account, `/v1/people?${query}`, peopleList)
const person = (account: string, id: string) => bridge.get(account, `/v1/people/${id}`, personSchema)
const funnel = (account: string, query = '') =>
  bridge.get(account, `/v1/reports/funnel?from=2026-11-01&to=2026-11-30&${query}`, funnelReportSchema)
const stepOf = async (account: string, id: string) =>
  (await funnel(account)).totals.steps.find((step) => step.id === id)

describe('progress', () => {
  it('of a visitor becomes the person’s once a contact is known to be theirs, and the visitor is counted no more', async () => {
    const account = 'acc_join'
    await bridge.createAccount(testAccount(account))
    await live([page(account, 'vis_1', 'ses_1', came, '/pricing?utm_source=google&utm_medium=cpc')])
    const [visitor] = (await people(account)).data
    expect(visitor).toMatchObject({ id: 'vis_1', kind: 'visitor', furthest: 'pricing', contacts: 0 })
    expect((await funnel(account)).totals.people).toBe(1)

    await live([form(account, 'vis_1', 'ses_1', addMinutes(came, 5), 'phone-a')])
    const { data } = await people(account)
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({
      id: 'per_frm_ses_1',
      kind: 'person',
      furthest: 'enquired',
      startedAt: came,
    })
    expect(data[0]?.firstSource).toMatchObject({ channel: 'Paid Search' })
    // By the id that they had, too.
    expect((await person(account, 'vis_1')).id).toBe('per_frm_ses_1')
    const report = await funnel(account, 'groupBy=channel&model=linear')
    expect(report.totals.people).toBe(1)
    expect(report.rows.map(({ key, people }) => [key, people])).toEqual([['Paid Search', 1]])
    const enquired = report.totals.steps.find(({ id }) => id === 'enquired')
    expect(enquired).toMatchObject({ people: 1, passed: 1, conversion: 1, stopped: 1 })
    // Within the promised 5 %.
    expect(Math.abs((enquired?.sincePrevious.medianSeconds ?? 0) - 300)).toBeLessThan(15)
  })

  it('goes back to the visitor when the evidence of the join is taken away', async () => {
    const account = 'acc_apart'
    await bridge.createAccount(testAccount(account))
    await live([
      page(account, 'vis_1', 'ses_1', came, '/pricing'),
      form(account, 'vis_1', 'ses_1', addMinutes(came, 5), 'phone-a'),
    ])
    const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
    const evidenceId = data[0]?.evidence[0]?.id ?? ''
    const base = { account, contact: 'frm_ses_1', at: addMinutes(came, 60), by: 'test' }
    await live([{ ...base, fact: 'verdict', evidenceId, verdict: 'revoked' }])
    expect((await people(account)).data.map(({ id, visits }) => [id, visits]).sort()).toEqual([
      ['per_frm_ses_1', 0],
      ['vis_1', 1],
    ])
    await live([{ ...base, fact: 'verdict', evidenceId, verdict: 'restored', at: addMinutes(came, 61) }])
    expect((await people(account)).data.map(({ id, visits }) => [id, visits])).toEqual([['per_frm_ses_1', 1]])
  })

  it('goes on after the contact: a later visit is the person’s, and takes the score over its threshold', async () => {
    const account = 'acc_later'
    await bridge.createAccount(testAccount(account))
    const second = addDays(came, 9)
    await live([
      page(account, 'vis_1', 'ses_1', came, '/'),
      form(account, 'vis_1', 'ses_1', addMinutes(came, 5), 'phone-a'),
      ...call(account, 'CA1', addMinutes(came, 90), 'phone-a'),
    ])
    const before = await person(account, 'per_frm_ses_1')
    expect(before.scoring.crossed.ready?.on).toBe('call')
    await live([page(account, 'vis_1', 'ses_2', second, '/pricing')])
    const after = await person(account, 'per_frm_ses_1')
    expect(after.steps.map(({ id }) => id)).toContain('pricing')
    expect(after.steps.find(({ id }) => id === 'pricing')?.because).toMatchObject({
      on: 'page',
      sessionId: 'ses_2',
      sentence: 'Saw /pricing.',
    })
    expect(after.steps.find(({ id }) => id === 'real-talk')?.because).toMatchObject({
      on: 'call',
      contact: 'CA1',
    })
    const left = after.scoring.points.reduce((sum, points) => sum + points.now, 0)
    expect(Math.abs(left - after.score)).toBeLessThan(1)
    expect(after.score).toBeGreaterThan(before.score)
    expect([before.visits, after.visits]).toEqual([1, 2])
  })

  it('is moved by hand, of a visitor and of a contact, and taken back', async () => {
    const account = 'acc_hand'
    await bridge.createAccount(testAccount(account))
    const base = { account, by: 'mem_1', step: 'visit-done' }
    await live([
      page(account, 'vis_1', 'ses_1', came, '/'),
      { ...base, fact: 'visitor-moved', visitor: 'vis_1', at: addMinutes(came, 10), isReached: true },
    ])
    expect((await person(account, 'vis_1')).steps.map(({ id }) => id)).toEqual(['visit', 'visit-done'])
    await live([form(account, 'vis_1', 'ses_1', addMinutes(came, 20), 'phone-a')])
    expect((await person(account, 'vis_1')).steps.map(({ id }) => id)).toContain('visit-done')
    await live([
      { ...base, fact: 'step-moved', contact: 'frm_ses_1', at: addMinutes(came, 30), isReached: false },
    ])
    expect((await person(account, 'vis_1')).steps.map(({ id }) => id)).not.toContain('visit-done')
  })

  it('follows the mails that were sent to whoever made the contact', async () => {
    const account = 'acc_mails'
    await bridge.createAccount(testAccount(account))
    const mail = { account, contact: 'frm_ses_1', by: 'outreach', mail: 'm1', sequence: 'seq_1', step: 'one' }
    await live([
      { ...mail, fact: 'mail-event', at: addMinutes(came, 60), event: 'clicked' },
      page(account, 'vis_1', 'ses_1', came, '/'),
      form(account, 'vis_1', 'ses_1', addMinutes(came, 5), 'phone-a'),
    ])
    const { steps, scoring } = await person(account, 'per_frm_ses_1')
    expect(steps.find(({ id }) => id === 'mail-clicked')?.because.sentence).toBe(
      'Followed the link of a mail of seq_1.',
    )
    expect(scoring.points[0]).toMatchObject({ rule: 'mail-clicked', given: 10 })
  })

  it('is derived anew for all of history when a rule changes; a name changes nothing', async () => {
    const account = 'acc_rules'
    await bridge.createAccount(testAccount(account))
    await live([
      page(account, 'vis_1', 'ses_1', came, '/doors/oak'),
      page(account, 'vis_2', 'ses_2', addDays(came, 3), '/doors/pine'),
      form(account, 'vis_2', 'ses_2', addDays(came, 4), 'phone-b'),
    ])
    expect(await stepOf(account, 'pricing')).toMatchObject({ people: 0 })
    const processes = createProcessStore(tables.ledger)
    const steps = defaultProcess.steps.map((step) =>
      step.id === 'pricing' ? { ...step, rules: [{ on: 'page' as const, path: '/doors/*' }] } : step,
    )
    await processes.putProcess(account, { ...defaultProcess, steps }, 0, now)
    await bridge.settled()
    expect(await stepOf(account, 'pricing')).toMatchObject({ people: 2, passed: 2 })
    const done = await bridge.get(account, '/v1/rebuild', rebuildSchema)
    expect(done).toMatchObject({ running: false, reason: 'settings', daysDone: 3 })

    const rules = [
      { id: 'doors', name: 'Doors', when: { on: 'page' as const, path: '/doors/*' }, points: 60 },
    ]
    await processes.putScoring(account, { ...defaultScoring, halfLifeDays: null, rules }, 0, now)
    await bridge.settled()
    expect((await people(account, 'order=score&band=ready')).data.map(({ score }) => score)).toEqual([60, 60])
    await processes.putScoring(
      account,
      { ...defaultScoring, halfLifeDays: null, rules: rules.map((rule) => ({ ...rule, name: 'Other' })) },
      1,
      now,
    )
    await bridge.settled()
    expect((await person(account, 'vis_1')).scoring.points[0]?.name).toBe('Other')
  })
})

describe('the list of people', () => {
  it('is in the order of scores as they stand now, page by page, and knows bands and steps', async () => {
    const account = 'acc_list'
    await bridge.createAccount({ ...testAccount(account), writeShards: 3 })
    const hot = Array.from({ length: 9 }, (_, index) => `vis_hot${index}`)
    await live([
      // The later the visits, the less has faded.
      ...hot.flatMap((visitor, index) => [
        page(account, visitor, `ses_${visitor}_1`, addDays(came, 2 * index), '/pricing'),
        page(account, visitor, `ses_${visitor}_2`, addDays(came, 2 * index + 1), '/contact-us'),
      ]),
      page(account, 'vis_cold', 'ses_cold', came, '/'),
    ])
    const found: string[] = []
    let cursor = ''
    do {
      const list = await people(account, `order=score&limit=4${cursor && `&cursor=${cursor}`}`)
      found.push(...list.data.map(({ id }) => id))
      cursor = list.nextCursor ?? ''
    } while (cursor)
    expect(found).toEqual(hot.toReversed())

    const bandsOf = async (band: string) => {
      const { data } = await people(account, `order=score&band=${band}&limit=200`)
      expect(data.every((each) => each.band === band)).toBe(true)
      return data.map(({ id }) => id)
    }
    const warm = await bandsOf('warm')
    expect(warm.length).toBeGreaterThan(0)
    expect(warm).toEqual(hot.toReversed().slice(0, warm.length))
    expect((await bandsOf('cold')).sort()).toEqual(
      [...hot, 'vis_cold'].filter((id) => !warm.includes(id)).sort(),
    )
    const pricing = await people(account, 'step=pricing&limit=200')
    expect(pricing.data.map(({ id }) => id)).toEqual(hot.toReversed())
    const stopped = await people(account, 'furthest=visit')
    expect(stopped.data.map(({ id }) => id)).toEqual(['vis_cold'])
  })
})

describe('what is written', () => {
  /** A table that notes where something is written. */
  function noting(table: Table, written: string[]): Table {
    const note =
      <Args extends unknown[], Answer>(work: (...args: Args) => Answer) =>
      (...args: Args): Answer => {
        written.push(JSON.stringify(args[0]))
        return work(...args)
      }
    return {
      ...table,
      put: note(table.put),
      putIf: note(table.putIf),
      update: note(table.update),
      delete: note(table.delete),
      transact: note(table.transact),
    }
  }

  it('is nothing for a heartbeat, and for a page that no rule asks for', async () => {
    const account = 'acc_still'
    await bridge.createAccount(testAccount(account))
    await live([
      page(account, 'vis_1', 'ses_1', came, '/pricing'),
      page(account, 'vis_1', 'ses_1', addMinutes(came, 2), '/about'),
      page(account, 'vis_2', 'ses_2', came, '/pricing'),
      form(account, 'vis_2', 'ses_2', addMinutes(came, 1), 'phone-a'),
    ])
    await live([page(account, 'vis_2', 'ses_2', addMinutes(came, 2), '/about')])
    const written: string[] = []
    const { streams } = compose(
      { ledger: tables.ledger, views: noting(tables.views, written) },
      { TIELINE_MASTER_KEY: testMasterKey },
      () => now,
    )
    const facts: Fact[] = [
      page(account, 'vis_1', 'ses_1', addMinutes(came, 3), '/pricing'),
      page(account, 'vis_2', 'ses_2', addMinutes(came, 3), '/about'),
      { fact: 'seen', account, session: 'ses_1', visitor: 'vis_1', at: addMinutes(came, 9) },
    ]
    for (const fact of facts) await tables.ledger.put(itemOf(fact))
    const event: DynamoDBStreamEvent = {
      Records: facts.map((fact, index) => ({
        dynamodb: { SequenceNumber: String(index), NewImage: marshall(itemOf(fact)) as never },
      })),
    }
    expect(await streams.ledger(event)).toEqual({ batchItemFailures: [] })
    expect(written).toEqual([])
    await bridge.settled()
  })
})
