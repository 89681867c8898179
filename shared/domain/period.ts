import { Temporal } from 'temporal-polyfill'
import type { Instant } from './time.ts'

/** Days of the account's zone, `YYYY-MM-DD`, both included. */
export interface Period {
  readonly from: string
  readonly to: string
}

export const intervals = ['hour', 'day', 'week', 'month'] as const
export type Interval = (typeof intervals)[number]

const plain = (day: string) => Temporal.PlainDate.from(day)
export const daysOf = ({ from, to }: Period): number => plain(from).until(plain(to)).days + 1

/** The same number of days directly before. */
export function previousPeriod(period: Period): Period {
  const days = daysOf(period)
  const start = plain(period.from)
  return {
    from: start.subtract({ days }).toString(),
    to: start.subtract({ days: 1 }).toString(),
  }
}

/** A stretch to be read from one series: whole months by month, the rest by day. */
export type Stretch =
  | { readonly grain: 'day'; readonly from: string; readonly to: string }
  | { readonly grain: 'month'; readonly from: string; readonly to: string }

/** The fewest rows that come to the period: days up to the first whole month, months, days after the last. */
export function stretchesOf({ from, to }: Period): Stretch[] {
  const [start, end] = [plain(from), plain(to)]
  const firstMonth = start.day === 1 ? start : start.add({ months: 1 }).with({ day: 1 })
  const afterLast = end.day === end.daysInMonth ? end.add({ days: 1 }) : end.with({ day: 1 })
  if (Temporal.PlainDate.compare(firstMonth, afterLast) >= 0) return [{ grain: 'day', from, to }]
  const lastMonth = afterLast.subtract({ months: 1 })
  const stretches: Stretch[] = [
    { grain: 'month', from: firstMonth.toString().slice(0, 7), to: lastMonth.toString().slice(0, 7) },
  ]
  if (Temporal.PlainDate.compare(start, firstMonth) < 0) {
    stretches.unshift({ grain: 'day', from, to: firstMonth.subtract({ days: 1 }).toString() })
  }
  if (Temporal.PlainDate.compare(afterLast, end) <= 0) {
    stretches.push({ grain: 'day', from: afterLast.toString(), to })
  }
  return stretches
}

/** The interval in which a day lies: itself, its week's Monday (ISO 8601), its month `YYYY-MM`. */
export function intervalOfDay(day: string, interval: Exclude<Interval, 'hour'>): string {
  if (interval === 'month') return day.slice(0, 7)
  if (interval === 'day') return day
  const date = plain(day)
  return date.subtract({ days: date.dayOfWeek - 1 }).toString()
}

/** All intervals that the period touches, in order: what nothing happened in is a point of zeros. */
export function intervalsIn({ from, to }: Period, interval: Exclude<Interval, 'hour'>): string[] {
  const found: string[] = []
  for (let day = plain(from); Temporal.PlainDate.compare(day, plain(to)) <= 0; day = day.add({ days: 1 })) {
    const key = intervalOfDay(day.toString(), interval)
    if (found.at(-1) !== key) found.push(key)
  }
  return found
}

/** `2026-10-25T01:00+01:00`: with its offset, since in autumn one hour comes twice. */
export function hourOf(instant: Instant, timeZone: string): string {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone)
  return zoned
    .with({ minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
    .toString({ timeZoneName: 'never', smallestUnit: 'minute' })
}

/** The hours of the period's days, 23 to 25 a day, in order. */
export function hoursIn({ from, to }: Period, timeZone: string): string[] {
  const end = plain(to).add({ days: 1 }).toZonedDateTime({ timeZone })
  const hours: string[] = []
  let at = plain(from).toZonedDateTime({ timeZone })
  while (Temporal.ZonedDateTime.compare(at, end) < 0) {
    hours.push(at.toString({ timeZoneName: 'never', smallestUnit: 'minute' }))
    at = at.add({ hours: 1 })
  }
  return hours
}
