import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { AttributeValue } from 'aws-lambda'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { parquetOf } from '../../cli/lake/parquet.ts'
import { lake } from '../../cli/lake-command.ts'
import { compose } from '../../functions/lake/compose.ts'
import type { Fact } from '../../shared/domain/fact.ts'
import { lakeQueries } from '../../shared/domain/lake-queries.ts'
import { type LakeRow, lakeColumns, partitionFolderOf } from '../../shared/domain/lake-schema.ts'
import { itemOf, startAttribution, testAccount, testMasterKey } from '../support/bridge.ts'
import { type Answer, openLakeFiles } from '../support/duckdb.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { run } from './run.ts'

const account = 'acc_lake'
const other = 'acc_other_lake'
let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let folder: string
let env: Record<string, string>

const at = (day: number, minute: number) => `2026-06-0${day}T10:${String(minute).padStart(2, '0')}:00.000Z`
const sources = ['utm_source=google&utm_medium=cpc&utm_campaign=sash', 'utm_source=bing&utm_medium=cpc', '']
const pageUrl = (turn: number, path = 'sash') =>
  `https://shop.example/${path}?${sources[turn % sources.length]}`

/** On each of three days five visits; every other one calls its leased number, some to nobody's answer. */
const factsOf = (id: string): Fact[] =>
  [1, 2, 3].flatMap((day) =>
    [0, 1, 2, 3, 4].flatMap((turn): Fact[] => {
      const visit = { account: id, session: `ses_${day}_${turn}`, visitor: `vis_${turn}` }
      const number = `+4420794600${day}${turn}`
      const call = {
        account: id,
        callSid: `CA${day}${turn}`,
        number,
        caller: `hash-${turn}`,
        sealedCaller: 'sealed',
      }
      const page = { fact: 'page' as const, ...visit, title: 'Ann Canary' }
      const visited: Fact[] = [
        { ...page, at: at(day, turn), url: pageUrl(turn + day) },
        { ...page, at: at(day, turn + 2), url: 'https://shop.example/doors', referrer: pageUrl(turn + day) },
      ]
      if (turn % 2 === 1) return visited
      const { visitor, session } = visit
      return [
        ...visited,
        {
          fact: 'lease',
          account: id,
          number,
          session,
          visitor,
          from: at(day, turn),
          until: at(day, 40),
          freeAt: at(day, 45),
          shared: false,
        },
        { fact: 'voice', ...call, at: at(day, turn + 10) },
        {
          fact: 'dial',
          ...call,
          at: at(day, turn + 11),
          status: turn === 0 ? 'no-answer' : 'completed',
          scope: 'whole',
          ...(turn > 0 && { talkSeconds: 60 }),
        },
        {
          fact: 'status',
          ...call,
          at: at(day, turn + 12),
          sequence: 1,
          status: 'completed',
          durationSeconds: 70,
        },
      ]
    }),
  )

beforeAll(async () => {
  // The engines tell one client's tables from another's by key and Region.
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'eu-west-1',
  })
  folder = await mkdtemp(join(tmpdir(), 'tieline-lake-'))
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  env = {
    LEDGER_TABLE: tables.names.ledger,
    VIEWS_TABLE: tables.names.views,
    TIELINE_MASTER_KEY: testMasterKey,
    DYNAMODB_ENDPOINT: tables.endpoint,
  }
  for (const id of [account, other]) await bridge.createAccount(testAccount(id))
  for (const fact of [...factsOf(account), ...factsOf(other).slice(0, 9)]) await bridge.write(fact)
  await bridge.settled()
  const written = await run(lake, ['--to', join(folder, 'local')], { env })
  expect(written.out).toMatch(/75 facts in 3 files below/)
}, 120_000)
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
  await rm(folder, { recursive: true })
})

async function filesOf(name: string): Promise<string[]> {
  const files = await readdir(join(folder, name), { recursive: true })
  return files.filter((file) => file.endsWith('.parquet')).sort()
}
async function askAll(name: string, query: string): Promise<Answer[]> {
  const files = await openLakeFiles(join(folder, name))
  try {
    const { sql } = lakeQueries.find((each) => each.name === query) ?? { sql: '' }
    return await files.ask(sql, [account, '2026-06-01', '2026-06-03'])
  } finally {
    files.close()
  }
}

const report = z.object({ rows: z.array(z.object({ key: z.string(), sessions: z.number() })) })

describe('on one machine', () => {
  it('writes a partition a day, which two readers read alike', async () => {
    expect(await filesOf('local')).toEqual(
      [1, 2, 3]
        .map((day) => `facts/day=2026-06-0${day}/part-0000${day}.parquet`)
        .map((file) => expect.stringContaining(file.slice(0, 21))),
    )
    const files = await openLakeFiles(join(folder, 'local'))
    const byDuckDb = await files.ask(
      'select fact, count(*) as facts, max(duration_seconds) as longest from facts group by 1 order by 1',
    )
    files.close()
    const rows: Record<string, unknown>[] = []
    for (const file of await filesOf('local')) {
      const bytes = await readFile(join(folder, 'local', file))
      const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
      rows.push(...(await parquetReadObjects({ file: buffer })))
    }
    expect(Object.keys(rows[0] ?? {})).toEqual(lakeColumns.map(({ name }) => name))
    const kinds = [...new Set(rows.map(({ fact }) => String(fact)))].sort()
    expect(byDuckDb).toEqual(
      kinds.map((kind) => ({
        fact: kind,
        facts: rows.filter(({ fact }) => fact === kind).length,
        longest: kind === 'status' ? 70 : null,
      })),
    )
    expect(
      JSON.stringify(rows, (_name, value) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toMatch(/canary|hash-|sealed/i)
  })

  it('counts the sessions of each source and day as the report does', async () => {
    const asked = await askAll('local', 'sessions-by-source-and-day')
    for (const day of ['2026-06-01', '2026-06-02', '2026-06-03']) {
      const { rows } = await bridge.get(
        account,
        `/v1/reports/sources?from=${day}&to=${day}&groupBy=source`,
        report,
      )
      const told = Object.fromEntries(
        rows.filter(({ sessions }) => sessions > 0).map(({ key, sessions }) => [key, sessions]),
      )
      const ofDay = asked.filter(({ on_day }) => on_day === day)
      expect(Object.fromEntries(ofDay.map(({ source, sessions }) => [source, sessions]))).toEqual(told)
      expect(Object.keys(told)).toHaveLength(3)
    }
  })

  it('answers what no report does', async () => {
    expect(await askAll('local', 'minutes-to-the-call')).toEqual([
      { campaign: '(none)', sessions: 6, average_minutes: 10, longest_minutes: 10 },
      { campaign: 'sash', sessions: 3, average_minutes: 10, longest_minutes: 10 },
    ])
    expect(await askAll('local', 'calls-by-hour-and-landing-page')).toEqual([
      { hour: 10, landing_page: 'https://shop.example/sash', calls: 9, unanswered: 3 },
    ])
    expect(await askAll('local', 'pages-before-the-call')).toEqual([
      { page: 'https://shop.example/doors', callers: 9 },
      { page: 'https://shop.example/sash', callers: 9 },
    ])
  })

  it('writes into a new folder only, and prints its queries', async () => {
    const again = await run(lake, ['--to', join(folder, 'local')], { env })
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })
    const printed = await run(lake, ['--query', 'minutes-to-the-call'], {})
    expect(printed.out).toContain('select coalesce(pages.campaign')
    expect((await run(lake, ['--query', 'nothing'], {})).err).toContain('there is no query "nothing"')
    expect((await run(lake, [], {})).err).toContain('say where')
  })
})

describe('deployed', () => {
  const recordOf = (item: object, sequence: number) => ({
    eventName: 'INSERT' as const,
    dynamodb: {
      SequenceNumber: String(sequence),
      NewImage: marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue>,
    },
  })

  it('answers the same from the stream, though batches come twice and leases move', async () => {
    const rows: LakeRow[] = []
    const consume = compose(
      { put: async (some) => void rows.push(...some) },
      { TIELINE_MASTER_KEY: testMasterKey },
    )
    const facts = factsOf(account)
    const early = facts.map((fact) => (fact.fact === 'lease' ? { ...fact, until: fact.from } : fact))
    const batch = (some: readonly Fact[], from: number) => ({
      Records: some.map((fact, index) => recordOf(itemOf(fact), from + index)),
    })
    // Sequence numbers are compared as numbers, whatever their length.
    await consume(batch(facts, 1000))
    await consume(batch(early, 9))
    expect(await consume(batch(facts, 1000))).toEqual({ batchItemFailures: [] })
    // Of what is no fact nothing is told, nor of what has gone.
    await consume({
      Records: [
        recordOf({ pk: account, sk: 'account', name: 'Sash' }, 5000),
        { dynamodb: { SequenceNumber: '6' } },
      ],
    })
    expect(rows).toHaveLength(facts.length * 3)

    // Everything arrived on the last day.
    const partition = join(folder, 'deployed', partitionFolderOf('2026-06-03'))
    await mkdir(partition, { recursive: true })
    await writeFile(join(partition, 'firehose.parquet'), parquetOf(rows))
    for (const { name } of lakeQueries) {
      expect(await askAll('deployed', name), name).toEqual(await askAll('local', name))
    }
  })

  it('fails as a whole where the rows were not taken, so that the batch comes again', async () => {
    const consume = compose(
      { put: () => Promise.reject(new Error('refused')) },
      { TIELINE_MASTER_KEY: testMasterKey },
    )
    const [fact] = factsOf(account) as [Fact]
    await expect(consume({ Records: [recordOf(itemOf(fact), 1)] })).rejects.toThrow('refused')
  })
})
