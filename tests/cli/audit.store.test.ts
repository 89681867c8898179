import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from '../../cli/audit-command.ts'
import { rebuild } from '../../cli/rebuild-command.ts'
import { enquiryIdOf } from '../../shared/domain/enquiry.ts'
import type { Fact } from '../../shared/domain/fact.ts'
import { pack } from '../../shared/store/packed.ts'
import type { Item } from '../../shared/store/table.ts'
import { viewKeys, viewPartitions } from '../../shared/store/view-keys.ts'
import { startAttribution, testAccount, testMasterKey } from '../support/bridge.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { run } from './run.ts'

const account = 'acc_audited'
const other = 'acc_other'
let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let env: Record<string, string>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  env = {
    LEDGER_TABLE: tables.names.ledger,
    VIEWS_TABLE: tables.names.views,
    TIELINE_MASTER_KEY: testMasterKey,
    DYNAMODB_ENDPOINT: tables.endpoint,
  }
  // The engines tell one client's tables from another's by key and Region.
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'eu-west-1',
  })
  for (const id of [account, other]) {
    await bridge.createAccount(testAccount(id))
    for (const fact of history(id)) await bridge.write(fact)
  }
  await bridge.settled()
  expect(bridge.failures).toEqual([])
}, 120_000)
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const at = (day: number, minute: number) => `2026-06-0${day}T10:${String(minute).padStart(2, '0')}:00.000Z`
const number = '+442079460001'

/** Visits, calls of leased numbers, one that comes again, and a visit whose earlier page comes late: its row moves. */
function history(id: string): Fact[] {
  return [1, 2, 3].flatMap((day): Fact[] => {
    const session = `ses_${day}`
    const page = {
      fact: 'page' as const,
      account: id,
      session,
      visitor: `vis_${day}`,
      url: 'https://shop.example/?utm_source=bing&utm_medium=cpc',
    }
    const call = { account: id, callSid: `CA${day}`, number, caller: `phone-${day % 2}`, numberId: 'num_1' }
    return [
      { ...page, at: at(day, 20) },
      {
        fact: 'lease',
        account: id,
        number,
        session,
        visitor: `vis_${day}`,
        from: at(day, 20),
        until: at(day, 50),
        freeAt: at(day, 59),
        shared: false,
      },
      { ...call, fact: 'voice', at: at(day, 30) },
      { ...call, fact: 'status', at: at(day, 31), sequence: 1, status: 'completed', durationSeconds: 40 },
      { ...page, at: at(day, 1) },
    ]
  })
}

const auditNow = async (...args: string[]) => {
  const { code, out } = await run(audit, ['--json', ...args], { env })
  return {
    code,
    found: out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; pk: string; sk: string }),
  }
}

async function rowsOf(pk: string, prefix = ''): Promise<Item[]> {
  return tables.views.query({ pk, prefix })
}

/** Positions in the streams are saved now and then. */
const isView = ({ pk }: Item) => !pk.startsWith('stream#')

it('finds nothing where nothing is wrong, says so, and writes nothing', async () => {
  // A row once stood here and has gone, as where an enquiry turned out to have begun earlier.
  const gone = viewKeys.enquiryRow(account, '2026-06-01T23:00:00.000Z', enquiryIdOf('CA1'))
  await tables.views.put({
    ...gone,
    account,
    isGone: true,
    stamp: 'gone',
    expiresAtEpochSeconds: 4_102_444_800,
  })
  await bridge.settled()
  const before: Item[] = []
  for await (const page of tables.views.scan()) before.push(...page.filter(isView))
  const { code, out, err } = await run(audit, [], { env })
  expect(out).toBe('No difference: the views say what the ledger says.\n')
  expect(code).toBe(0)
  expect(err).toMatch(/30 facts of 2 accounts/)
  const after: Item[] = []
  for await (const page of tables.views.scan()) after.push(...page.filter(isView))
  expect(after).toEqual(before)
}, 120_000)

it('finds each damage, and rebuild mends all of it', async () => {
  const day = viewPartitions.day(account, '2026-06-01')
  const [enquiry] = await rowsOf(day, 'enquiry#')
  const [call] = await rowsOf(day, 'call#')
  const [session] = await rowsOf(viewPartitions.day(account, '2026-06-02'), 'session#')
  const [quarter] = await rowsOf(viewPartitions.quarters(account, '2026-06-03'))
  const [zoned] = await rowsOf(viewPartitions.zonedDays(account, 'UTC'))
  const [link] = await rowsOf(viewPartitions.node(account, `number:${number}`))
  const head = await tables.views.get(viewKeys.head(account, enquiryIdOf('CA2')))
  if (!enquiry || !call || !session || !quarter || !zoned || !link || !head)
    throw new Error('a view is missing')
  const key = ({ pk, sk }: Item) => ({ pk, sk })
  const orphan = { ...enquiry, sk: enquiry.sk.replace('CA1', 'CA9') }

  // As by a hand that no stream tells of: the copies of the rollups are changed last.
  await tables.views.delete(key(enquiry))
  await tables.views.delete(key(link))
  await tables.views.put({ ...call, body: pack({ nonsense: true }) })
  await tables.views.put(orphan)
  await tables.views.delete(key(session))
  await tables.views.put({ ...head, enquiryId: 'enq_CA9' })
  await bridge.settled()
  await tables.views.put({ ...zoned, body: pack({ nonsense: { Direct: [7] } }) })
  await tables.views.put({ ...quarter, body: pack({ nonsense: { Direct: [7] } }) })
  await tables.views.delete(key(zoned))

  const { code, found } = await auditNow()
  expect(code).toBe(1)
  const has = (kind: string, item: Item) => expect(found).toContainEqual({ kind, ...key(item) })
  has('missing', enquiry)
  has('missing', link)
  has('missing', session)
  has('missing', zoned)
  has('different', call)
  has('different', head)
  has('different', quarter)
  has('added', orphan)
  expect(found.every(({ pk }) => pk.startsWith(`${account}#`))).toBe(true)
  expect((await auditNow('--account', other)).code).toBe(0)

  const mended = await run(rebuild, [], { env })
  expect(mended.out).toBe('No difference: the views say what the ledger says.\n')
  expect(mended.code).toBe(0)
  expect(mended.err).toContain('differences mended')
  await bridge.settled()
  expect((await auditNow()).found).toEqual([])
}, 300_000)

it('says in one line what the environment lacks', async () => {
  const lacking = await run(audit, [], { env: { LEDGER_TABLE: 'a', VIEWS_TABLE: 'b' } })
  expect(lacking).toMatchObject({ code: 1, err: expect.stringContaining('TIELINE_MASTER_KEY') })
  const nowhere = await run(audit, [], { env: { TIELINE_DATA: '/no/such/folder' } })
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('TIELINE_DATA') })
})
