import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { bandAt, type ProgressRow } from '../../../shared/domain/progress.ts'
import type { Scoring } from '../../../shared/domain/scoring.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { type Warmth, warmthAt } from '../../../shared/domain/warmth.ts'
import type { AttributionPorts } from '../deps.ts'
import type { PeopleQuery } from './people-schema.ts'

/** A row, and where in the list it stands. */
export interface Placed {
  readonly row: ProgressRow
  readonly position: string
}
export interface PeoplePage {
  readonly people: readonly Placed[]
  /** Where to go on; undefined: that was all. */
  readonly next: string | undefined
}

export const isWanted =
  ({ band, step, furthest, kind }: PeopleQuery, now: Instant) =>
  (row: ProgressRow): boolean =>
    (kind === undefined || row.kind === kind) &&
    (step === undefined || row.steps.some((reached) => reached.step === step)) &&
    (furthest === undefined || row.path.at(-1) === furthest) &&
    (band === undefined || bandAt(row, now) === band)

/** Filters may leave few: a page looks through so many rows, and tells where to go on. */
const mostLookedAt = 2000
const chunk = 200

/** What is shown is rounded: half a point less is shown as the threshold. */
const rounding = 0.5

/** Between which places among the warm those stand who are in the band now. */
function boundsOf(
  { thresholds, halfLifeDays }: Scoring,
  band: PeopleQuery['band'],
  now: Instant,
): { readonly from?: Warmth; readonly until?: Warmth } {
  const placeOf = (threshold: number) => warmthAt(threshold - rounding, now, halfLifeDays)
  if (band === 'ready') return { until: placeOf(thresholds.ready) }
  if (band === 'warm') return { from: placeOf(thresholds.ready), until: placeOf(thresholds.warm) }
  return {}
}

/** `000020512345678|person#2026-…` */
export const isWarmPosition = (position: string) => /^\d{15}\|person#/.test(position)

/**
 * The highest score first. All scores fade alike, so that the order is that of the places, whenever one looks: a page is
 * read from where it begins, however many came before.
 */
export async function warmest(
  { views }: Pick<AttributionPorts, 'views'>,
  account: Account,
  scoring: Scoring,
  query: PeopleQuery,
  now: Instant,
  after: string | undefined,
): Promise<PeoplePage> {
  const { from, until } = boundsOf(scoring, query.band, now)
  const shards = Array.from({ length: account.writeShards ?? 1 }, (_, shard) => shard)
  const wanted = isWanted(query, now)
  const people: Placed[] = []
  let position = after
  for (let looked = 0; looked < mostLookedAt; ) {
    const parts = await Promise.all(
      shards.map((shard) =>
        views.warmth.placesOf(account.id, shard, { from, until, after: position, limit: chunk }),
      ),
    )
    const places = parts
      .flat()
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .slice(0, chunk)
    const rows = await views.progress.getAll(
      account.id,
      places.map(({ row }) => row),
    )
    for (const [index, place] of places.entries()) {
      const row = rows[index]
      position = place.position
      if (row && wanted(row)) people.push({ row, position })
      if (people.length > query.limit) return pageOfPeople(people, query.limit)
    }
    looked += places.length
    if (places.length < chunk) return { people, next: undefined }
  }
  return { people, next: position }
}

export const positionOfRow = ({ startedAt, kind, id }: ProgressRow): string => `${startedAt}#${kind}#${id}`

/** The newest first, day by day backwards. */
export async function newest(
  { views }: Pick<AttributionPorts, 'views'>,
  account: AccountId,
  query: PeopleQuery,
  bounds: { readonly from?: Instant | undefined; readonly until?: Instant | undefined },
  now: Instant,
  before: string | undefined,
): Promise<PeoplePage> {
  const wanted = isWanted(query, now)
  const until = before === undefined ? bounds.until : `${before.slice(0, 24)}~`
  const days = await views.days.list(account, bounds.from?.slice(0, 10), until?.slice(0, 10))
  const people: Placed[] = []
  let looked = 0
  for (const day of days.reverse()) {
    const rows = await views.progress.listOf(account, day, { from: bounds.from, until })
    const placed = rows
      .map((row) => ({ row, position: positionOfRow(row) }))
      .filter(({ position }) => before === undefined || position < before)
      .sort((a, b) => (a.position < b.position ? 1 : -1))
    for (const each of placed) {
      if (wanted(each.row)) people.push(each)
      if (people.length > query.limit) return pageOfPeople(people, query.limit)
      looked += 1
      if (looked >= mostLookedAt) return { people, next: each.position }
    }
  }
  return { people, next: undefined }
}

/** @param people one more than the page holds */
const pageOfPeople = (people: readonly Placed[], limit: number): PeoplePage => ({
  people: people.slice(0, limit),
  next: people[limit - 1]?.position,
})
