import { epochMillisecondsOf, type Instant } from './time.ts'

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const
export type Weekday = (typeof weekdays)[number]

/**
 * Times of the wall clock, `HH:MM`; `until` is the first minute that is closed again, up to `24:00`. One that is not after
 * `from` is meant on the next day: `18:00` to `02:00`.
 */
export interface OpenSpan {
  readonly from: string
  readonly until: string
}

/** When the business answers its phones. A day that is absent is closed. */
export type BusinessHours = { readonly [Day in Weekday]?: readonly OpenSpan[] | undefined } & {
  /** Days, `YYYY-MM-DD`, on which nothing opens; what opened the evening before stays open past midnight. */
  readonly holidays?: readonly string[] | undefined
  /** IANA name, where it is not the account's. */
  readonly timeZone?: string | undefined
  /** Said to whoever calls when it is closed. */
  readonly closedMessage?: string | undefined
}

interface LocalMoment {
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** Of the wall clock, since midnight. */
  readonly minutes: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
/** To build one costs more than everything else here. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}

function localMomentOf(instant: Instant, timeZone: string): LocalMoment {
  const parts = formatOf(timeZone).formatToParts(epochMillisecondsOf(instant))
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return {
    day: `${read('year')}-${read('month')}-${read('day')}`,
    minutes: Number(read('hour')) * 60 + Number(read('minute')),
  }
}

const dayMilliseconds = 86_400_000
const weekdayOf = (day: string) => weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] as Weekday
const dayBefore = (day: string) => new Date(Date.parse(day) - dayMilliseconds).toISOString().slice(0, 10)

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const isOvernight = ({ from, until }: OpenSpan) => minutesOf(until) <= minutesOf(from)

/**
 * Whether the phones ring at that instant. What counts is the clock on the wall: on the day the clocks go forward the
 * hour that does not exist is nobody's, and the one that comes twice in autumn is open, or closed, both times.
 * @param timeZone IANA name of the zone that the hours are told in
 * @throws RangeError if there is no such zone
 */
export function isOpen(hours: BusinessHours, instant: Instant, timeZone: string): boolean {
  const { day, minutes } = localMomentOf(instant, timeZone)
  const spansOf = (each: string) => (hours.holidays?.includes(each) ? [] : (hours[weekdayOf(each)] ?? []))
  const isOpenToday = spansOf(day).some(
    (span) => minutes >= minutesOf(span.from) && (isOvernight(span) || minutes < minutesOf(span.until)),
  )
  return (
    isOpenToday ||
    spansOf(dayBefore(day)).some((span) => isOvernight(span) && minutes < minutesOf(span.until))
  )
}
