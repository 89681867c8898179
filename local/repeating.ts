import { setTimeout as sleep } from 'node:timers/promises'

/** Work that is done again and again beside everything else. */
export interface Repeating {
  stop(): Promise<void>
}

/**
 * Does the work once soon after the start and then at a steady pace, one turn after the other; that it fails is said once,
 * until it succeeds again.
 * @param failed what to say, such as `calls not swept`
 */
export function startRepeating(
  work: () => Promise<unknown>,
  { firstMilliseconds, everyMilliseconds, failed }: Pace,
  warn: (line: string) => void,
): Repeating {
  let isWarned = false
  let running: Promise<void> = Promise.resolve()

  async function turn() {
    try {
      await work()
      isWarned = false
    } catch (error) {
      if (!isWarned) warn(JSON.stringify({ level: 'warn', message: failed, error: String(error) }))
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
      // A turn that is under way may be waiting for somebody else; the next start makes up for it.
      await Promise.race([running, sleep(1000, undefined, { ref: false })])
    },
  }
}

export interface Pace {
  readonly firstMilliseconds: number
  readonly everyMilliseconds: number
  readonly failed: string
}
