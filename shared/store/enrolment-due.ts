import { randomInt } from 'node:crypto'
import { takenMinutes } from '../domain/due-work.ts'
import { type DueEnrolment, type Enrolment, isUnderWay } from '../domain/enrolment.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { createDueLists, type Place } from './due-lists.ts'
import type { MailingFile } from './mailing-file.ts'
import type { Table, Write } from './table.ts'

const kind = 'follow-up'
type Named = Pick<Enrolment, 'account' | 'address' | 'sequence' | 'run' | 'listed'>
const listedAs = ({ account, address, sequence, run }: Named) => ({
  account,
  id: `${address}.${sequence}.${run}`,
})

export type DueEnrolments = ReturnType<typeof createDueEnrolments>

/**
 * When each enrolment is to be looked at: it is the due work itself, and says where it is listed. The claim of its mail is
 * the claim of the work.
 */
export function createDueEnrolments(ledger: Table, file: MailingFile) {
  const lists = createDueLists(ledger)
  const unlist = (enrolment: Named | undefined): Write[] =>
    enrolment?.listed === undefined
      ? []
      : [{ delete: lists.pointerKey(kind, listedAs(enrolment), enrolment.listed) }]

  return {
    unlist,

    /**
     * @param before the enrolment that stands in its place, or itself, as it is listed so far
     * @returns where it is to be listed, and what there is to write together with it
     */
    async list(
      enrolment: Named,
      at: Instant,
      before: Named | undefined,
      now: Instant,
    ): Promise<{ readonly listed: Place; readonly writes: readonly Write[] }> {
      const { account, address, sequence, run } = enrolment
      const own = listedAs(enrolment)
      const listed = await lists.placeFor(kind, own, at, now)
      const key = lists.pointerKey(kind, own, listed)
      const stale = unlist(before).filter(
        (write) => 'delete' in write && !(write.delete.pk === key.pk && write.delete.sk === key.sk),
      )
      const put: Write = { put: { ...key, account, address, sequence, run } }
      return { listed, writes: [put, ...stale] }
    },

    /** Whose turn it is by now, those who are due the longest if there are more; what was claimed comes back when the claim has lapsed. */
    async due(now: Instant, limit: number): Promise<DueEnrolment[]> {
      const found = await lists.due(kind, now, limit, async (pointers) => {
        const named = pointers.map(({ pointer }) => pointer as unknown as Omit<DueEnrolment, 'dueAt'>)
        const known = await file.ofAll(named)
        return pointers.map(({ place }, index) => {
          const { account, address, sequence, run } = named[index] as DueEnrolment
          const enrolment = known[index]?.enrolments.find(
            (each) => each.sequence === sequence && each.run === run,
          )
          if (!enrolment || !isUnderWay(enrolment) || enrolment.listed !== place) return 'gone'
          const { sending, dueAt } = enrolment
          if (sending && addMinutes(sending.claimedAt, takenMinutes) > now) return 'later'
          return { account, address, sequence, run, dueAt }
        })
      })
      // Rounds that run at once begin at different ends, and do not meet at each.
      const start = found.length > 1 ? randomInt(found.length) : 0
      return [...found.slice(start), ...found.slice(0, start)]
    },

    nextDueAt: (now: Instant) => lists.nextDueAt(kind, now),
  }
}
