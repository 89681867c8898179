import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Item, Table } from '../../shared/store/table.ts'
import { Complaint } from '../command.ts'
import {
  type BackupFile,
  fileNameOf,
  keyCheckOf,
  lineOf,
  type Manifest,
  manifestName,
  sha256,
} from './format.ts'
import { isMarker } from './marker.ts'

const compressed = promisify(gzip)
const usualItemsOfFile = 20_000

export interface BackupOptions {
  readonly folder: string
  readonly masterKey: string
  /** When it begins, RFC 3339. */
  readonly now: string
  readonly onItems: (count: number) => void
  /** About so many. */
  readonly itemsOfFile?: number
}

/**
 * Writes every item of the ledger into the folder. The bridge may run meanwhile: what is written during the backup is in
 * it or is not, item by item; facts stand by themselves, so that either is consistent.
 * @throws Complaint for a folder with something in it
 */
export async function writeBackup(
  ledger: Pick<Table, 'scan'>,
  { folder, masterKey, now, onItems, itemsOfFile = usualItemsOfFile }: BackupOptions,
): Promise<Manifest> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new Complaint(`${folder} is not empty: name a new folder`)
  const files: BackupFile[] = []
  let items = 0
  let lines: string[] = []
  async function flush(): Promise<void> {
    const bytes = await compressed(lines.join(''))
    const name = fileNameOf(files.length + 1)
    await writeFile(join(folder, name), bytes, { mode: 0o600 })
    files.push({ name, items: lines.length, sha256: sha256(bytes) })
    lines = []
  }
  for await (const page of ledger.scan()) {
    for (const item of page.filter((each: Item) => !isMarker(each))) {
      lines.push(lineOf(item))
      if (lines.length >= itemsOfFile) await flush()
    }
    items += page.length
    onItems(items)
  }
  if (lines.length > 0 || files.length === 0) await flush()
  const held = { begunAt: now, items: files.reduce((sum, file) => sum + file.items, 0), files }
  const id = sha256(Buffer.from(JSON.stringify(held))).slice(0, 16)
  const manifest: Manifest = { format: 'tieline-ledger-1', id, ...held, keyCheck: keyCheckOf(masterKey) }
  await writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}
