import { lanesBehind, type StreamState } from '../../shared/domain/sounding.ts'
import { addSeconds, type Clock, type Instant } from '../../shared/domain/time.ts'

export interface PendingPorts {
  readonly soundings: {
    drop(droppedAt: Instant): Promise<void>
    read(now: Instant): Promise<StreamState>
  }
  /** Entries that wait in the call spool. */
  readonly spooled: () => Promise<number>
  readonly now: Clock
  readonly pause: (milliseconds: number) => Promise<unknown>
}

/** What came through so lately says how the streams are now. */
const freshSeconds = 10
/** Whoever asks waits so long for a sounding, which takes about five seconds through both streams. */
const waitSeconds = 2.5
const stepMilliseconds = 250

/**
 * How many ledger changes the views do not show yet, when deployed: an estimate, since nobody can count what stands in a
 * stream but who reads it. Asked for it, a sounding is dropped into the ledger and waited for; what has not come through
 * counts as one change a lane, beside the records that are known to fail and what is spooled.
 *
 * 0 says that nothing is spooled, nothing fails, and what was dropped ten seconds ago or later has come all the way
 * through; a change of the last ten seconds may be on its way still.
 */
export function createDeployedPending({
  soundings,
  spooled,
  now,
  pause,
}: PendingPorts): () => Promise<number> {
  let droppedAt: Instant = ''

  async function behind(): Promise<number> {
    const asked = now()
    const fresh = addSeconds(asked, -freshSeconds)
    const isStale = (state: StreamState) => lanesBehind(state, fresh) > 0
    let state = await soundings.read(asked)
    if (isStale(state) && droppedAt < fresh) {
      droppedAt = asked
      await soundings.drop(asked)
    }
    for (const end = addSeconds(asked, waitSeconds); isStale(state) && now() < end; ) {
      await pause(stepMilliseconds)
      state = await soundings.read(now())
    }
    return state.failing + lanesBehind(state, fresh)
  }

  return async () => {
    // In this order: what leaves the spool meanwhile is in the stream by then.
    const waiting = await spooled()
    return waiting + (await behind())
  }
}
