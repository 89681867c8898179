import { erlangB, serversFor } from './erlang.ts'
import type { LeaseFact } from './fact.ts'
import type { E164, SessionId } from './ids.ts'
import { resolveLeases } from './lease.ts'
import { addSeconds, epochMillisecondsOf, type Instant } from './time.ts'

/** A pool of this size would have left less than so much of its calls ambiguous. */
export const ambiguousShareAimedAt = 0.01

/** A stretch of time: `until` is exclusive. */
export interface Stretch {
  readonly from: Instant
  readonly until: Instant
}

/** One session's stay at one number: a lease, with those that prolonged it. */
export interface Stay extends Stretch {
  readonly number: E164
  readonly session: SessionId
  /** When somebody else could have the number: the cooldown is over. */
  readonly freeAt: Instant
  readonly shared: boolean
}

const groupedByNumber = <T extends { readonly number: E164 }>(list: readonly T[]): Map<E164, T[]> => {
  const groups = new Map<E164, T[]>()
  for (const each of list) {
    const group = groups.get(each.number)
    if (group) group.push(each)
    else groups.set(each.number, [each])
  }
  return groups
}
const byStart = (a: Stretch, b: Stretch) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)
const later = (a: Instant, b: Instant) => (a > b ? a : b)
const millisecondsOf = ({ from, until }: Stretch) => epochMillisecondsOf(until) - epochMillisecondsOf(from)

/** Leases of the same session and number that overlap or touch are one stay: a lease is renewed after a day. */
export function staysOf(leases: readonly LeaseFact[]): Stay[] {
  const stays = new Map<string, Stay[]>()
  for (const { number, session, from, until, freeAt, shared } of [...leases].sort(byStart)) {
    const key = `${number} ${session}`
    const own = stays.get(key) ?? []
    const last = own.at(-1)
    if (last && from <= last.until) {
      own[own.length - 1] = {
        ...last,
        until: later(last.until, until),
        freeAt: later(last.freeAt, freeAt),
        shared: last.shared || shared,
      }
    } else own.push({ number, session, from, until, freeAt, shared })
    stays.set(key, own)
  }
  return [...stays.values()].flat().sort(byStart)
}

/** What lies within the bounds of each stretch that has anything there. */
export const clipped = <S extends Stretch>(stretches: readonly S[], { from, until }: Stretch): S[] =>
  stretches.flatMap((each) =>
    each.from < until && each.until > from
      ? [{ ...each, from: later(each.from, from), until: each.until < until ? each.until : until }]
      : [],
  )

/** Milliseconds that are covered by at least one of the stretches. */
export function coveredMilliseconds(stretches: readonly Stretch[]): number {
  let covered = 0
  let end = ''
  for (const { from, until } of [...stretches].sort(byStart)) {
    if (until > end) covered += millisecondsOf({ from: later(from, end), until })
    end = later(end, until)
  }
  return covered
}

/** The most stretches at one time; whoever leaves at the instant at which another comes is gone. */
export function peakOf(stretches: readonly Stretch[]): number {
  const present = stretches.filter(({ from, until }) => from < until)
  const begins = present.map(({ from }) => from).sort()
  const ends = present.map(({ until }) => until).sort()
  let gone = 0
  let peak = 0
  for (const [index, begin] of begins.entries()) {
    while ((ends[gone] as Instant) <= begin) gone++
    peak = Math.max(peak, index + 1 - gone)
  }
  return peak
}

/** The clock hour (UTC) in which most stretches begin, the first of several. */
export function busiestHour(stretches: readonly Stretch[]): { from: Instant; arrivals: number } | null {
  const hours = new Map<string, number>()
  for (const { from } of stretches) hours.set(from.slice(0, 13), (hours.get(from.slice(0, 13)) ?? 0) + 1)
  const [busiest] = [...hours].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return busiest ? { from: `${busiest[0]}:00:00.000Z`, arrivals: busiest[1] } : null
}

/** How many of the stretches, in the order of their beginnings, begin before the instant. */
function countBefore(inOrder: readonly Stretch[], at: Instant): number {
  let [low, high] = [0, inOrder.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((inOrder[middle] as Stretch).from < at) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the calls came to a number that several sessions held at that time. */
export function ambiguousCalls(
  leases: readonly LeaseFact[],
  calls: readonly { readonly number: E164; readonly at: Instant }[],
): number {
  const byNumber = groupedByNumber([...leases].sort(byStart))
  // None that began before so long can still be held.
  const longest = leases.reduce((most, lease) => Math.max(most, millisecondsOf(lease)), 0)
  return calls.filter(({ number, at }) => {
    const begun = byNumber.get(number) ?? []
    const [first, end] = [addSeconds(at, -longest / 1000), addSeconds(at, 1)].map((each) =>
      countBefore(begun, each),
    )
    return resolveLeases(begun.slice(first, end), at)?.kind === 'lease-shared'
  }).length
}

/** What is known of one pool in a stretch of time. */
export interface PoolHistory extends Stretch {
  /** Its numbers, and since when each of them is there. */
  readonly numbers: readonly { readonly number: E164; readonly since: Instant }[]
  /** Those that reach into the stretch, each once. */
  readonly leases: readonly LeaseFact[]
  /** Calls of the stretch to its numbers. */
  readonly calls: readonly { readonly number: E164; readonly at: Instant }[]
}

const rounded = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals
const share = (part: number, whole: number) => (whole > 0 ? rounded(part / whole, 4) : null)
const minutes = (milliseconds: number) => rounded(milliseconds / 60_000, 2)

/** How often sessions come and how long each keeps its number from others, and so how many numbers they need. */
function demandOf(arrivals: readonly Stay[], numbers: number) {
  const busiest = busiestHour(arrivals)
  if (!busiest) {
    return {
      busiestHour: null,
      meanHoldingMinutes: null,
      offeredErlangs: null,
      expectedOverflow: null,
      recommendedNumbers: null,
    }
  }
  const held = arrivals.reduce((sum, { from, freeAt }) => sum + millisecondsOf({ from, until: freeAt }), 0)
  const meanHours = held / arrivals.length / 3_600_000
  const erlangs = busiest.arrivals * meanHours
  return {
    busiestHour: busiest,
    meanHoldingMinutes: rounded(meanHours * 60, 2),
    offeredErlangs: rounded(erlangs, 4),
    expectedOverflow: rounded(erlangB(numbers, erlangs), 4),
    recommendedNumbers: serversFor(erlangs, ambiguousShareAimedAt),
  }
}

interface Measured {
  readonly numbers: number
  readonly leases: number
  readonly sharedLeases: number
  readonly leasedMilliseconds: number
  readonly numberMilliseconds: number
  readonly peakLeases: number
  readonly calls: number
  readonly ambiguousCalls: number
}

const figuresOf = ({ leasedMilliseconds, numberMilliseconds, ...counts }: Measured) => ({
  ...counts,
  overflowShare: share(counts.sharedLeases, counts.leases),
  leasedMinutes: minutes(leasedMilliseconds),
  numberMinutes: minutes(numberMilliseconds),
  utilisation: share(leasedMilliseconds, numberMilliseconds),
  ambiguousShare: share(counts.ambiguousCalls, counts.calls),
})

function measure({ numbers, leases, calls, ...bounds }: PoolHistory) {
  const stays = staysOf(leases)
  const present = clipped(stays, bounds)
  const arrivals = stays.filter(({ from }) => from >= bounds.from && from < bounds.until)
  const staysByNumber = groupedByNumber(stays)
  const there = numbers.map(({ number, since }) => {
    // Imported leases may be older than the number's registration.
    const first = staysByNumber.get(number)?.[0]?.from
    return { from: first !== undefined && first < since ? first : since, until: bounds.until }
  })
  const measured: Measured = {
    numbers: numbers.length,
    leases: arrivals.length,
    sharedLeases: arrivals.filter(({ shared }) => shared).length,
    leasedMilliseconds: [...groupedByNumber(present).values()].reduce(
      (sum, own) => sum + coveredMilliseconds(own),
      0,
    ),
    numberMilliseconds: clipped(there, bounds).reduce((sum, own) => sum + millisecondsOf(own), 0),
    peakLeases: peakOf(present),
    calls: calls.length,
    ambiguousCalls: ambiguousCalls(leases, calls),
  }
  return { measured, present, demand: demandOf(arrivals, numbers.length) }
}

/**
 * The figures of each pool, and of all together; all of them measured but for what Erlang's formula says of the demand.
 * Time and memory grow with the leases and calls of the stretch.
 */
export function poolReport<Pool extends PoolHistory & { readonly key: string; readonly name: string }>(
  pools: readonly Pool[],
) {
  const all = pools.map((pool) => ({ pool, ...measure(pool) }))
  const sum = (of: keyof Measured) => all.reduce((total, { measured }) => total + measured[of], 0)
  const recommended = all.map(({ demand }) => demand.recommendedNumbers)
  return {
    rows: all.map(({ pool, measured, demand }) => ({
      key: pool.key,
      name: pool.name,
      ...figuresOf(measured),
      ...demand,
    })),
    totals: {
      ...figuresOf({
        numbers: sum('numbers'),
        leases: sum('leases'),
        sharedLeases: sum('sharedLeases'),
        leasedMilliseconds: sum('leasedMilliseconds'),
        numberMilliseconds: sum('numberMilliseconds'),
        peakLeases: peakOf(all.flatMap(({ present }) => present)),
        calls: sum('calls'),
        ambiguousCalls: sum('ambiguousCalls'),
      }),
      recommendedNumbers: recommended.every((each) => each === null)
        ? null
        : recommended.reduce<number>((total, each) => total + (each ?? 0), 0),
    },
  }
}
