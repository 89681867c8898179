import { quarterBounds, utcDaysBetween, zonedDayBounds } from '../../../shared/domain/calendar.ts'
import { addCode, addMinted } from '../../../shared/domain/code-report.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import {
  addEnquiry,
  addRollup,
  addSession,
  addSpend,
  emptyRollup,
  type Rollup,
} from '../../../shared/domain/rollup.ts'
import { utcDayOf } from '../../../shared/domain/time.ts'
import type { AttributionPorts } from '../deps.ts'

function added(parts: readonly { readonly rollup: Rollup }[]): Rollup {
  const rollup = emptyRollup()
  for (const part of parts) addRollup(rollup, part.rollup)
  return rollup
}

/** Adds up a quarter of an hour (UTC), of one partition of the day, from the rows of its enquiries, sessions and codes. */
export async function foldQuarter(
  { views }: AttributionPorts,
  account: AccountId,
  day: string,
  quarter: string,
  shard = 0,
): Promise<void> {
  const key = shard === 0 ? quarter : `${quarter}#${shard}`
  const range = quarterBounds(day, quarter)
  await views.rollups.fold(account, { grain: 'quarter', day }, key, async () => {
    const [enquiries, sessions, codes] = await Promise.all([
      views.enquiries.enquiriesOf(account, day, range, shard),
      views.sessionRows.listOf(account, day, range, shard),
      // All of a day's codes stand in its first partition.
      shard === 0 ? views.codeRows.listOf(account, day, range) : [],
    ])
    const rollup = emptyRollup()
    for (const { enquiry } of enquiries) addEnquiry(rollup, enquiry)
    for (const { source } of sessions) addSession(rollup, source)
    for (const row of codes) {
      if ('count' in row) addMinted(rollup, row)
      else addCode(rollup, row)
    }
    return rollup
  })
}

/** The last quarter before `HH:MM`. */
const lastQuarterBefore = (time: string) =>
  new Date(Date.parse(`1970-01-02T${time}:00Z`) - 15 * 60_000).toISOString().slice(11, 16)

/** Adds up a day of the account's zone from its quarters, and from what was spent on it. */
export async function foldZonedDay(
  { ledger, views }: AttributionPorts,
  account: AccountId,
  timeZone: string,
  day: string,
): Promise<void> {
  const { from, until } = zonedDayBounds(day, timeZone)
  await views.rollups.fold(account, { grain: 'day', timeZone }, day, async () => {
    const parts = await Promise.all(
      utcDaysBetween(from, until).map((each) =>
        views.rollups.read(
          account,
          { grain: 'quarter', day: each },
          each === utcDayOf(from) ? from.slice(11, 16) : '00:00',
          `${each === utcDayOf(until) ? lastQuarterBefore(until.slice(11, 16)) : '23:45'}~`,
        ),
      ),
    )
    const rollup = added(parts.flat())
    addSpend(rollup, await ledger.spend.factsOf(account, day))
    return rollup
  })
}

/** Adds up a month of the account's zone from its days. */
export async function foldZonedMonth(
  { views }: AttributionPorts,
  account: AccountId,
  timeZone: string,
  month: string,
): Promise<void> {
  await views.rollups.fold(account, { grain: 'month', timeZone }, month, async () =>
    added(await views.rollups.read(account, { grain: 'day', timeZone }, `${month}-01`, `${month}-31`)),
  )
}
