import { type Clock, type Instant, instantOf } from '../shared/domain/time.ts'

export interface ReconcileTimer {
  stop(): void
}

const everyMilliseconds = 5 * 60_000
/** The first look waits until whatever is spooled has been drained. */
const firstMilliseconds = 30_000
const firstLookBackMilliseconds = 24 * 3_600_000
/** Calls are listed by their beginning and are told of at their end; Twilio's list itself may lag. */
const overlapMilliseconds = 4 * 3_600_000

/** Asks Twilio now and then for calls that the ledger knows too little of. One that fails looks as far back the next time. */
export function startReconciling(
  reconcile: (since: Instant) => Promise<{ readonly looked: number; readonly facts: number }>,
  now: Clock,
  warn: (line: string) => void,
): ReconcileTimer {
  let since = instantOf(Date.parse(now()) - firstLookBackMilliseconds)
  let timer = setTimeout(look, firstMilliseconds)
  let isStopping = false

  async function look(): Promise<void> {
    const began = now()
    try {
      const { facts } = await reconcile(since)
      since = instantOf(Date.parse(began) - overlapMilliseconds)
      if (facts > 0) warn(JSON.stringify({ level: 'info', message: 'facts found again at Twilio', facts }))
    } catch (error) {
      warn(
        JSON.stringify({
          level: 'warn',
          message: 'Twilio could not be asked for calls',
          error: String(error),
        }),
      )
    }
    if (!isStopping) timer = setTimeout(look, everyMilliseconds)
  }

  return {
    stop() {
      isStopping = true
      clearTimeout(timer)
    },
  }
}
