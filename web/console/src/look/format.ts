/** Numbers and times as people read them. Times are those of the account's zone, never of the browser's. */

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const fraction = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1, minimumFractionDigits: 1 })
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 })
const finePercent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 })

/** A count; parts of enquiries have one decimal. */
export const count = (value: number): string =>
  Number.isInteger(value) ? whole.format(value) : fraction.format(value)
/** @param share from 0 to 1 */
export const share = (share: number | null | undefined): string =>
  share === null || share === undefined || Number.isNaN(share)
    ? '–'
    : (share > 0 && share < 0.1 ? finePercent : percent).format(share)

const currencies = new Map<string, Intl.NumberFormat>()
/** @param minorUnits as the API gives money, in the currency's minor units */
export function money(minorUnits: number | null | undefined, currency: string, isExact = false): string {
  if (minorUnits === null || minorUnits === undefined) return '–'
  const name = `${currency}${isExact}`
  let format = currencies.get(name)
  if (!format) {
    format = new Intl.NumberFormat('en-GB', {
      style: 'currency',
      currency,
      ...(!isExact && { maximumFractionDigits: 0, minimumFractionDigits: 0 }),
    })
    currencies.set(name, format)
  }
  return format.format(minorUnits / 10 ** digitsOf(currency))
}

const digits = new Map<string, number>()
/** Of the currency's minor unit. To ask it is dear. */
function digitsOf(currency: string): number {
  let known = digits.get(currency)
  if (known === undefined) {
    known = new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits as number
    digits.set(currency, known)
  }
  return known
}

/** What a person types as an amount, in minor units; undefined where it is none. */
export function minorUnitsOf(typed: string, currency: string): number | undefined {
  const plain = typed.replace(/[\s,]/g, '').replace(/^[^\d.]+/, '')
  if (!/^\d+(\.\d*)?$/.test(plain)) return undefined
  return Math.round(Number(plain) * 10 ** digitsOf(currency))
}

/** The same, to be typed on. */
export function typedAmount(minorUnits: number, currency: string): string {
  const decimals = digitsOf(currency)
  return (minorUnits / 10 ** decimals).toFixed(minorUnits % 10 ** decimals === 0 ? 0 : decimals)
}

export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–'
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    Math.floor(seconds) % 60,
  ]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

const formats = new Map<string, Intl.DateTimeFormat>()
function inZone(at: string | number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const name = timeZone + JSON.stringify(options)
  let format = formats.get(name)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, ...options })
    formats.set(name, format)
  }
  return format.format(new Date(at))
}
export const time = (at: string, timeZone: string): string =>
  inZone(at, timeZone, { hour: '2-digit', minute: '2-digit' })
export const dateAndTime = (at: string, timeZone: string): string =>
  inZone(at, timeZone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
export const date = (at: string, timeZone: string): string =>
  inZone(at, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
/** A day `YYYY-MM-DD`, which has no zone. */
export const day = (text: string): string => inZone(text, 'UTC', { day: 'numeric', month: 'short' })
export const longDay = (text: string): string =>
  inZone(text, 'UTC', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' })
/** "4 minutes ago" */
export function ago(at: string, now: number = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000
  const [unit, size] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const
  ).find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
  return relative.format(Math.round(seconds / size), unit)
}

/** E.164 as people read it; what is masked stays masked. */
export function phone(number: string | null | undefined): string {
  if (!number) return 'withheld'
  if (number.startsWith('+4420')) return `+44 20 ${number.slice(5, 9)} ${number.slice(9)}`
  if (number.startsWith('+447')) return `+44 ${number.slice(3, 7)} ${number.slice(7)}`
  return number.replace(/^(\+\d{1,3})(\d{3})(\d{3})(.*)$/, '$1 $2 $3 $4')
}
