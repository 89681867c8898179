import { setTimeout as sleep } from 'node:timers/promises'

export interface CallSweep {
  stop(): Promise<void>
}

const everyMinutes = 5
/** The first waits until whatever is spooled has been drained. */
const firstMilliseconds = 30_000
/** After a start: what ended while this machine was off. */
const firstReachBackMinutes = 24 * 60
const reachBackMinutes = 3 * everyMinutes

/** Asks Twilio now and then how calls ended whose last callback never came; that it can't be asked is said once. */
export function startCallSweep(
  sweep: (reachBackMinutes: number) => Promise<unknown>,
  warn: (line: string) => void,
): CallSweep {
  let minutes = firstReachBackMinutes
  let isWarned = false
  let running: Promise<void> = Promise.resolve()

  async function turn() {
    try {
      await sweep(minutes)
      minutes = reachBackMinutes
      isWarned = false
    } catch (error) {
      // What this one missed the next one looks at, too.
      minutes = Math.min(minutes + everyMinutes, firstReachBackMinutes)
      if (!isWarned) warn(JSON.stringify({ level: 'warn', message: 'calls not swept', error: String(error) }))
      isWarned = true
    }
  }
  const go = () => {
    running = running.then(turn)
  }
  const first = setTimeout(go, firstMilliseconds)
  first.unref()
  const timer = setInterval(go, everyMinutes * 60_000)
  timer.unref()
  return {
    async stop() {
      clearTimeout(first)
      clearInterval(timer)
      // One that is under way may be waiting for Twilio; it is made up for by the next start.
      await Promise.race([running, sleep(1000, undefined, { ref: false })])
    },
  }
}
