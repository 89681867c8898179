import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Digest, lakeRowOf } from '../../shared/domain/lake-row.ts'
import { type LakeRow, partitionFolderOf } from '../../shared/domain/lake-schema.ts'
import { factOf } from '../../shared/store/change.ts'
import type { Table } from '../../shared/store/table.ts'
import { createVault } from '../../shared/store/vault.ts'
import { Complaint } from '../command.ts'
import { parquetOf } from './parquet.ts'

export interface LakeOptions {
  readonly folder: string
  readonly masterKey: string
  readonly onRows: (count: number) => void
}

/** So many rows are held at most before the days they are of get their next file. */
const mostHeldRows = 100_000

/**
 * Writes the facts of a whole ledger as the lake has them when deployed, each under its own day.
 * @throws Complaint for a folder with something in it: rows of two runs would count twice
 */
export async function writeLake(
  ledger: Pick<Table, 'scan'>,
  { folder, masterKey, onRows }: LakeOptions,
): Promise<{ rows: number; files: number }> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new Complaint(`${folder} is not empty: name a new folder`)
  const vault = createVault(masterKey)
  const digest: Digest = (account, text) => vault.hash(account, 'import', text)
  const days = new Map<string, LakeRow[]>()
  let [rows, files, held] = [0, 0, 0]

  async function flush(): Promise<void> {
    for (const [day, ofDay] of days) {
      const partition = join(folder, partitionFolderOf(day))
      await mkdir(partition, { recursive: true })
      files += 1
      await writeFile(join(partition, `part-${String(files).padStart(5, '0')}.parquet`), parquetOf(ofDay))
    }
    days.clear()
    held = 0
  }

  for await (const page of ledger.scan()) {
    for (const item of page) {
      const fact = factOf({ after: item })
      if (!fact) continue
      const row = lakeRowOf(fact, { pk: item.pk, sk: item.sk, version: '' }, digest)
      const day = row.happened_at?.slice(0, 10) ?? ''
      const ofDay = days.get(day)
      if (ofDay) ofDay.push(row)
      else days.set(day, [row])
      rows += 1
      held += 1
    }
    onRows(rows)
    if (held >= mostHeldRows) await flush()
  }
  await flush()
  return { rows, files }
}
