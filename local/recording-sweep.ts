import { setTimeout as sleep } from 'node:timers/promises'

export interface RecordingSweep {
  stop(): Promise<void>
}

/** Retention is told in days; one that Twilio did not let delete is tried again as soon. */
const everyMilliseconds = 60 * 60_000
/** Whatever else a start brings comes first. */
const firstMilliseconds = 60_000

/** Deletes, every hour, the recordings whose time is over; that it can't be done is said once. */
export function startRecordingSweep(
  sweep: () => Promise<unknown>,
  warn: (line: string) => void,
): RecordingSweep {
  let isWarned = false
  let running: Promise<void> = Promise.resolve()

  async function turn() {
    try {
      await sweep()
      isWarned = false
    } catch (error) {
      if (!isWarned) {
        warn(JSON.stringify({ level: 'warn', message: 'recordings not swept', error: String(error) }))
      }
      isWarned = true
    }
  }
  const go = () => {
    running = running.then(turn)
  }
  const first = setTimeout(go, firstMilliseconds)
  first.unref()
  const timer = setInterval(go, everyMilliseconds)
  timer.unref()
  return {
    async stop() {
      clearTimeout(first)
      clearInterval(timer)
      // What it had not deleted yet is the next start's.
      await Promise.race([running, sleep(1000, undefined, { ref: false })])
    },
  }
}
