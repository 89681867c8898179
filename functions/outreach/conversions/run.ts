import { platformRules } from '../../../shared/domain/conversion/platform.ts'
import type { ConversionRecord } from '../../../shared/domain/conversion/record.ts'
import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import type { ConversionDeps } from './ports.ts'
import type { Reconcile } from './reconcile.ts'
import { workBody } from './schedule.ts'
import { createTell } from './tell.ts'

/** Of one destination at once: its person's contacts are read for each. */
const mostAtOnce = 200

/**
 * Tells a destination, in one request if it takes several, everything that is due for it: whichever of it was looked at
 * first. What the others find is done.
 */
export function createRunConversion(deps: ConversionDeps, reconcile: Reconcile) {
  const { conversions, destinations, now } = deps
  const tell = createTell(deps)

  async function waitingWith(record: ConversionRecord): Promise<ConversionRecord[]> {
    const { account, destination, platform } = record
    const most = Math.min(mostAtOnce, platformRules[platform].batch)
    const waiting = await conversions.waiting(account, destination, now(), most)
    const others = waiting.filter(({ name, mode }) => name !== record.name || mode !== record.mode)
    return [record, ...others].slice(0, most)
  }

  return async (work: DueWork): Promise<Done> => {
    const body = workBody(work)
    const record = await conversions.get(body)
    if (!record?.pending || record.operations !== body.operations) return { done: true }
    if (record.pending.dueAt > now())
      return { again: record.pending.dueAt, because: 'it waits to be tried again' }
    const all = await waitingWith(record)
    await tell(await destinations.get(body.account, body.destination), all)
    const enquiries = new Map(all.map(({ account, enquiry }) => [enquiry, account]))
    for (const [enquiry, account] of enquiries) await reconcile(account, enquiry)
    const after = await conversions.get(body)
    if (!after?.pending || after.operations !== body.operations) return { done: true }
    // Not at once: whoever else is at it may take a while.
    const { dueAt } = after.pending
    const soon = addMinutes(now(), 1)
    return { again: dueAt > soon ? dueAt : soon, because: 'it is to be tried again' }
  }
}
