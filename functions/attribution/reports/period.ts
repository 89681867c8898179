import { quarterBounds, utcDaysBetween, zonedDayBounds } from '../../../shared/domain/calendar.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { hourOf, type Period, stretchesOf } from '../../../shared/domain/period.ts'
import { addRollup, emptyRollup, type Rollup } from '../../../shared/domain/rollup.ts'
import type { AttributionPorts } from '../deps.ts'

type Rollups = Pick<AttributionPorts['views'], 'rollups'>

/** Whose days, in which zone. */
export interface Calendar {
  readonly account: AccountId
  readonly timeZone: string
}

/** What the period comes to, from as few rows as there can be: months, and the days that no whole month holds. */
export async function readPeriod(
  { rollups }: Rollups,
  { account, timeZone }: Calendar,
  period: Period,
  sections: readonly string[],
): Promise<Rollup> {
  const parts = await Promise.all(
    stretchesOf(period).map(({ grain, from, to }) =>
      rollups.read(account, { grain, timeZone }, from, to, sections),
    ),
  )
  const rollup = emptyRollup()
  for (const part of parts.flat()) addRollup(rollup, part.rollup)
  return rollup
}

/** The period day by day; days without a row are left out. */
export const readDays = (
  { rollups }: Rollups,
  { account, timeZone }: Calendar,
  { from, to }: Period,
  sections: readonly string[],
) => rollups.read(account, { grain: 'day', timeZone }, from, to, sections)

/** The period hour by hour of the zone; quarters of one hour may be several parts. */
export async function readHours(
  { rollups }: Rollups,
  { account, timeZone }: Calendar,
  period: Period,
  sections: readonly string[],
): Promise<{ readonly key: string; readonly rollup: Rollup }[]> {
  const from = zonedDayBounds(period.from, timeZone).from
  const { until } = zonedDayBounds(period.to, timeZone)
  const days = await Promise.all(
    utcDaysBetween(from, until).map(async (day) => {
      const quarters = await rollups.read(account, { grain: 'quarter', day }, '00:00', '23:45~', sections)
      return quarters.map(({ key, rollup }) => ({ at: quarterBounds(day, key.slice(0, 5)).from, rollup }))
    }),
  )
  return days
    .flat()
    .filter(({ at }) => at >= from && at < until)
    .map(({ at, rollup }) => ({ key: hourOf(at, timeZone), rollup }))
}
