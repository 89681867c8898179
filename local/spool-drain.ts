import type { Spooled } from '../functions/call-webhook/compose.ts'
import type { CallSpool } from './call-spool.ts'

export interface SpoolDrain {
  stop(): Promise<void>
}

const lookEveryMilliseconds = 500
const longestPauseMilliseconds = 5000
/** What settles hangs with the engine: no longer than this is its end waited for. */
const stopLimitMilliseconds = 1000

/** Brings what is spooled into the ledger: at once what an earlier start left, then whenever there is anything. */
export function startDrain(
  spool: CallSpool,
  settle: (entry: Spooled) => Promise<void>,
  onSettled: () => void,
): SpoolDrain {
  let timer: NodeJS.Timeout | undefined
  let isStopping = false
  let pause = lookEveryMilliseconds
  let running = look()

  async function look(): Promise<void> {
    if (spool.pending() > 0) {
      const isEmpty = await spool.drain(async (entry) => {
        if (isStopping) throw new Error('the bridge stops')
        await settle(entry)
      })
      pause = isEmpty ? lookEveryMilliseconds : Math.min(pause * 2, longestPauseMilliseconds)
      onSettled()
    }
    if (isStopping) return
    timer = setTimeout(() => {
      running = look()
    }, pause)
  }

  return {
    async stop() {
      isStopping = true
      clearTimeout(timer)
      let limit: NodeJS.Timeout | undefined
      const over = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, stopLimitMilliseconds)
      })
      await Promise.race([running, over])
      clearTimeout(limit)
      await spool.close()
    },
  }
}
