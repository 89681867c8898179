import { utcDaysBetween, zonedDayBounds } from '../../../shared/domain/calendar.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addSpend, type Rollup, type RollupPart } from '../../../shared/domain/rollup.ts'
import {
  partsHolding,
  partsOf,
  placeInDay,
  quarterStretch,
  type Stretch,
} from '../../../shared/domain/stretch.ts'
import { type Instant, utcDayOf } from '../../../shared/domain/time.ts'
import type { AttributionPorts, Division, RollupSeries } from '../deps.ts'

/** A partition of the day's rows, and the instants at which some of them have changed. */
interface Changed {
  readonly account: AccountId
  readonly shard: number
  readonly at: ReadonlySet<Instant> | 'anywhere'
}

const seriesOf = (stretch: Stretch) => ({ grain: 'part', day: utcDayOf(stretch.from) }) as const
/** `0#60#09:45:00`: those of one partition and length stand together, in order of time. */
const keyOf = (stretch: Stretch, shard: number) => `${shard}#${stretch.seconds}#${placeInDay(stretch)}`

/** Adds up a quarter of an hour (UTC), of one partition of the day, from the rows of its enquiries, sessions and codes. */
export async function foldQuarter(
  ports: AttributionPorts,
  account: AccountId,
  { day, quarter, shard }: { readonly day: string; readonly quarter: string; readonly shard: number },
  changedAt: ReadonlySet<Instant>,
): Promise<void> {
  const key = shard === 0 ? quarter : `${quarter}#${shard}`
  const changed = { account, shard, at: changedAt }
  await foldStretch(ports, changed, quarterStretch(day, quarter), { grain: 'quarter', day }, key)
}

/**
 * Adds up a stretch of time from its rows while they are few. Once there are more of them it is divided: those of its
 * parts in which something has changed are added up from their rows, and the stretch from its parts.
 *
 * Until a stretch says that it is divided, who changes its rows brings no part of it in line. So it first says that it
 * is about to be: whoever reads that adds up all parts, and has then seen everything that was changed by others who had
 * not read it yet; the guarded writing of `done` is won by one who has. Whoever comes later brings their own parts in line.
 */
async function foldStretch(
  ports: AttributionPorts,
  changed: Changed,
  stretch: Stretch,
  series: RollupSeries,
  key: string,
): Promise<void> {
  const { counted, rollups } = ports.views
  const { account, shard } = changed
  const parts = partsOf(stretch)
  const [first, last] = [parts[0], parts.at(-1)]
  const inLine = new Set<Instant>()

  async function bringInLine(at: Changed['at']): Promise<void> {
    for (const part of at === 'anywhere' ? parts : partsHolding(stretch, at)) {
      if (inLine.has(part.from)) continue
      await foldStretch(ports, { ...changed, at }, part, seriesOf(part), keyOf(part, shard))
      inLine.add(part.from)
    }
  }

  await rollups.fold(account, series, key, async (division: Division | undefined) => {
    if (!first || !last) return { parts: await counted.within(account, stretch, shard) }
    if (division === undefined) {
      const rows = await counted.within(account, stretch, shard)
      return { parts: rows, ...(rows.length > ports.rowsAtOnce && { division: 'begun' }) }
    }
    await bringInLine(division === 'begun' ? 'anywhere' : changed.at)
    const below = await rollups.partsOf(account, seriesOf(first), keyOf(first, shard), keyOf(last, shard))
    return { parts: below, division: 'done' }
  })
}

/** The last quarter before `HH:MM`. */
const lastQuarterBefore = (time: string) =>
  new Date(Date.parse(`1970-01-02T${time}:00Z`) - 15 * 60_000).toISOString().slice(11, 16)

/** What was spent on a day has no stamps, and is little. */
async function spendPart({ ledger }: AttributionPorts, account: AccountId, day: string): Promise<RollupPart> {
  const facts = await ledger.spend.factsOf(account, day)
  return { stamp: JSON.stringify(facts), addTo: (rollup: Rollup) => addSpend(rollup, facts) }
}

/** Adds up a day of the account's zone from its quarters, and from what was spent on it. */
export async function foldZonedDay(
  ports: AttributionPorts,
  account: AccountId,
  timeZone: string,
  day: string,
): Promise<void> {
  const { from, until } = zonedDayBounds(day, timeZone)
  const { rollups } = ports.views
  await rollups.fold(account, { grain: 'day', timeZone }, day, async () => {
    const quarters = await Promise.all(
      utcDaysBetween(from, until).map((each) =>
        rollups.partsOf(
          account,
          { grain: 'quarter', day: each },
          each === utcDayOf(from) ? from.slice(11, 16) : '00:00',
          `${each === utcDayOf(until) ? lastQuarterBefore(until.slice(11, 16)) : '23:45'}~`,
        ),
      ),
    )
    return { parts: [...quarters.flat(), await spendPart(ports, account, day)] }
  })
}

/** Adds up a month of the account's zone from its days. */
export async function foldZonedMonth(
  { views }: AttributionPorts,
  account: AccountId,
  timeZone: string,
  month: string,
): Promise<void> {
  await views.rollups.fold(account, { grain: 'month', timeZone }, month, async () => ({
    parts: await views.rollups.partsOf(account, { grain: 'day', timeZone }, `${month}-01`, `${month}-31`),
  }))
}
