import { utcDaysBetween } from '../../../shared/domain/calendar.ts'
import { forgotten, leadsToPerson } from '../../../shared/domain/conversion/forget.ts'
import { sweepWork } from '../../../shared/domain/conversion/work-kinds.ts'
import { isSettled } from '../../../shared/domain/delivery.ts'
import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addDays, addSeconds, utcDayOf } from '../../../shared/domain/time.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'
import type { Reconcile } from './reconcile.ts'

interface SweepWork {
  readonly destination: string
  /** The days that are left, UTC; the first is looked at next. */
  readonly days: readonly string[]
}

/** As far back as any platform takes conversions. */
const mostDays = 91
const atOnce = 8

type Deps = Pick<ConversionDeps, 'works' | 'now'>

/**
 * Every enquiry that any platform still hears of is looked at anew: a destination has come, or is another. What began long
 * ago may convert now.
 */
export async function beginSweep(
  { works, now }: Deps,
  account: AccountId,
  destination: string,
): Promise<void> {
  // The newest first: it is what people look for.
  const days = [...utcDaysBetween(addDays(now(), -mostDays), now()), utcDayOf(now())]
  const body: SweepWork = { destination, days: [...new Set(days)].sort().reverse() }
  const id = `${destination}.${now().replace(/\W/g, '')}`
  await works.add({ account, kind: sweepWork, id, dueAt: now(), body }, now())
}

/** A round takes no longer: the rest is left to the next. */
const longestSeconds = 45

export function createRunSweep(deps: ConversionDeps, reconcile: Reconcile) {
  const { destinations, sources, works, now } = deps

  async function lookAt(destination: StoredDestination, day: string): Promise<void> {
    const { account } = destination
    const rows = await sources.enquiries.enquiriesOf(account, day)
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce)
      await Promise.all(some.map(({ enquiry }) => reconcile(account, enquiry.id, [destination])))
    }
  }

  return async (work: DueWork): Promise<Done> => {
    const { account, id } = work
    const { destination: of, days } = work.body as SweepWork
    const destination = await destinations.get(account, of)
    if (!destination || destination.mode === 'off') return { done: true }
    const until = addSeconds(now(), longestSeconds)
    const left = [...days]
    for (let day = left.shift(); day !== undefined; day = left.shift()) {
      await lookAt(destination, day)
      if (now() > until) break
    }
    if (left.length > 0) {
      const [root] = id.split('-')
      const body: SweepWork = { destination: of, days: left }
      await works.add({ account, kind: sweepWork, id: `${root}-${left.length}`, dueAt: now(), body }, now())
    }
    return { done: true }
  }
}

/** Looks at the enquiry of a contact of which something has come to be known that no change of the views tells. */
export function createRunLook(deps: ConversionDeps, reconcile: Reconcile) {
  const { conversions, deliveries, destinations, sources, now } = deps

  /** Of destinations that are gone, off, or not a dry run any more nothing is taken back: it is forgotten at once. */
  async function forgetLeft(account: AccountId, contact: string): Promise<void> {
    if (!(await conversions.erasedAmong(account, [contact])).has(contact)) return
    const modes = new Map((await destinations.list(account)).map(({ id, mode }) => [id, mode as string]))
    for (const record of await conversions.of(account, [contact])) {
      if (modes.get(record.destination) === record.mode || !leadsToPerson(record)) continue
      const id = record.pending?.delivery
      const waiting = id === undefined ? undefined : await deliveries.get(account, id)
      if (waiting && !isSettled(waiting))
        await deliveries.settle(waiting, { skipped: 'the person was erased' }, undefined, now())
      await conversions.put(record, forgotten(record, now()))
    }
  }

  return async ({ account, body }: DueWork): Promise<Done> => {
    const { contact } = body as { readonly contact: string }
    await forgetLeft(account, contact)
    const row = await sources.enquiries.find(account, enquiryIdOf(contact))
    if (row) await reconcile(account, row.enquiry.id)
    return { done: true }
  }
}
