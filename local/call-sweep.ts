import { type Repeating, startRepeating } from './repeating.ts'

const everyMinutes = 5
/** The first waits until whatever is spooled has been drained. */
const firstMilliseconds = 30_000
/** After a start: what ended while this machine was off. */
const firstReachBackMinutes = 24 * 60
const reachBackMinutes = 3 * everyMinutes

/** Asks Twilio now and then how calls ended whose last callback never came. */
export function startCallSweep(
  sweep: (reachBackMinutes: number) => Promise<unknown>,
  warn: (line: string) => void,
): Repeating {
  let minutes = firstReachBackMinutes
  async function turn() {
    const reached = minutes
    // What this one misses the next one looks at, too.
    minutes = Math.min(minutes + everyMinutes, firstReachBackMinutes)
    await sweep(reached)
    minutes = reachBackMinutes
  }
  const pace = { firstMilliseconds, everyMilliseconds: everyMinutes * 60_000, failed: 'calls not swept' }
  return startRepeating(turn, pace, warn)
}
