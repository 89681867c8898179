import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import type { Clock, Instant } from '../../../shared/domain/time.ts'

export interface DueWorkPort {
  due(kind: string, now: Instant, limit: number): Promise<DueWork[]>
  nextDueAt(kind: string, now: Instant): Promise<Instant | undefined>
  take(work: DueWork, now: Instant): Promise<DueWork | undefined>
  settle(work: DueWork, done: Done, now: Instant): Promise<boolean>
  lose(work: DueWork, because: string, now: Instant): Promise<boolean>
}

/** How one kind of due work is done. */
export interface DueHandler {
  readonly kind: string
  /** What was taken and never settled (a crash): done again, or given up because twice would be worse than never. */
  readonly lapse: 'again' | 'give-up'
  /** At most so many in a round: what piled up in a pause goes out at this pace. */
  readonly perRound: number
  readonly parallel: number
  /** Before it is claimed, if there is something to ask then: `go`, or what becomes of it without a try. */
  readonly prepare?: (work: DueWork) => Promise<'go' | Done>
  /** @throws what is not foreseen: the work is taken, and lapses */
  readonly run: (work: DueWork) => Promise<Done>
}

export interface WorkDueDeps {
  readonly works: DueWorkPort
  readonly now: Clock
  /** Told of work that broke: its name and the error's. */
  readonly warn: (work: Pick<DueWork, 'account' | 'kind' | 'id'>, cause: string) => void
}

/** @returns whether it was done just now: it may have left something due behind it, of whichever kind */
async function workOn({ works, now }: WorkDueDeps, handler: DueHandler, work: DueWork): Promise<boolean> {
  const { lapse, prepare, run } = handler
  if (work.state === 'taken' && lapse === 'give-up') {
    await works.lose(work, 'nobody knows what came of it', now())
    return false
  }
  const ready = (await prepare?.(work)) ?? 'go'
  if (ready !== 'go') {
    await works.settle(work, ready, now())
    return false
  }
  const taken = await works.take(work, now())
  if (!taken) return false
  await works.settle(taken, await run(taken), now())
  return true
}

async function roundOf(deps: WorkDueDeps, handler: DueHandler): Promise<Instant | undefined> {
  const { works, now, warn } = deps
  const { kind, perRound, parallel } = handler
  const waiting = await works.due(kind, now(), perRound)
  let isMore = waiting.length === perRound
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        isMore = (await workOn(deps, handler, next)) || isMore
      } catch (error) {
        warn(next, (error as Error).name)
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return isMore ? now() : works.nextDueAt(kind, now())
}

/** One round of a kind that keeps its own work. @returns when to come back; undefined: nothing waits */
export type OwnRound = () => Promise<Instant | undefined>

/**
 * One round: does what is due of each kind. Any number of these may run at once, on one table.
 * @returns when to come back; undefined: nothing waits
 */
export async function workDue(
  deps: WorkDueDeps,
  kinds: readonly (DueHandler | OwnRound)[],
): Promise<Instant | undefined> {
  const nexts = await Promise.all(
    kinds.map((kind) => (typeof kind === 'function' ? kind() : roundOf(deps, kind))),
  )
  return nexts.flatMap((next) => next ?? []).sort()[0]
}
