import { Temporal } from 'temporal-polyfill'
import type { Period } from './period.ts'
import type { Instant } from './time.ts'

/** In the account's own zone. */
export const digestHour = 8
/** A report that comes later than that is no news any more. */
const latestHours = 36

/** The seven days before this Monday, `YYYY-MM-DD`. */
export function weekBefore(monday: string): Period {
  const day = Temporal.PlainDate.from(monday)
  return { from: day.subtract({ days: 7 }).toString(), to: day.subtract({ days: 1 }).toString() }
}

/** The Monday (ISO 8601) of the week in which the instant lies in that zone. */
export function mondayOf(now: Instant, timeZone: string): string {
  const day = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate()
  return day.subtract({ days: day.dayOfWeek - 1 }).toString()
}

/** @returns the week that is to be reported on now: from Monday 08:00 on, and until Tuesday evening at the latest */
export function dueWeek(now: Instant, timeZone: string): Period | undefined {
  const monday = mondayOf(now, timeZone)
  const due = Temporal.PlainDate.from(monday).toZonedDateTime({
    timeZone,
    plainTime: Temporal.PlainTime.from({ hour: digestHour }),
  })
  const latest = due.add({ hours: latestHours })
  const at = Temporal.Instant.from(now).epochMilliseconds
  return at >= due.epochMilliseconds && at < latest.epochMilliseconds ? weekBefore(monday) : undefined
}
