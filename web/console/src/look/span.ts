const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`
const rounded = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value))

/** How long people took, in the unit that one would say: `40 seconds`, `2.9 days`. */
export function span(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–'
  if (seconds < 1) return 'no time'
  if (seconds < 90) return plural(Math.round(seconds), 'second')
  if (seconds < 5400) return plural(Math.round(seconds / 60), 'minute')
  if (seconds < 129_600) return plural(rounded(seconds / 3600), 'hour')
  return plural(rounded(seconds / 86_400), 'day')
}
