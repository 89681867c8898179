import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from '../../cli/audit-command.ts'
import { itemOfLine, lineOf, type Manifest } from '../../cli/backup/format.ts'
import { markerItem } from '../../cli/backup/marker.ts'
import { backup } from '../../cli/backup-command.ts'
import { rebuild } from '../../cli/rebuild-command.ts'
import { restore } from '../../cli/restore-command.ts'
import { restoreDrill } from '../../cli/restore-drill-command.ts'
import type { Fact } from '../../shared/domain/fact.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import { startAttribution, testAccount, testMasterKey } from '../support/bridge.ts'
import { createTestTables, type Tables, withTables } from '../support/engine.ts'
import { run } from './run.ts'

const account = 'acc_backed_up'
let live: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let folder: string
const envOf = ({ names, endpoint }: Tables) => ({
  LEDGER_TABLE: names.ledger,
  VIEWS_TABLE: names.views,
  TIELINE_MASTER_KEY: testMasterKey,
  DYNAMODB_ENDPOINT: endpoint,
})
const below = (name: string) => join(folder, name)

const at = (minute: number) => `2026-06-01T10:${String(minute).padStart(2, '0')}:00.000Z`
const history: readonly Fact[] = [1, 2, 3, 4].flatMap((turn): Fact[] => {
  const visit = { account, session: `ses_${turn}`, visitor: `vis_${turn}` }
  const call = { account, callSid: `CA${turn}`, number: `+44207946000${turn}`, caller: `phone-${turn % 2}` }
  return [
    { fact: 'page', ...visit, at: at(turn), url: 'https://shop.example/?utm_source=bing&utm_medium=cpc' },
    {
      fact: 'lease',
      ...visit,
      number: call.number,
      from: at(turn),
      until: at(turn + 30),
      freeAt: at(turn + 35),
      shared: false,
    },
    { fact: 'voice', ...call, at: at(turn + 10) },
    { fact: 'status', ...call, at: at(turn + 12), sequence: 1, status: 'completed', durationSeconds: 50 },
  ]
})

async function allOf(table: Table): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of table.scan()) items.push(...page)
  return items.sort((left, right) => (`${left.pk} ${left.sk}` < `${right.pk} ${right.sk}` ? -1 : 1))
}

beforeAll(async () => {
  // The engines tell one client's tables from another's by key and Region.
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'eu-west-1',
  })
  folder = await mkdtemp(join(tmpdir(), 'tieline-restore-'))
  live = await createTestTables()
  bridge = await startAttribution(live)
  await bridge.createAccount(testAccount(account))
  for (const fact of history) await bridge.write(fact)
  // Bytes, and a claim that is no fact.
  await live.ledger.put({ pk: `${account}#claim`, sk: 'claim', bytes: new Uint8Array([0, 255, 7]), used: 3 })
  await bridge.settled()
  expect(bridge.failures).toEqual([])
  const made = await run(backup, ['--to', below('whole')], { env: envOf(live) })
  expect(made.code).toBe(0)
}, 120_000)
afterAll(async () => {
  await bridge.stop()
  await live.drop()
  await rm(folder, { recursive: true })
})

const manifestOf = async (name: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(below(name), 'manifest.json'), 'utf8'))

/** The same backup in two files, since a small one is a single file. */
async function inTwoFiles(name: string): Promise<Manifest> {
  const halves = await allOf(live.ledger)
  const { writeBackup } = await import('../../cli/backup/write.ts')
  async function* pages() {
    yield halves
  }
  return writeBackup(
    { scan: pages },
    { folder: below(name), masterKey: testMasterKey, now: at(0), onItems: () => {}, itemsOfFile: 7 },
  )
}

it('brings everything back, letter by letter, and the views made of it pass the audit', async () => {
  const target = await withTables()
  const env = envOf(target)
  const restored = await run(restore, ['--from', below('whole')], { env })
  expect(restored.err).toContain('Restores into')
  expect(restored.code).toBe(0)
  expect(await allOf(target.ledger)).toEqual(await allOf(live.ledger))
  expect((await run(audit, [], { env })).code).toBe(1)
  expect((await run(rebuild, [], { env })).code).toBe(0)
  expect((await run(audit, [], { env })).out).toBe('No difference: the views say what the ledger says.\n')
}, 120_000)

it('refuses a ledger with anything in it, and changes nothing there', async () => {
  const target = await withTables()
  await target.ledger.put({ pk: 'acc_other', sk: 'account', name: 'Somebody else' })
  const refused = await run(restore, ['--from', below('whole')], { env: envOf(target) })
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('the ledger is not empty') })
  expect(await allOf(target.ledger)).toEqual([{ pk: 'acc_other', sk: 'account', name: 'Somebody else' }])
})

it('goes on where it was cut off, whatever of the next file was in already', async () => {
  const { id, files } = await inTwoFiles('cut')
  expect(files.length).toBeGreaterThan(2)
  const target = await withTables()
  const everything = await allOf(live.ledger)
  const first = files[0]?.items ?? 0
  for (const item of everything.slice(0, first + 2)) await target.ledger.put(item)
  await target.ledger.put(markerItem({ backup: id, files: 1 }))
  const resumed = await run(restore, ['--from', below('cut')], { env: envOf(target) })
  expect(resumed.out).toMatch(/items restored, 1 files of them before/)
  expect(await allOf(target.ledger)).toEqual(everything)
  const again = await run(restore, ['--from', below('cut')], { env: envOf(target) })
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('not empty') })
})

it('does not mix two backups, nor write over what somebody wrote meanwhile', async () => {
  const { id } = await inTwoFiles('mixed')
  const target = await withTables()
  await target.ledger.put(markerItem({ backup: id, files: 0 }))
  const other = await run(restore, ['--from', below('whole')], { env: envOf(target) })
  expect(other.err).toContain('another backup is being brought into this ledger')
  const [item] = (await allOf(live.ledger)) as [Item]
  const changed = { pk: item.pk, sk: item.sk, changed: true }
  await target.ledger.put(changed)
  const meanwhile = await run(restore, ['--from', below('mixed')], { env: envOf(target) })
  expect(meanwhile.err).toContain('somebody writes into it')
  expect(await target.ledger.get(item)).toEqual(changed)
})

it('refuses another key: what it seals could never be read', async () => {
  const target = await withTables()
  const env = { ...envOf(target), TIELINE_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }
  const refused = await run(restore, ['--from', below('whole')], { env })
  expect(refused.err).toContain('under another TIELINE_MASTER_KEY')
  expect(await allOf(target.ledger)).toEqual([])
  const text = await readFile(join(below('whole'), 'manifest.json'), 'utf8')
  expect(text).not.toContain(testMasterKey)
})

it('knows a backup that is not whole', async () => {
  const target = await withTables()
  const restoring = (name: string) => run(restore, ['--from', below(name)], { env: envOf(target) })
  expect((await restoring('nowhere')).err).toContain('no manifest.json, which is written last')
  await inTwoFiles('damaged')
  const [first] = (await manifestOf('damaged')).files
  const file = join(below('damaged'), first?.name ?? '')
  const bytes = await readFile(file)
  await appendFile(file, 'x')
  expect((await restoring('damaged')).err).toContain('its digest differs')
  await writeFile(file, bytes)
  await rm(join(below('damaged'), (await manifestOf('damaged')).files.at(-1)?.name ?? ''))
  expect((await restoring('damaged')).err).toContain('the backup lacks its file')
})

it('backs up into a new folder only, readable by its owner alone', async () => {
  const again = await run(backup, ['--to', below('whole')], { env: envOf(live) })
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })
  expect((await readdir(below('whole'))).sort()).toEqual(['ledger-00001.json.gz', 'manifest.json'])
})

it('drills: out, dropped, in again, rebuilt, audited; the live tables are only read', async () => {
  const before = [await allOf(live.ledger), await allOf(live.views)]
  const drilled = await run(restoreDrill, ['--json', '--deployed'], { env: envOf(live) })
  const result = JSON.parse(drilled.out)
  expect(result).toMatchObject({ ledgerDifferences: 0, auditDifferences: [], viewDifferences: [] })
  expect(result.items).toBe(before[0]?.length)
  expect(result.steps.map(({ step }: { step: string }) => step)).toEqual([
    'export',
    'drop',
    'import',
    'compare ledger',
    'rebuild views',
    'audit',
    'compare views',
  ])
  expect(drilled.code).toBe(0)
  expect([await allOf(live.ledger), await allOf(live.views)]).toEqual(before)
}, 120_000)

it('drills with a deployed table only if it is told to, and finds what the live views lack', async () => {
  const untold = await run(restoreDrill, [], { env: envOf(live) })
  expect(untold).toMatchObject({ code: 1, err: expect.stringContaining('say --deployed') })
  const [row] = await live.views.query({ pk: `${account}#day#2026-06-01`, prefix: 'call#' })
  if (!row) throw new Error('there is no row of a call')
  await live.views.delete(row)
  const drilled = await run(restoreDrill, ['--deployed'], { env: envOf(live) })
  expect(drilled.code).toBe(1)
  expect(drilled.out).toContain(`missing   ${row.pk}  ${row.sk}`)
}, 120_000)

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
)
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-zA-Z_]{1,6}$/), tie('value'), { maxKeys: 3 }),
  ),
}))

it('writes any item as a line and reads the same item', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{3,8}$/), anyValue, { maxKeys: 5 }), (fields) => {
      const item = { ...fields, pk: 'p', sk: 's' }
      const line = lineOf(item)
      expect(line.split('\n')).toHaveLength(2)
      expect(itemOfLine(line)).toEqual(item)
      expect(lineOf(itemOfLine(line))).toBe(lineOf(itemOfLine(lineOf(itemOfLine(line)))))
    }),
    { numRuns: 200 },
  )
})
