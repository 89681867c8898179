import { sessionTimeoutMinutes } from '../../shared/domain/session-life.ts'
import { type Pool, routeOf, type TrackingNumber } from '../../shared/domain/tracking-number.ts'
import { TwilioError } from '../../shared/twilio/api.ts'
import { Complaint, type Surroundings } from '../command.ts'
import { readOptions } from '../options.ts'
import { duration } from '../progress.ts'
import { type Action, type AtWork, begin } from './action.ts'
import { confirm } from './confirm.ts'
import { phoneOf } from './given.ts'
import { all } from './management.ts'
import { placeOptions } from './place.ts'
import { countOf, nameOf } from './tell.ts'

/** A number to give up, as far as each side has it. */
interface Leaving {
  readonly number: string
  readonly label: string
  readonly sid?: string | undefined
  readonly tracking?: TrackingNumber | undefined
  readonly pool?: Pool | undefined
}

async function find({ twilio, management }: AtWork, wanted: readonly string[]): Promise<readonly Leaving[]> {
  const [numbers, pools] = await Promise.all([all(management.numbers()), all(management.pools())])
  const leaving: Leaving[] = []
  for (const number of wanted) {
    const tracking = numbers.find((each) => each.number === number)
    const owned = await twilio.find(number)
    if (!tracking && !owned) throw new Complaint(`${number} is neither in Tieline nor of this Twilio account`)
    const pool = tracking?.poolId === undefined ? undefined : pools.find(({ id }) => id === tracking.poolId)
    leaving.push({
      number,
      label: tracking?.label ?? owned?.friendlyName ?? '',
      sid: owned?.sid,
      tracking,
      pool,
    })
  }
  return leaving
}

const isShown = ({ tracking, pool }: Leaving) =>
  pool !== undefined || (tracking?.swapTargets?.length ?? 0) > 0

/** Its calls go on to where they went; only that nobody is shown it any more. */
async function leavePages({ management }: AtWork, leaving: Leaving): Promise<void> {
  const { tracking, pool } = leaving
  if (!tracking || !isShown(leaving)) return
  const { flow } = routeOf('', tracking, pool)
  const shownNoMore = pool ? ({ kind: 'source' } as const) : { swapTargets: null, swapWhen: null }
  await management.change(tracking.id, { ...shownNoMore, ...(flow && { flow }) })
}

/** Minutes that a page may go on showing it: a pool's lease, else a visit. */
const minutesShown = (leaving: Leaving) =>
  isShown(leaving) ? (leaving.pool?.leaseMinutes ?? sessionTimeoutMinutes) : 0

/** Whoever was shown a number may call it as long as it stands on their page. */
async function waitForVisitors({ progress }: AtWork, minutes: number, { now, pause }: Surroundings) {
  const end = now() + minutes * 60_000
  for (let left = end - now(); left > 0; left = end - now()) {
    const waits = left
    progress.show(() => `Visitors may still be looking at it: waits ${duration(waits)} (--now does not)`)
    await pause(Math.min(left, 1000))
  }
  progress.clear()
}

/**
 * In an order that loses no call: off the pages first, so that it is shown to nobody new, while it rings as before; then,
 * when no page shows it any more, released at Twilio; then out of Tieline, which until then connects whoever calls.
 */
export const release: Action = async (args, surroundings) => {
  const { values, positionals } = readOptions(args, {
    ...placeOptions,
    yes: { type: 'boolean' },
    now: { type: 'boolean' },
  })
  const { out, err } = surroundings
  if (positionals.length === 0) throw new Complaint('name the numbers to release')
  const wanted = [...new Set(positionals.map(phoneOf))]
  const work = begin(surroundings, values.url)
  const leaving = await find(work, wanted)

  for (const each of leaving) {
    const sides = [each.sid !== undefined && 'at Twilio', each.tracking && 'in Tieline'].filter(Boolean)
    err(`${nameOf(each)} (${sides.join(', ')}${each.pool ? `, of the pool “${each.pool.name}”` : ''})\n`)
  }
  err('Twilio may give a released number to somebody else. Its calls stay in the reports.\n')
  if (!values.yes && !(await confirm(surroundings, `Release ${countOf(leaving.length)}`))) {
    err('Nothing was released.\n')
    return 1
  }

  for (const each of leaving) await leavePages(work, each)
  const minutes = Math.max(0, ...leaving.filter(({ sid }) => sid !== undefined).map(minutesShown))
  if (!values.now && minutes > 0) await waitForVisitors(work, minutes, surroundings)

  for (const each of leaving) {
    try {
      if (each.sid !== undefined) await work.twilio.release(each.sid)
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error
      throw new Complaint(`${each.number} was not released, and rings as before: ${error.message}`)
    }
    if (each.tracking) await work.management.remove(each.tracking.id)
    out(`${each.number}  released\n`)
  }
  return 0
}
