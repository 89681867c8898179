import { Temporal } from 'temporal-polyfill'
import { type Instant, instantOf, utcDayOf } from './time.ts'

/** Every zone's offset today is a multiple of a quarter of an hour, so days of any zone are made of whole quarters. */
const quarterMinutes = 15

/** The quarter of an hour (UTC) of an instant. */
export function quarterOf(instant: Instant): { day: string; quarter: string } {
  const minutes = Math.floor(Number(instant.slice(14, 16)) / quarterMinutes) * quarterMinutes
  return { day: utcDayOf(instant), quarter: `${instant.slice(11, 13)}:${String(minutes).padStart(2, '0')}` }
}

/** First instant of the quarter, and the first after it. */
export function quarterBounds(day: string, quarter: string): { from: Instant; until: Instant } {
  const start = Date.parse(`${day}T${quarter}:00.000Z`)
  return { from: instantOf(start), until: instantOf(start + quarterMinutes * 60_000) }
}

/** The day of the zone, `YYYY-MM-DD`. */
export const zonedDayOf = (instant: Instant, timeZone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString()

/** First instant of the zone's day, and the first of the next: 23 to 25 hours apart. */
export function zonedDayBounds(day: string, timeZone: string): { from: Instant; until: Instant } {
  const date = Temporal.PlainDate.from(day)
  const startOf = (each: Temporal.PlainDate) =>
    instantOf(each.toZonedDateTime({ timeZone }).toInstant().epochMilliseconds)
  return { from: startOf(date), until: startOf(date.add({ days: 1 })) }
}

/** The days (UTC) that a stretch of time touches. */
export function utcDaysBetween(from: Instant, until: Instant): string[] {
  const days: string[] = []
  const lastDay = utcDayOf(instantOf(Date.parse(until) - 1))
  for (let day = utcDayOf(from); day <= lastDay; ) {
    days.push(day)
    day = Temporal.PlainDate.from(day).add({ days: 1 }).toString()
  }
  return days
}
