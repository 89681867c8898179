import { setTimeout as pause } from 'node:timers/promises'
import { epochMillisecondsOf, type Instant } from '../shared/domain/time.ts'

export interface DueRounds {
  /** Something may be due: look now. */
  ring(): void
  stop(): Promise<void>
}

/** However far the next work is: another process may have added some. */
const longestMilliseconds = 60_000
/** Whoever answers slowly is not waited for at the end: what was being sent is sent again. */
const longestStopMilliseconds = 2000
/** While one round waits for somebody who answers slowly, the next does what has come meanwhile. */
const mostAtOnce = 3

/** What the schedule of a deployment does each minute, as soon as it is due. */
export function startDueRounds(
  workDue: () => Promise<Instant | undefined>,
  warn: (line: string) => void,
): DueRounds {
  let isStopping = false
  let isRung = false
  let timer: NodeJS.Timeout | undefined
  let wakesAt = Number.POSITIVE_INFINITY
  const running = new Set<Promise<void>>()

  /** Of several rounds that know when to come back the soonest holds: a slow one has looked long ago. */
  function goIn(milliseconds: number): void {
    const at = Date.now() + milliseconds
    if (isStopping || at >= wakesAt) return
    clearTimeout(timer)
    wakesAt = at
    timer = setTimeout(() => {
      wakesAt = Number.POSITIVE_INFINITY
      go()
    }, milliseconds)
    timer.unref()
  }
  async function round(): Promise<void> {
    try {
      const next = await workDue()
      const wait = next === undefined ? longestMilliseconds : epochMillisecondsOf(next) - Date.now()
      // What stays due could not be done: it is not tried without a pause.
      goIn(isRung ? 0 : Math.min(longestMilliseconds, Math.max(250, wait)))
    } catch (error) {
      if (isStopping) return
      warn(JSON.stringify({ level: 'warn', message: 'due work not done', error: (error as Error).name }))
      goIn(5000)
    }
  }
  function go(): void {
    if (isStopping) return
    if (running.size >= mostAtOnce) {
      isRung = true
      return
    }
    isRung = false
    const going = round().finally(() => running.delete(going))
    running.add(going)
  }

  goIn(1000)
  return {
    ring: go,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await Promise.race([Promise.all(running), pause(longestStopMilliseconds, undefined, { ref: false })])
    },
  }
}
