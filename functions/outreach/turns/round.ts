import { takenMinutes } from '../../../shared/domain/due-work.ts'
import type { DueEnrolment } from '../../../shared/domain/enrolment.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'
import { createReadPlan } from './read-plan.ts'
import { enrolmentOf, takeTurn } from './take-turn.ts'

/** What piled up goes out at this pace: SES takes 14 a second of a new account. */
const usualPace = { perRound: 500, parallel: 8 }
/** Read together, and decided by within a second or two. */
const readAtOnce = 24

/** Told of a turn that broke: whose it is, and the error's name. */
type Warn = (
  work: { readonly account: AccountId; readonly kind: string; readonly id: string },
  cause: string,
) => void
export type FollowUpRound = (warn: Warn) => Promise<Instant | undefined>

/**
 * One round: whoever's turn it is gets it. Any number of these may run at once; one function for all of them, since it
 * remembers what holds for some seconds.
 * @returns when to come back; undefined: nothing waits
 */
export function createFollowUpRound(deps: FollowUpDeps, { perRound, parallel } = usualPace): FollowUpRound {
  const { mailing, suppressions, now } = deps
  const readPlan = createReadPlan(deps)

  /** What broke before the claim is tried again later; what broke after it comes back when the claim has lapsed. */
  async function putOff(due: DueEnrolment): Promise<void> {
    const known = await mailing.of(due.account, due.address)
    const enrolment = enrolmentOf(known, due)
    if (enrolment?.state !== 'waiting') return
    await mailing.wait({ known, enrolment }, addMinutes(now(), takenMinutes), {}, now())
  }

  /** What is known of some of them, a moment before it is decided by. */
  async function read(some: readonly DueEnrolment[]) {
    const [known, suppressed] = await Promise.all([mailing.ofAll(some), suppressions.areSuppressed(some)])
    return some.flatMap((due, index) => {
      const each = known[index]
      return each ? [{ due, known: each, isSuppressed: suppressed[index] === true }] : []
    })
  }

  return async (warn) => {
    const waiting = await mailing.due(now(), perRound)
    let isMore = waiting.length === perRound
    const ready: Awaited<ReturnType<typeof read>> = []
    let reading: Promise<void> | undefined
    /** Whoever finds none ready reads some more, for all. */
    async function next() {
      while (ready.length === 0 && (reading || waiting.length > 0)) {
        reading ??= read(waiting.splice(0, readAtOnce))
          .then((some) => void ready.push(...some))
          .finally(() => {
            reading = undefined
          })
        await reading
      }
      return ready.shift()
    }
    const work = async () => {
      for (let turn = await next(); turn; turn = await next()) {
        const { due, known, isSuppressed } = turn
        try {
          const taken = await takeTurn(deps, readPlan, due, known, isSuppressed)
          isMore = taken === 'done' || isMore
        } catch (error) {
          const { account, address, sequence, run } = due
          const id = `${address}.${sequence}.${run}`
          warn({ account, kind: 'follow-up', id }, (error as Error).name)
          await putOff(due).catch(() => {})
        }
      }
    }
    await Promise.all(Array.from({ length: parallel }, work))
    return isMore ? now() : mailing.nextDueAt(now())
  }
}
