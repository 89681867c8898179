import { type BusinessHours, type OpenSpan, type Weekday, weekdays } from './business-hours.ts'
import type { Instant } from './time.ts'
import { addWorkingHours } from './working-hours.ts'

/** When nobody is written to, whatever is due: what a mail wakes somebody for is not read but resented. */
export interface QuietHours {
  /** Times of the wall clock, `HH:MM`; equal ones: no hour of the day is quiet. */
  readonly from: string
  readonly until: string
  /** Days that are quiet from midnight to midnight. */
  readonly days: readonly Weekday[]
}

function loudSpans({ from, until }: QuietHours): OpenSpan[] {
  if (from === until) return [{ from: '00:00', until: '24:00' }]
  if (from > until) return [{ from: until, until: from }]
  return [
    { from: '00:00', until: from },
    { from: until, until: '24:00' },
  ].filter((span) => span.from !== span.until)
}

/**
 * The hours in which mails may go out, as hours of opening: the quiet ones turned round, short of the business's holidays.
 */
export function sendingHours(quiet: QuietHours, { holidays, timeZone }: BusinessHours): BusinessHours {
  const spans = loudSpans(quiet)
  return {
    ...Object.fromEntries(
      weekdays.filter((day) => !quiet.days.includes(day)).map((day) => [day, spans] as const),
    ),
    holidays,
    timeZone,
  }
}

/** @returns the instant itself, or the end of the quiet that it lies in; undefined if that never ends */
export const nextLoud = (
  quiet: QuietHours,
  hours: BusinessHours,
  at: Instant,
  timeZone: string,
): Instant | undefined => addWorkingHours(sendingHours(quiet, hours), at, 0, timeZone)
