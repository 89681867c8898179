import { Temporal } from 'temporal-polyfill'
import { type BusinessHours, type OpenSpan, type Weekday, weekdays } from './business-hours.ts'
import { epochMillisecondsOf, type Instant, instantOf } from './time.ts'

/** A stretch of time in which it is open, in milliseconds since 1970; the end is closed again. */
interface Stretch {
  readonly from: number
  readonly until: number
}

/** A business that opens once a year is one that is closed. */
const mostDays = 370
const hourMilliseconds = 3_600_000

/** `24:00` is the next day's midnight; a clock's time that a change of clocks skips is meant as long after it. */
function momentOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const date = hour === 24 ? day.add({ days: 1 }) : day
  return date.toPlainDateTime({ hour: hour % 24, minute }).toZonedDateTime(timeZone).epochMilliseconds
}

const isOvernight = ({ from, until }: OpenSpan) => until <= from

function stretchesOfDay(hours: BusinessHours, day: Temporal.PlainDate, timeZone: string): Stretch[] {
  if (hours.holidays?.includes(day.toString())) return []
  const weekday = weekdays[day.dayOfWeek % 7] as Weekday
  return (hours[weekday] ?? []).map((span) => ({
    from: momentOf(day, span.from, timeZone),
    until: momentOf(isOvernight(span) ? day.add({ days: 1 }) : day, span.until, timeZone),
  }))
}

/** What is open from that moment on, in time order and without overlaps. */
function* stretchesFrom(hours: BusinessHours, at: number, timeZone: string): Generator<Stretch> {
  const zone = hours.timeZone ?? timeZone
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  let reached = at
  // Last night's hours may reach into today.
  for (let offset = -1; offset <= mostDays; offset++) {
    const ofDay = stretchesOfDay(hours, today.add({ days: offset }), zone)
    for (const { from, until } of ofDay.sort((a, b) => a.from - b.from)) {
      if (until > reached) yield { from: Math.max(from, reached), until }
      reached = Math.max(reached, until)
    }
  }
}

/**
 * The instant by which it has been open for so long since `from`; with 0 it is `from` itself if it is open then, else the
 * moment of the next opening.
 * @param timeZone IANA name of the zone that the hours are told in, where they name none
 * @returns undefined if it hardly ever opens
 */
export function addWorkingHours(
  hours: BusinessHours,
  from: Instant,
  workingHours: number,
  timeZone: string,
): Instant | undefined {
  let left = workingHours * hourMilliseconds
  for (const stretch of stretchesFrom(hours, epochMillisecondsOf(from), timeZone)) {
    const length = stretch.until - stretch.from
    if (left < length) return instantOf(stretch.from + left)
    left -= length
  }
  return undefined
}
