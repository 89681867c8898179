import { unpack } from '../../shared/store/packed.ts'
import type { Item } from '../../shared/store/table.ts'

/** How an item of the views is compared with the rebuilt one. */
export type Comparison =
  /** Both must say the same. */
  | 'equal'
  /** What the rebuild has must be there; what it lacks may be left from before, and does no harm. */
  | 'needed'
  /** Only where both have it they must say the same. */
  | 'alike'
  /** Says nothing of what happened. */
  | 'none'

interface Rule {
  readonly why: string
  readonly holdsFor: (item: Item, zoneOf: ZoneOf) => boolean
  readonly comparison: Comparison
}

/** The time zone of an account; undefined if the ledger knows none. */
export type ZoneOf = (account: string) => string | undefined

export const accountOf = ({ pk }: { readonly pk: string }): string => pk.split('#', 1)[0] ?? ''
/** The kind of the partition: what stands behind the account. */
export const partitionOf = ({ pk }: { readonly pk: string }): string => pk.split('#')[1] ?? ''

const zonedSums = new Set(['rollup', 'months'])
const sums = new Set(['quarters', 'parts', ...zonedSums])

/** First match wins. */
const rules: readonly Rule[] = [
  {
    why: 'how far the streams were read is no view',
    holdsFor: ({ pk }) => pk.startsWith('stream#') || pk.startsWith('sounding#'),
    comparison: 'none',
  },
  {
    why: 'earlier revisions tell the order in which facts came, and no rebuild can know it',
    holdsFor: ({ sk }) => sk.startsWith('revision#'),
    comparison: 'none',
  },
  {
    why: 'where a visitor’s row stands, and which visits a person’s row holds, is told by the rows themselves',
    holdsFor: (item) => partitionOf(item) === 'node' && (item.sk === 'progress' || item.sk === 'told'),
    comparison: 'none',
  },
  {
    why: 'links only say "look here": those that outlived their reason are looked at and passed over',
    holdsFor: (item) => partitionOf(item) === 'node',
    comparison: 'needed',
  },
  {
    why: 'days on which something once happened are looked at and found empty',
    holdsFor: (item) => partitionOf(item) === 'days',
    comparison: 'needed',
  },
  {
    why: 'where a code’s row stood while its issue was unknown depends on the order in which its uses came',
    holdsFor: (item) => partitionOf(item) === 'code',
    comparison: 'needed',
  },
  {
    why: 'remembered answers to requests are no view',
    holdsFor: (item) => partitionOf(item) === 'idempotency',
    comparison: 'none',
  },
  {
    why: 'how far a rebuild is, and by which rules, is no view',
    holdsFor: (item) => partitionOf(item) === 'rebuild',
    comparison: 'none',
  },
  {
    why: 'sections of a large sum stand under the stamp of its row, whose print tells of them all',
    holdsFor: ({ pk }) => sums.has(partitionOf({ pk })) && pk.split('#').length > 3,
    comparison: 'none',
  },
  {
    why: 'whether a quarter was once so full that it was divided depends on the order in which facts came',
    holdsFor: (item) => partitionOf(item) === 'parts',
    comparison: 'alike',
  },
  {
    why: 'days and months of a time zone that the account has left are not read',
    holdsFor: (item, zoneOf) =>
      zonedSums.has(partitionOf(item)) && item.pk.split('#')[2] !== zoneOf(accountOf(item)),
    comparison: 'none',
  },
]

export const comparisonOf = (item: Item, zoneOf: ZoneOf): Comparison =>
  rules.find(({ holdsFor }) => holdsFor(item, zoneOf))?.comparison ?? 'equal'

/** Change with each write, or tell of writes and their order. */
const incidental = new Set(['stamp', 'revision', 'expiresAtEpochSeconds', 'of', 'division'])
const withoutIncidental = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !incidental.has(name)))

/** What an item says, short of what tells when and how often it was written. */
export function meaningOf({ pk: _pk, sk: _sk, body, print, ...rest }: Item): Record<string, unknown> {
  // A sum that stands whole is compared itself.
  const plain = withoutIncidental(rest.apart === undefined ? rest : { ...rest, print })
  if (!(body instanceof Uint8Array)) return body === undefined ? plain : { ...plain, body }
  return { ...plain, body: withoutIncidental(unpack<Record<string, unknown>>(body)) }
}

const saysNothing = (value: unknown): boolean => {
  if (typeof value === 'number') return value === 0
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(saysNothing)
}

/** A sum of nothing or the mark of a row that has gone, left where something was: as good as none. */
export const isNothing = (item: Item): boolean =>
  item.isGone === true ||
  (sums.has(partitionOf(item)) && item.apart === undefined && saysNothing(meaningOf(item).body))
