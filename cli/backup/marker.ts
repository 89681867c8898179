import type { Item, Key } from '../../shared/store/table.ts'

/**
 * Stands in a ledger while a backup is brought into it: which one, and how many of its files are in. A restore that was
 * cut off goes on from there; nobody else writes into a ledger that is half there without being told.
 */
export const markerKey: Key = { pk: 'restore', sk: 'restore' }

export interface Marker {
  readonly backup: string
  /** Files that are in, whole. */
  readonly files: number
}

export const isMarker = ({ pk, sk }: Key): boolean => pk === markerKey.pk && sk === markerKey.sk
export const markerItem = (marker: Marker): Item => ({ ...markerKey, ...marker })
export const markerOf = (item: Item): Marker => ({ backup: String(item.backup), files: Number(item.files) })
