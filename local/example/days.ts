import { zonedDayBounds } from '../../shared/domain/calendar.ts'
import { addDays, addSeconds, type Instant, utcDayOf } from '../../shared/domain/time.ts'
import { business, openingHours } from './business.ts'
import type { Random } from './random.ts'

/** One day of the business, by its own clock. */
export interface Day {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly daysAgo: number
  /** From 0, Sunday. */
  readonly weekday: number
  readonly startsAt: Instant
  /** How much more is going on than on an average day. */
  readonly bustle: number
}

/** Sunday to Saturday: who has no heating rings on Monday morning. */
const weekdayBustle = [0.3, 1.4, 1.2, 1.1, 1.05, 1.0, 0.45]
/** Days of the year around which it is coldest, and by how much that is felt. */
const coldest = 20
const swing = 0.4
/** A week in which it was colder than the season: days before the last. */
const coldSnap = { from: 16, until: 10, bustle: 1.5 }

const dayOfYear = (day: string) =>
  (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000

/** @param today `YYYY-MM-DD`, the last day */
export function daysUntil(today: string, count: number): Day[] {
  const days = Array.from({ length: count }, (_, index) => {
    const daysAgo = count - 1 - index
    const day = utcDayOf(addDays(`${today}T12:00:00.000Z`, -daysAgo))
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
    const season = 1 + swing * Math.cos(((dayOfYear(day) - coldest) / 365) * 2 * Math.PI)
    const snap = daysAgo <= coldSnap.from && daysAgo >= coldSnap.until ? coldSnap.bustle : 1
    return {
      day,
      daysAgo,
      weekday,
      startsAt: zonedDayBounds(day, business.timeZone).from,
      bustle: season * snap * (weekdayBustle[weekday] ?? 1),
    }
  })
  // Whatever the season of the whole, there is as much to load and to look at.
  const mean = days.reduce((sum, { bustle }) => sum + bustle, 0) / count
  return days.map((day) => ({ ...day, bustle: day.bustle / mean }))
}

export const atMinute = ({ startsAt }: Day, minute: number, second = 0): Instant =>
  addSeconds(startsAt, minute * 60 + second)

/** How the hours of a day share what happens: mornings and the early evening. */
const hourWeights = [1, 0, 0, 0, 0, 1, 4, 10, 16, 18, 15, 12, 10, 9, 10, 10, 11, 12, 10, 8, 6, 4, 3, 1]
const hourList = hourWeights.map((weight, hour) => ({ hour, weight }))

/** A minute of the day at which somebody visits or rings. */
export const minuteOfDay = (random: Random): number =>
  random.weighted(hourList, ({ weight }) => weight).hour * 60 + random.whole(0, 59)

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const within = ({ from, until }: { from: string; until: string }, minute: number) =>
  minute >= minutesOf(from) && minute < minutesOf(until)

/** Whether the office is staffed at that minute of that weekday. */
export function isOpen(weekday: number, minute: number): boolean {
  if (weekday === 0) return false
  return within(weekday === 6 ? openingHours.saturday : openingHours.weekdays, minute)
}

/** One of the two is at lunch. */
export const isLunch = (weekday: number, minute: number): boolean =>
  weekday !== 0 && weekday !== 6 && within({ from: '12:30', until: '13:30' }, minute)
