import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { outcomes } from '../../cli/outcomes-command.ts'
import { type Bridge, createBridge } from '../functions/admin/bridge.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { run } from './run.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger, undefined, tables.views)
})
afterAll(() => tables.drop())

it('sends a file of any size, names the lines that don’t fit as the file counts them, and may be repeated', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-outcomes-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'deals.csv')
  const rows = Array.from({ length: 210 }, (_, row) => `D${row},07700 900123,won,2026-11-20,"10\n"`)
  rows[205] = 'D205,nobody,won,2026-11-20,"10\n"'
  writeFileSync(file, `Deal ID,Phone,Stage,Close date,Amount\n${rows.join('\n')}\n`)
  const account = await bridge.newAccount()
  const send = () =>
    run(outcomes, [file, '--country', 'gb'], {
      env: { TIELINE_SECRET_KEY: account.secretKey },
      fetch: (async (url: URL, init: RequestInit) =>
        bridge.app.fetch(new Request(url, init))) as typeof fetch,
    })
  const first = await send()
  expect(first.err).toMatch(/^line 412: invalid_row: `phone`/m)
  expect(first.out).toContain('210 rows')
  expect(first.out).toContain('209 new, 0 known already, 1 rejected')
  expect(first.code).toBe(1)
  expect((await send()).out).toContain('0 new, 209 known already, 1 rejected')
}, 120_000)
