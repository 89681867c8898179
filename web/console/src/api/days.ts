/** A run of days of the account's zone, both included. */
export interface Period {
  /** `YYYY-MM-DD` */
  readonly from: string
  readonly to: string
  readonly days: number
}

const dayMilliseconds = 86_400_000
const shift = (day: string, by: number) =>
  new Date(Date.parse(day) + by * dayMilliseconds).toISOString().slice(0, 10)

/** As many days directly before. */
export const periodBefore = ({ from, days }: Period): Period => ({
  from: shift(from, -days),
  to: shift(from, -1),
  days,
})

/** The day of an instant, by the clock of the zone. */
export const dayIn = (timeZone: string, at: Date | string): string =>
  // Sweden writes dates as ISO 8601 does.
  new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(at))
export const today = (timeZone: string): string => dayIn(timeZone, new Date())

export const presets = ['7d', '30d', '90d', 'month', 'last-month', 'year'] as const
export type Preset = (typeof presets)[number]
export const presetNames: Readonly<Record<Preset, string>> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
  'last-month': 'Last month',
  year: 'Last 12 months',
}

export function daysOf(preset: Preset, now: string): { from: string; to: string } {
  const first = `${now.slice(0, 8)}01`
  switch (preset) {
    case 'month':
      return { from: first, to: now }
    case 'last-month': {
      const last = shift(first, -1)
      return { from: `${last.slice(0, 8)}01`, to: last }
    }
    case 'year':
      return { from: shift(now, -364), to: now }
    default:
      return { from: shift(now, 1 - Number.parseInt(preset, 10)), to: now }
  }
}

const isDay = (text: string | null): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '')
const isPreset = (text: string | null): text is Preset => (presets as readonly string[]).includes(text ?? '')

export interface ChosenPeriod extends Period {
  readonly preset: Preset | 'custom'
}

/** What an address says of its days: `?period=30d` (the usual), or `?from=…&to=…`. */
export type AddressDays = Readonly<Record<'from' | 'to' | 'period', string | null>>
export const daysIn = (search: URLSearchParams): AddressDays => ({
  from: search.get('from'),
  to: search.get('to'),
  period: search.get('period'),
})

export function periodOf(
  { from, to, period }: AddressDays,
  timeZone: string,
  usual: Preset = '30d',
): ChosenPeriod {
  const isCustom = isDay(from) && isDay(to) && from <= to
  const preset = isPreset(period) ? period : usual
  const days = isCustom ? { from, to } : daysOf(preset, today(timeZone))
  return {
    ...days,
    preset: isCustom ? 'custom' : preset,
    days: Math.round((Date.parse(days.to) - Date.parse(days.from)) / dayMilliseconds) + 1,
  }
}
