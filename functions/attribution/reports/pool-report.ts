import type * as z from 'zod/mini'
import type { Account } from '../../../shared/domain/account.ts'
import { zonedDayBounds } from '../../../shared/domain/calendar.ts'
import type { AccountId, E164, PoolId } from '../../../shared/domain/ids.ts'
import type { Period } from '../../../shared/domain/period.ts'
import { ambiguousShareAimedAt, poolReport, type Stretch } from '../../../shared/domain/pool-report.ts'
import { type Instant, utcDayOf } from '../../../shared/domain/time.ts'
import type { Pool, TrackingNumber } from '../../../shared/domain/tracking-number.ts'
import type { AttributionPorts } from '../deps.ts'
import type { poolsQuery } from './pool-report-schema.ts'
import { before } from './reports.ts'

interface Ports {
  readonly ledger: Pick<AttributionPorts['ledger'], 'leases' | 'pools' | 'numbers'>
  readonly views: Pick<AttributionPorts['views'], 'days' | 'enquiries'>
}

const assumptions = [
  'Erlang B: a session that finds all numbers taken shares one and does not wait for another.',
  'Sessions come at random (Poisson) at the rate of the busiest clock hour (UTC) of the period; those that shared a number are among them.',
  'A session keeps its number from others for the mean time from the beginning of a lease to the end of its cooldown.',
  `Callers are as likely to have shared a number as sessions are: the share of sessions that find none free stands for the share of ambiguous calls, and is to be under ${ambiguousShareAimedAt * 100} %.`,
  'Sessions that were shown the pool’s fallback number, or none, left no lease and are not among the arrivals.',
]

const pageSize = 200

/** Everything that a list holds, page by page. */
export async function all<T extends { readonly id: string }>(
  list: (account: AccountId, limit: number, after?: string) => Promise<T[]>,
  account: AccountId,
): Promise<T[]> {
  const found: T[] = []
  for (;;) {
    const page = await list(account, pageSize, found.at(-1)?.id)
    found.push(...page)
    if (page.length < pageSize) return found
  }
}

/** The work, some at a time. */
async function inTurns<T, R>(
  list: readonly T[],
  atOnce: number,
  work: (each: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < list.length; start += atOnce) {
    results.push(...(await Promise.all(list.slice(start, start + atOnce).map(work))))
  }
  return results
}

/** Calls of the stretch, whosever number they came to; spam and test callers count nowhere. */
async function callsIn({ views }: Ports, { id, testCallers = [] }: Account, { from, until }: Stretch) {
  const tests = new Set<string>(testCallers.map(({ phone }) => phone))
  const days = await views.days.list(id, utcDayOf(from), utcDayOf(until))
  const rows = await inTurns(days, 8, (day) => views.enquiries.callsOf(id, day, { from, until }))
  return rows.flat().flatMap(({ call: { number, startedAt, caller }, isSpam }) => {
    const isCounted = !isSpam && !(caller !== undefined && tests.has(caller)) && startedAt < until
    return isCounted ? [{ number, at: startedAt }] : []
  })
}

async function historyOf(
  { ledger }: Ports,
  account: AccountId,
  { id, name }: Pool,
  numbers: readonly TrackingNumber[],
  callsByNumber: ReadonlyMap<E164, readonly { readonly number: E164; readonly at: Instant }[]>,
  { from, until }: Stretch,
) {
  const own = numbers.filter(({ poolId }) => poolId === id)
  const leases = await inTurns(own, 16, ({ number }) =>
    ledger.leases.leasesBetween(account, number, from, until, id),
  )
  return {
    key: id,
    name,
    from,
    until,
    numbers: own.map(({ number, createdAt }) => ({ number, since: createdAt })),
    // What the number did in another pool is not this pool's; imported leases name none.
    leases: leases.flat().filter(({ poolId }) => poolId === undefined || poolId === id),
    calls: own.flatMap(({ number }) => callsByNumber.get(number) ?? []),
  }
}

/** The pool's numbers that nobody new is given at present. */
const restingOf = (pool: PoolId, numbers: readonly TrackingNumber[], now: Instant) =>
  numbers.flatMap(({ id, number, poolId, rest }) =>
    poolId === pool && rest && now < rest.until
      ? [{ numberId: id, number, until: rest.until, because: rest.because }]
      : [],
  )

/**
 * How the pools did in a period. Read when it is asked for: utilisation and the peak are of whole stretches of time, so
 * that no sum of days tells them. That takes one query a number, and one a day for the calls, of some 300 bytes a
 * lease and 500 a call: a quarter of 100 numbers, 200,000 leases and 50,000 calls is 85 MB to read, and 300 MB and some
 * seconds to count. A business beyond that asks for weeks; the ledger's export answers for years.
 */
export async function poolsReport(
  ports: Ports,
  account: Account,
  { from, to, compare }: z.infer<typeof poolsQuery>,
  now: Instant,
) {
  const { timeZone } = account
  const [pools, numbers] = await Promise.all([
    all<Pool>(ports.ledger.pools.list, account.id),
    all<TrackingNumber>(ports.ledger.numbers.list, account.id),
  ])
  const read = async (period: Period) => {
    const start = zonedDayBounds(period.from, timeZone).from
    const { until } = zonedDayBounds(period.to, timeZone)
    // What is still to come of the period is not idle time.
    const stretch = { from: start, until: start < now && now < until ? now : until }
    const callsByNumber = new Map<E164, { number: E164; at: Instant }[]>()
    for (const call of pools.length > 0 ? await callsIn(ports, account, stretch) : []) {
      const calls = callsByNumber.get(call.number)
      if (calls) calls.push(call)
      else callsByNumber.set(call.number, [call])
    }
    return poolReport(
      await inTurns(pools, 1, (pool) => historyOf(ports, account.id, pool, numbers, callsByNumber, stretch)),
    )
  }
  const report = await read({ from, to })
  return {
    from,
    to,
    timeZone,
    totals: report.totals,
    rows: report.rows.map((row) => ({ ...row, restingNumbers: restingOf(row.key, numbers, now) })),
    assumptions,
    ...(await before(compare, { from, to }, async (earlier) => ({ totals: (await read(earlier)).totals }))),
  }
}
