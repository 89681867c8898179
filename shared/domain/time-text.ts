import { Temporal } from 'temporal-polyfill'
import { addSeconds, epochMillisecondsOf, type Instant, instantOf } from './time.ts'

const withOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})$/i
const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?$/
const day = /^\d{4}-\d{2}-\d{2}$/
/** Above it a count since 1970 is of milliseconds: as seconds it would be after the year 5000. */
const fewestMilliseconds = 1e11
const firstYear = 1970
const lastYear = 2199

function within(milliseconds: number): Instant | undefined {
  if (!Number.isFinite(milliseconds)) return undefined
  const year = new Date(milliseconds).getUTCFullYear()
  return year >= firstYear && year <= lastYear ? instantOf(milliseconds) : undefined
}

/**
 * A time as other systems write it: RFC 3339, seconds or milliseconds since 1970, a local time or a day of the account's
 * zone. A day without a time is its last moment, or now while it lasts: a call of that day came before.
 * Days such as `03/04/2026`, which mean one thing here and another there, are none.
 */
export function readTime(
  written: string | number,
  { timeZone, now }: { readonly timeZone: string; readonly now: Instant },
): Instant | undefined {
  const text = String(written).trim()
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const count = Number(text)
    return count === 0 ? undefined : within(Math.round(count >= fewestMilliseconds ? count : count * 1000))
  }
  if (withOffset.test(text)) {
    return within(
      Date.parse(
        text
          .replace(' ', 'T')
          .replace(/\s/, '')
          .replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
      ),
    )
  }
  try {
    if (day.test(text)) {
      const next = Temporal.PlainDate.from(text).add({ days: 1 }).toZonedDateTime(timeZone)
      const last = addSeconds(instantOf(next.epochMilliseconds), -0.001)
      const first = instantOf(Temporal.PlainDate.from(text).toZonedDateTime(timeZone).epochMilliseconds)
      return within(epochMillisecondsOf(first <= now && now < last ? now : last))
    }
    const [, date, time] = local.exec(text) ?? []
    if (date === undefined) return undefined
    return within(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).epochMilliseconds)
  } catch {
    return undefined
  }
}
