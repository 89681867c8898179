import { zonedDayBounds } from '../../shared/domain/calendar.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { utcDayOf } from '../../shared/domain/time.ts'
import type { DayRange } from '../../shared/domain/view.ts'

export interface Period {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** The instants of a period of whole days in the account's zone. */
export const boundsOf = ({ from, to }: Period, timeZone: string) => ({
  from: from === undefined ? undefined : zonedDayBounds(from, timeZone).from,
  until: to === undefined ? undefined : zonedDayBounds(to, timeZone).until,
})

interface Listing<Row> {
  readonly days: (account: AccountId, from?: string, to?: string) => Promise<string[]>
  readonly rowsOf: (account: AccountId, day: string, range: DayRange) => Promise<Row[]>
  /** A row's place in the list: its instant, `#`, its id. */
  readonly positionOf: (row: Row) => string
  readonly isWanted: (row: Row) => boolean
}

/**
 * The newest rows of a period, day by day backwards, until there is one more than the limit.
 * @param before the position after which (backwards in time) the page begins
 */
export async function newestFirst<Row>(
  { days, rowsOf, positionOf, isWanted }: Listing<Row>,
  account: AccountId,
  bounds: { readonly from?: string | undefined; readonly until?: string | undefined },
  before: string | undefined,
  limit: number,
): Promise<Row[]> {
  const until = before ?? bounds.until
  const all = await days(account, bounds.from && utcDayOf(bounds.from), until && utcDayOf(until))
  const rows: Row[] = []
  for (const day of all.reverse()) {
    const ofDay = await rowsOf(account, day, { from: bounds.from, until })
    for (const row of ofDay.reverse()) {
      if (before !== undefined && positionOf(row) >= before) continue
      if (isWanted(row)) rows.push(row)
      if (rows.length > limit) return rows
    }
  }
  return rows
}

/** `2026-11-22T14:05:00.000Z#…` */
export const isPosition = (position: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#/.test(position)
