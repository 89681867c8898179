import { createHash } from 'node:crypto'
import { countableOf } from '../domain/funnel.ts'
import type { AccountId } from '../domain/ids.ts'
import type { ProgressRow } from '../domain/progress.ts'
import { warmthOf } from '../domain/warmth.ts'
import { pack } from './packed.ts'
import type { Item } from './table.ts'
import { viewKeys } from './view-keys.ts'

/** What a row is called in its key. */
export const progressName = ({ kind, id }: Pick<ProgressRow, 'kind' | 'id'>): string =>
  kind === 'visitor' ? `visitor:${id}` : id

const digestOf = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16)

/**
 * A row as an item. Beside it stand what a funnel counts of it, so that nothing is added up anew because of what it does
 * not count, and the place among the warm, where it has one.
 */
export function progressItem(account: AccountId, row: ProgressRow, shard: number, stamp: string): Item {
  const warmth = warmthOf(row.score)
  return {
    ...viewKeys.progressRow(account, row.startedAt, progressName(row), shard),
    account,
    body: pack(row),
    counted: digestOf(countableOf(row)),
    ...(warmth !== undefined && { warmth }),
    stamp,
  }
}
