import { clean } from './clean.ts'
import type { Observer } from './observer.ts'

/** On one machine: what went wrong is printed, one line of JSON each; nothing is counted. */
export const consoleObserver: Observer = {
  count() {},
  measure() {},
  request() {},
  tell(line) {
    if (line.level === 'error') console.error(JSON.stringify(clean(line)))
    if (line.level === 'warn') console.warn(JSON.stringify(clean(line)))
  },
}
