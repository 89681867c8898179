import { utcDaysBetween } from '../../../shared/domain/calendar.ts'
import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addDays, utcDayOf } from '../../../shared/domain/time.ts'
import type { DueHandler } from '../due/work-due.ts'
import type { ConversionDeps } from './ports.ts'
import type { Reconcile } from './reconcile.ts'

export const sweepWork = 'conversion-sweep'
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

export function createSweepHandler(deps: ConversionDeps, reconcile: Reconcile): DueHandler {
  const { destinations, sources, works, now } = deps

  async function run(work: DueWork): Promise<Done> {
    const { account, id } = work
    const { destination: of, days } = work.body as SweepWork
    const destination = await destinations.get(account, of)
    const [day, ...others] = days
    if (!destination || destination.mode === 'off' || day === undefined) return { done: true }
    const rows = await sources.enquiries.enquiriesOf(account, day)
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce)
      await Promise.all(some.map(({ enquiry }) => reconcile(account, enquiry.id, [destination])))
    }
    if (others.length > 0) {
      const [root] = id.split('-')
      const next = { account, kind: sweepWork, id: `${root}-${others.length}`, dueAt: now() }
      await works.add({ ...next, body: { destination: of, days: others } satisfies SweepWork }, now())
    }
    return { done: true }
  }
  return { kind: sweepWork, lapse: 'again', perRound: 20, parallel: 2, run }
}
