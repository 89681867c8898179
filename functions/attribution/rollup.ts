import { quarterBounds, utcDaysBetween, zonedDayBounds } from '../../shared/domain/calendar.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { addEnquiry, addRollup, addSession, emptyRollup, type Rollup } from '../../shared/domain/rollup.ts'
import { utcDayOf } from '../../shared/domain/time.ts'
import type { AttributionPorts } from './deps.ts'

/** Adds up a quarter of an hour (UTC) from the rows of its enquiries and sessions. */
export async function foldQuarter(
  { views }: AttributionPorts,
  account: AccountId,
  day: string,
  quarter: string,
): Promise<void> {
  const range = quarterBounds(day, quarter)
  await views.rollups.foldQuarter(account, day, quarter, async () => {
    const [enquiries, sessions] = await Promise.all([
      views.enquiries.enquiriesOf(account, day, range),
      views.sessionRows.listOf(account, day, range),
    ])
    const rollup = emptyRollup()
    for (const { enquiry } of enquiries) addEnquiry(rollup, enquiry)
    for (const { source } of sessions) addSession(rollup, source)
    return rollup
  })
}

/** Adds up a day of the account's zone from its quarters. */
export async function foldZonedDay(
  { views }: AttributionPorts,
  account: AccountId,
  timeZone: string,
  day: string,
): Promise<void> {
  const { from, until } = zonedDayBounds(day, timeZone)
  await views.rollups.foldZonedDay(account, timeZone, day, async () => {
    const parts: Rollup[][] = await Promise.all(
      utcDaysBetween(from, until).map((each) =>
        views.rollups.quarters(
          account,
          each,
          each === utcDayOf(from) ? from.slice(11, 16) : '00:00',
          each === utcDayOf(until) ? until.slice(11, 16) : '24:00',
        ),
      ),
    )
    const rollup = emptyRollup()
    for (const part of parts.flat()) addRollup(rollup, part)
    return rollup
  })
}
