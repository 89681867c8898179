import { isDeepStrictEqual } from 'node:util'
import { itemAbsent } from '../../shared/store/condition.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import { keyCheckOf } from './format.ts'
import { isMarker, markerItem, markerKey, markerOf } from './marker.ts'
import { itemsOf, readManifest } from './read.ts'
import type { RestoreRefusal } from './refusals.ts'

export interface RestoreOptions {
  readonly folder: string
  readonly masterKey: string
  readonly onItems: (done: number, total: number) => void
}

export type RestoreOutcome =
  | { readonly kind: 'restored'; readonly items: number; readonly resumedAfterFiles: number }
  | { readonly kind: 'refused'; readonly reason: RestoreRefusal }

const atOnce = 32

/** @returns the first item that is no marker, if there is one */
async function anyItem(ledger: Table): Promise<Item | undefined> {
  for await (const page of ledger.scan()) {
    const item = page.find((each) => !isMarker(each))
    if (item) return item
  }
  return undefined
}

/**
 * Brings a backup into an empty ledger. Each item is written only where nothing stands, so that nothing is ever overwritten;
 * where the restore was cut off it is simply run again.
 * @throws Complaint for a backup that is not whole
 */
export async function restoreBackup(
  ledger: Table,
  { folder, masterKey, onItems }: RestoreOptions,
): Promise<RestoreOutcome> {
  const refused = (reason: RestoreRefusal) => ({ kind: 'refused', reason }) as const
  const manifest = await readManifest(folder)
  if (manifest.keyCheck !== keyCheckOf(masterKey)) return refused('other-key')
  const standing = await ledger.get(markerKey)
  if (standing === undefined) {
    if (await anyItem(ledger)) return refused('not-empty')
    const begun = await ledger.putIf(markerItem({ backup: manifest.id, files: 0 }), itemAbsent)
    if (!begun.won) return refused('other-restore')
  } else if (markerOf(standing).backup !== manifest.id) return refused('other-restore')

  const resumedAfterFiles = standing ? markerOf(standing).files : 0
  let done = manifest.files.slice(0, resumedAfterFiles).reduce((sum, { items }) => sum + items, 0)
  for (const [index, file] of manifest.files.entries()) {
    if (index < resumedAfterFiles) continue
    const items = await itemsOf(folder, file)
    for (let start = 0; start < items.length; start += atOnce) {
      const written = await Promise.all(
        items.slice(start, start + atOnce).map((item) => writeOnce(ledger, item)),
      )
      if (written.includes(false)) return refused('changed-meanwhile')
      done += written.length
      onItems(done, manifest.items)
    }
    await ledger.put(markerItem({ backup: manifest.id, files: index + 1 }))
  }
  await ledger.delete(markerKey)
  return { kind: 'restored', items: manifest.items, resumedAfterFiles }
}

/** @returns whether the item stands now as the backup has it */
async function writeOnce(ledger: Table, item: Item): Promise<boolean> {
  const outcome = await ledger.putIf(item, itemAbsent)
  return outcome.won || isDeepStrictEqual(outcome.current, item)
}
