import { isDeepStrictEqual } from 'node:util'
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTables } from '../../local/create-tables.ts'
import { startEngine } from '../../local/engine.ts'
import { engineClientConfig } from '../../local/engine-config.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createTable, type Table } from '../../shared/store/table.ts'
import { tableNames } from '../../shared/store/tables.ts'
import { withAudit } from '../audit/audit.ts'
import { compareViews, type Difference } from '../audit/compare.ts'
import { rebuildViews } from '../audit/rebuild.ts'
import type { Store } from '../audit/store.ts'
import { itemsOf, readManifest } from '../backup/read.ts'
import { restoreRefusals } from '../backup/refusals.ts'
import { restoreBackup } from '../backup/restore.ts'
import { writeBackup } from '../backup/write.ts'
import { Complaint, type Surroundings } from '../command.ts'

export type DrillStep =
  | 'export'
  | 'drop'
  | 'import'
  | 'compare ledger'
  | 'rebuild views'
  | 'audit'
  | 'compare views'

export interface DrillResult {
  readonly items: number
  readonly steps: readonly { readonly step: DrillStep; readonly milliseconds: number }[]
  /** Items of the backup that the restored ledger lacks or holds otherwise. */
  readonly ledgerDifferences: number
  /** Between the restored views and those that the restored ledger asks for. */
  readonly auditDifferences: readonly Difference[]
  /** Between the restored views and those that stood before. */
  readonly viewDifferences: readonly Difference[]
}

const names = { ledger: 'drill-ledger', views: 'drill-views' } as const

/**
 * Proves that a backup is worth something: the ledger goes out of the live tables into a folder; an engine of its own gets
 * tables with old things in them, both are dropped and made anew; the backup comes in, the views are made of it, and all is
 * compared with what stood before. The live tables are only read.
 */
export async function runDrill(
  store: Pick<Store, 'tables' | 'masterKey'>,
  folder: string,
  surroundings: Pick<Surroundings, 'err' | 'isTerminal' | 'now' | 'pause'>,
): Promise<DrillResult> {
  const { now } = surroundings
  const { masterKey } = store
  const steps: { step: DrillStep; milliseconds: number }[] = []
  async function timed<Result>(step: DrillStep, work: () => Promise<Result>): Promise<Result> {
    const begunAt = now()
    const result = await work()
    steps.push({ step, milliseconds: now() - begunAt })
    return result
  }
  const engine = await startEngine({ dataFolder: ':memory:' })
  const client = new DynamoDBClient(engineClientConfig(engine.endpoint))
  try {
    const tables: Tables = {
      ledger: createTable(client, names.ledger),
      views: createTable(client, names.views),
    }
    const { items } = await timed('export', () =>
      writeBackup(store.tables.ledger, {
        folder,
        masterKey,
        now: new Date(now()).toISOString(),
        onItems: () => {},
      }),
    )
    await timed('drop', () => dropAll(client, tables))
    await timed('import', async () => {
      const outcome = await restoreBackup(tables.ledger, { folder, masterKey, onItems: () => {} })
      if (outcome.kind === 'refused') throw new Complaint(restoreRefusals[outcome.reason])
    })
    const restored = { tables, masterKey, isStill: true }
    const ledgerDifferences = await timed('compare ledger', () => differencesOf(folder, tables.ledger))
    await timed('rebuild views', () => rebuildViews(restored, undefined, surroundings))
    const zones = await zonesOf(tables.ledger)
    const auditDifferences = await timed('audit', () =>
      withAudit(restored, undefined, surroundings, async ({ differences }) => differences),
    )
    const viewDifferences = await timed('compare views', () =>
      compareViews(store.tables.views, tables.views, { zoneOf: (account) => zones.get(account) }),
    )
    return { items, steps, ledgerDifferences, auditDifferences, viewDifferences }
  } finally {
    client.destroy()
    await engine.stop()
  }
}

/** Old tables go, with what stood in them; new ones come. */
async function dropAll(client: DynamoDBClient, { ledger, views }: Tables): Promise<void> {
  await createTables(client, names)
  for (const table of [ledger, views]) await table.put({ pk: 'old', sk: 'left from before' })
  for (const table of tableNames) await client.send(new DeleteTableCommand({ TableName: names[table] }))
  await createTables(client, names)
}

async function differencesOf(folder: string, ledger: Table): Promise<number> {
  const manifest = await readManifest(folder)
  let differences = 0
  let held = 0
  for await (const page of ledger.scan()) held += page.length
  for (const file of manifest.files) {
    const items = await itemsOf(folder, file)
    const others = await ledger.getAll(items)
    differences += items.filter((item, index) => !isDeepStrictEqual(item, others[index])).length
  }
  return differences + Math.max(0, held - manifest.items)
}

async function zonesOf(ledger: Table): Promise<Map<string, string>> {
  const zones = new Map<string, string>()
  for await (const page of ledger.scan()) {
    for (const { pk, sk, timeZone } of page) if (sk === 'account') zones.set(pk, String(timeZone))
  }
  return zones
}
