import type { Source } from '../../../shared/domain/source.ts'
import type { Instant } from '../../../shared/domain/time.ts'

/** How mails write times, durations, money and sources. */

/** `Thu 26 Nov, 14:05`, as the clocks of the account's zone showed it. */
export const writtenTime = (at: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(Date.parse(at))

/** `3 min 20 s` */
export function writtenSeconds(seconds: number): string {
  const whole = Math.round(seconds)
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes === 0) return `${rest} s`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}

const present = (part: string | null): part is string => part !== null && part !== ''

/** `Paid Search`, and `google / cpc / spring` beside it. */
export function writtenSource({ channel, source, medium, campaign }: Source): {
  channel: string
  detail: string | undefined
} {
  const detail = [source, medium, campaign].filter(present).join(' / ')
  return { channel, detail: detail === '' || detail === '(direct)' ? undefined : detail }
}

/** Small change is told of small sums alone. */
export function writtenMoney(minorUnits: number, currency: string): string {
  const style = { style: 'currency', currency } as const
  const digits = new Intl.NumberFormat('en-GB', style).resolvedOptions().maximumFractionDigits ?? 2
  const units = minorUnits / 10 ** digits
  const isWhole = units >= 1000 || Number.isInteger(units)
  const format = isWhole ? { ...style, maximumFractionDigits: 0 } : style
  return new Intl.NumberFormat('en-GB', format).format(units)
}

/** Whole where it is whole; a model splits some. */
export const writtenCount = (count: number): string =>
  count.toLocaleString('en-GB', { maximumFractionDigits: 1 })

/** `+3`, `−2.5`, `±0` */
export function writtenChange(now: number, before: number): string {
  const change = Math.round((now - before) * 10) / 10
  if (change === 0) return '±0'
  return `${change > 0 ? '+' : '−'}${writtenCount(Math.abs(change))}`
}

export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 100)

/** `example.com/repairs`: without what every address has. */
export const writtenUrl = (url: string): string => {
  const bare = url.replace(/^https?:\/\//, '').replace(/[?#].*$/, '')
  return bare.endsWith('/') ? bare.slice(0, -1) : bare
}
