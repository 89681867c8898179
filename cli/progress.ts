import type { Surroundings } from './command.ts'

/** One line that tells how far a long work is: written over on a terminal, now and then in a log. */
export interface Progress {
  /** @param text gives the line: called only when it is shown */
  show(text: () => string): void
  /** Clears the line, so that other text may be written. */
  clear(): void
}

const terminalMilliseconds = 100
const logMilliseconds = 5000

export function createProgress({
  err,
  isTerminal,
  now,
}: Pick<Surroundings, 'err' | 'isTerminal' | 'now'>): Progress {
  let shownAt = isTerminal ? Number.NEGATIVE_INFINITY : now()
  let isShown = false
  return {
    show(text) {
      if (now() - shownAt < (isTerminal ? terminalMilliseconds : logMilliseconds)) return
      shownAt = now()
      isShown = true
      err(isTerminal ? `\r\u001b[K${text()}` : `${text()}\n`)
    },
    clear() {
      if (isTerminal && isShown) err('\r\u001b[K')
      isShown = false
    },
  }
}

export const count = (value: number): string => Math.round(value).toLocaleString('en-GB')

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3))
  return `${(value / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}

/** `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}
