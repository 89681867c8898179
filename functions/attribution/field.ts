import * as z from 'zod/mini'
import { channels } from '../../shared/domain/source.ts'

export const note = (description: string) => z.meta({ description })
export const text = z.nullable(z.string())
export const instant = z.string().check(note('RFC 3339, UTC'))

const isDay = (value: string) => {
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}
/** A day that exists: `2026-02-30` is none. */
export const day = z.string().check(
  z.refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value), 'Must be a day, YYYY-MM-DD.'),
  note('YYYY-MM-DD in the account’s time zone'),
)

export const sourceFields = {
  channel: z.enum(channels),
  source: text,
  medium: text,
  campaign: text,
  term: text,
  content: text,
  landingPage: text,
  referrer: text,
  clickIds: z.record(z.string(), z.string()),
}

export const idParams = z.object({ id: z.string() })

/** Of the days of a query, where both are given. */
export const daysInOrder = z.refine<{ readonly from?: string | undefined; readonly to?: string | undefined }>(
  ({ from, to }) => from === undefined || to === undefined || from <= to,
  { path: ['to'], error: 'Must not be before `from`.' },
)
