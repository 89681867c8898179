/** The same day a year earlier; the 29th of February has the 28th there. */
export function yearBefore(day: string): string {
  const same = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  return same.endsWith('-02-29') ? `${same.slice(0, 8)}28` : same
}
