import { Temporal } from 'temporal-polyfill'
import { type Instant, instantOf } from '../../shared/domain/time.ts'

const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp]\.?[Mm]\.?)?`
const offset = String.raw`\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`
/** 2026-06-01 10:05:33, 2026-06-01T10:05:33-04:00, 2026-06-01 10:05 AM -0400 */
const yearFirst = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})[T ,]+${clock}${offset}$`)
/** 06/01/2026 10:05 AM: the month first, as in the United States. */
const monthFirst = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})[ ,]+${clock}${offset}$`)

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0)
}

/** @returns undefined for what is no time of these forms */
export function readWrittenTime(text: string, zone: string): Instant | undefined {
  const iso = yearFirst.exec(text.trim())
  const us = iso ? null : monthFirst.exec(text.trim())
  const [year, month, day] = iso ? iso.slice(1, 4) : us ? [us[3], us[1], us[2]] : []
  const [hour, minute, second, half, shift] = (iso ?? us)?.slice(4) ?? []
  if (year === undefined) return undefined
  try {
    const local = Temporal.PlainDateTime.from(
      {
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: hourOf(Number(hour), half),
        minute: Number(minute),
        second: Number(second ?? 0),
      },
      { overflow: 'reject' },
    )
    const isUtc = shift !== undefined && /^(Z|UTC|GMT)$/.test(shift)
    const place = shift === undefined ? zone : isUtc ? 'UTC' : shift.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
    return instantOf(local.toZonedDateTime(place).epochMilliseconds)
  } catch {
    return undefined
  }
}
