import { isDeepStrictEqual } from 'node:util'
import type { Item, Key, Table } from '../../shared/store/table.ts'
import { accountOf, comparisonOf, isNothing, meaningOf, type ZoneOf } from './meaning.ts'

export interface Difference {
  /** `missing`: the live views lack it; `added`: no fact asks for it; `different`: it says something else. */
  readonly kind: 'missing' | 'added' | 'different'
  readonly key: Key
}

export interface CompareOptions {
  readonly zoneOf: ZoneOf
  /** Only these accounts; all unless given. */
  readonly accounts?: ReadonlySet<string> | undefined
}

const keyOf = ({ pk, sk }: Item): Key => ({ pk, sk })

/**
 * Goes through both tables and looks each item up in the other, page by page: nothing but the differences is kept.
 */
export async function compareViews(
  live: Table,
  rebuilt: Table,
  { zoneOf, accounts }: CompareOptions,
): Promise<Difference[]> {
  const differences: Difference[] = []
  const isCompared = (item: Item) =>
    comparisonOf(item, zoneOf) !== 'none' && (accounts === undefined || accounts.has(accountOf(item)))

  for await (const page of live.scan()) {
    const items = page.filter(isCompared)
    const others = await rebuilt.getAll(items.map(keyOf))
    for (const [index, item] of items.entries()) {
      const other = others[index]
      if (other) {
        if (!isDeepStrictEqual(comparable(item, zoneOf), comparable(other, zoneOf))) {
          differences.push({ kind: 'different', key: keyOf(item) })
        }
      } else if (comparisonOf(item, zoneOf) === 'equal' && !isNothing(item)) {
        differences.push({ kind: 'added', key: keyOf(item) })
      }
    }
  }
  for await (const page of rebuilt.scan()) {
    const items = page.filter(
      (item) => isCompared(item) && comparisonOf(item, zoneOf) !== 'alike' && !isNothing(item),
    )
    const others = await live.getAll(items.map(keyOf))
    for (const [index, item] of items.entries()) {
      if (!others[index]) differences.push({ kind: 'missing', key: keyOf(item) })
    }
  }
  return differences
}

/** Of what is only needed, its being there is enough, and for a session's link where its row stands. */
function comparable(item: Item, zoneOf: ZoneOf): unknown {
  return comparisonOf(item, zoneOf) === 'needed' ? (item.startedAt ?? null) : meaningOf(item)
}
