import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Item } from '../../shared/store/table.ts'
import { Complaint } from '../command.ts'
import { type BackupFile, itemOfLine, type Manifest, manifestName, sha256 } from './format.ts'

const uncompressed = promisify(gunzip)

/** @throws Complaint where there is no whole backup */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => {
    throw new Complaint(`${folder} holds no backup: it has no ${manifestName}, which is written last`)
  })
  const manifest = JSON.parse(text) as Manifest
  if (manifest.format !== 'tieline-ledger-1')
    throw new Complaint(`${folder} holds a backup of another format`)
  return manifest
}

/** @throws Complaint for a file that is not as the backup wrote it */
export async function itemsOf(
  folder: string,
  { name, items, sha256: expected }: BackupFile,
): Promise<Item[]> {
  const bytes = await readFile(join(folder, name)).catch(() => {
    throw new Complaint(`the backup lacks its file ${name}`)
  })
  if (sha256(bytes) !== expected)
    throw new Complaint(`${name} is not as the backup wrote it: its digest differs`)
  const lines = (await uncompressed(bytes)).toString('utf8').split('\n').filter(Boolean)
  if (lines.length !== items) throw new Complaint(`${name} holds ${lines.length} items, not ${items}`)
  return lines.map(itemOfLine)
}
