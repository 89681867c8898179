import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { compose } from '../../../functions/attribution/compose.ts'
import { enquiryList, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { itemOf, startAttribution, testAccount, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { faultyTable } from '../../support/faulty-table.ts'
import { runs } from '../../support/runs.ts'
import { createWitness } from '../../support/witness.ts'

let tables: Tables
/** Reads the answers, and takes what the consumer under test leaves of the views' own stream. */
let healthy: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  // Each of the many failures that are caused here is told of.
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  tables = await createTestTables()
  healthy = await startAttribution(tables)
})
afterAll(async () => {
  vi.restoreAllMocks()
  await healthy.stop()
  await tables.drop()
})

const called = '2026-11-02T10:00:00.000Z'
const code = '4820913365'
const number = '+442079460001'

/** A visit, a call to the number it was shown, a code given in the call and entered in another visit, and what became of it. */
function story(account: string): Fact[] {
  const page = (session: string, visitor: string, at: string, url: string): Fact => ({
    fact: 'page',
    account,
    session,
    visitor,
    at,
    url,
  })
  const shown = addMinutes(called, -5)
  return [
    page('ses_1', 'vis_1', shown, 'https://shop.example/?utm_source=google&utm_medium=cpc'),
    {
      fact: 'lease',
      account,
      number,
      session: 'ses_1',
      visitor: 'vis_1',
      from: shown,
      until: addMinutes(shown, 30),
      freeAt: addMinutes(shown, 40),
      shared: false,
    },
    { fact: 'phone-click', account, session: 'ses_1', visitor: 'vis_1', at: addMinutes(called, -1), number },
    { fact: 'voice', account, callSid: 'CA1', number, at: called, caller: 'phone-a', numberId: 'num_1' },
    { fact: 'code-issued', account, code, campaignId: 'cmp_1', singleUse: true, at: called, callSid: 'CA1' },
    page('ses_2', 'vis_2', addMinutes(called, 60), 'https://shop.example/checkout'),
    {
      fact: 'code-used',
      account,
      code,
      campaignId: 'cmp_1',
      singleUse: true,
      at: addMinutes(called, 61),
      useId: 'red_1',
      how: 'online',
      session: 'ses_2',
    },
    {
      fact: 'outcome',
      account,
      contact: 'CA1',
      at: addMinutes(called, 90),
      by: 'api',
      stage: 'won',
      valueMinorUnits: 900,
    },
  ]
}

async function told(account: string) {
  const { data } = await healthy.get(account, '/v1/enquiries', enquiryList)
  const report = await healthy.get(
    account,
    '/v1/reports/sources?from=2026-11-01&to=2026-11-30&model=linear',
    sourcesReportSchema,
  )
  return {
    enquiries: data.map(({ revision: _, ...enquiry }) => enquiry),
    rows: report.rows,
    totals: report.totals,
  }
}

/** Consumers of their own on tables that fail once, at the given call; the stream brings the batch again, as it does. */
async function liveThrough(account: string, failAt: number, when: 'before' | 'after'): Promise<number> {
  await healthy.createAccount(testAccount(account))
  let calls = 0
  const fate = () => {
    calls += 1
    return calls === failAt ? when : undefined
  }
  const { streams } = compose(
    {
      ledger: faultyTable(tables.ledger, fate).table,
      views: faultyTable(tables.views, fate).table,
    },
    { TIELINE_MASTER_KEY: testMasterKey },
  )
  for (const fact of story(account)) {
    const event = await written(fact)
    for (let tries = 0; ; tries++) {
      const { batchItemFailures } = await streams.ledger(event)
      if (batchItemFailures.length === 0) break
      if (tries > 3) throw new Error('the batch fails again and again')
    }
  }
  return calls
}

/** Writes the fact as its store does and tells of it in the shape in which a stream would; nobody else hears of it. */
async function written(fact: Fact): Promise<DynamoDBStreamEvent> {
  await healthy.write(fact)
  const NewImage = marshall(itemOf(fact), { removeUndefinedValues: true })
  return {
    Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: NewImage as never } }],
  }
}

describe('a consumer that ends before or after any of its calls', () => {
  it('comes to the same enquiries and reports when the batch is brought again', async () => {
    const whole = await liveThrough('acc_fault', 0, 'before')
    await healthy.settled()
    const expected = await told('acc_fault')
    expect(expected.totals).toMatchObject({ enquiries: 1, calls: 1, redemptions: 1, sessions: 2, value: 900 })

    // Every call in the long run; in the short one a sample that moves through all kinds of them.
    const step = runs(1) > 1 ? 1 : 31
    const ends = [...Array(whole).keys()].filter((call) => call % step === 0)
    for (const [index, call] of ends.entries()) {
      const account = `acc_fault_${index}`
      await liveThrough(account, call + 1, index % 2 === 0 ? 'before' : 'after')
    }
    await healthy.settled()
    expect(healthy.failures).toEqual([])
    for (const index of ends.keys()) expect(await told(`acc_fault_${index}`)).toEqual(expected)
  }, 900_000)
})

describe('a record that can’t be handled', () => {
  it('fails alone: what came with it in the batch is done', async () => {
    const account = 'acc_poison'
    await healthy.createAccount(testAccount(account))
    const witness = createWitness()
    const { streams } = compose(tables, { TIELINE_MASTER_KEY: testMasterKey }, undefined, undefined, witness)
    const good = await written(story(account)[0] as Fact)
    const poison = {
      eventName: 'INSERT' as const,
      dynamodb: {
        SequenceNumber: '2',
        NewImage: {
          pk: { S: 'x' },
          sk: { S: 'y' },
          fact: { S: 'voice' },
          account: { S: 'acc_nobody' },
          at: { S: 'never' },
        },
      },
    }
    const { batchItemFailures } = await streams.ledger({ Records: [poison as never, ...good.Records] })
    expect(batchItemFailures).toEqual([{ itemIdentifier: '2' }])
    expect([witness.counted('StreamRecords'), witness.counted('StreamRecordsFailed')]).toEqual([2, 1])
    await healthy.settled()
    expect((await told(account)).totals.sessions).toBe(1)
  })
})

describe('two consumers of the same stream at the same time', () => {
  it('come to the same as one', async () => {
    const account = 'acc_twice'
    await healthy.createAccount(testAccount(account))
    const [one, other] = [
      compose(tables, { TIELINE_MASTER_KEY: testMasterKey }),
      compose(tables, { TIELINE_MASTER_KEY: testMasterKey }),
    ]
    for (const fact of story(account)) {
      const event = await written(fact)
      await Promise.all([one, other, one].map(({ streams }) => streams.ledger(event)))
    }
    await healthy.settled()
    const { enquiries, ...report } = await told(account)
    const expected = await told('acc_fault')
    expect(report).toEqual({ rows: expected.rows, totals: expected.totals })
    expect(enquiries).toEqual(expected.enquiries)
  })
})
