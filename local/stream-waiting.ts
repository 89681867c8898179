/** Thrown where waiting or a batch was cut off because the pump stops. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** A pump's waiting in one place: for the next poll, the doorbell, a retry's pause, and for the end. */
export function createWaiting() {
  const stop = new AbortController()
  const abandon = new AbortController()
  let rings = 0
  let heard = 0
  let wake = new Set<() => void>()

  const wakeAll = () => {
    const sleepers = wake
    wake = new Set()
    for (const sleeper of sleepers) sleeper()
  }
  const sleep = (milliseconds: number, isOver: () => boolean) =>
    new Promise<void>((resolve) => {
      if (isOver()) return resolve()
      const done = () => {
        clearTimeout(timer)
        wake.delete(done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      wake.add(done)
    })

  return {
    get stopping() {
      return stop.signal.aborted
    },
    ring() {
      rings += 1
      wakeAll()
    },
    /** A ring that came while nobody waited is not lost: the next wait is none. */
    async untilRung(milliseconds: number): Promise<void> {
      await sleep(milliseconds, () => rings !== heard || stop.signal.aborted)
      heard = rings
    },
    /** @throws {Stopped} */
    pause(milliseconds: number): Promise<void> {
      return new Promise((resolve, reject) => {
        if (stop.signal.aborted) return reject(new Stopped())
        const onStop = () => {
          clearTimeout(timer)
          reject(new Stopped())
        }
        const timer = setTimeout(() => {
          stop.signal.removeEventListener('abort', onStop)
          resolve()
        }, milliseconds)
        stop.signal.addEventListener('abort', onStop, { once: true })
      })
    },
    /** @throws {Stopped} */
    unlessAbandoned<T>(work: Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        const onAbandon = () => reject(new Stopped())
        if (abandon.signal.aborted) return onAbandon()
        abandon.signal.addEventListener('abort', onAbandon, { once: true })
        work.then(resolve, reject).finally(() => abandon.signal.removeEventListener('abort', onAbandon))
      })
    },
    stop() {
      stop.abort()
      wakeAll()
    },
    abandon: () => abandon.abort(),
  }
}
