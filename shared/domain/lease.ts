import type { LeaseFact } from './fact.ts'
import type { E164, PoolId } from './ids.ts'
import { splitExactly, wholeMicros } from './split.ts'
import { addMinutes, type Instant, secondsBetween } from './time.ts'

/** How long a pool gives its numbers away. */
export interface LeaseTerms {
  readonly leaseMinutes: number
  /** So long after the end nobody else is given the number: people call from pages they left. */
  readonly cooldownMinutes: number
}

/** What a session remembers of a lease of its own: enough to find it by key. */
export interface HeldLease {
  /** Absent in imported history. */
  readonly poolId?: PoolId | undefined
  readonly number: E164
  readonly from: Instant
  /** The end of an imported one, which is known by its whole content. */
  readonly until?: Instant | undefined
  readonly shared: boolean
}

/** The end of a lease whose session gave a sign of life at `now`. */
export function leaseEnd(
  terms: LeaseTerms,
  now: Instant,
): { readonly until: Instant; readonly freeAt: Instant } {
  const until = addMinutes(now, terms.leaseMinutes)
  return { until, freeAt: addMinutes(until, terms.cooldownMinutes) }
}

/** A session that lives on gets a new lease of the same number after so long: look-ups by time stay bounded. */
export const leaseHours = 24
export const isOutlived = (from: Instant, now: Instant): boolean =>
  secondsBetween(from, now) >= leaseHours * 3600

/** No lease that began earlier can cover an instant: a day of life, a day's lease minutes, a week of cooldown. */
export const leaseReachBackDays = 9

export const covers = (lease: LeaseFact, at: Instant): boolean => lease.from <= at && at < lease.freeAt
const isLive = (lease: LeaseFact, at: Instant): boolean => lease.from <= at && at < lease.until

export type ResolvedLease =
  | { readonly kind: 'lease'; readonly lease: LeaseFact; readonly during: 'lease' | 'cooldown' }
  | {
      readonly kind: 'lease-shared'
      readonly candidates: readonly { readonly lease: LeaseFact; readonly likelihoodMicros: number }[]
    }

/** Of two callers, the one who saw the number a quarter of an hour later is twice as likely. */
const halfLifeSeconds = 15 * 60

const contentOf = (lease: LeaseFact) =>
  JSON.stringify(Object.entries(lease).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Larger first; what is equal in all of them is ordered by its content, never by arrival. */
const descendingBy =
  (...attributes: readonly ('from' | 'until' | 'freeAt' | 'session')[]) =>
  (a: LeaseFact, b: LeaseFact): number => {
    for (const attribute of attributes) {
      if (a[attribute] !== b[attribute]) return a[attribute] > b[attribute] ? -1 : 1
    }
    return contentOf(a) > contentOf(b) ? -1 : 1
  }

/**
 * Who saw the number, if it is dialled at `at`? Sessions that hold it come first; only if there is none, the last one
 * that held it, while the number cools down.
 * @param leases of one number, in any order; of one lease (`session`, `from`) copies with other ends may be among them
 */
export function resolveLeases(leases: readonly LeaseFact[], at: Instant): ResolvedLease | undefined {
  const liveBySession = new Map<string, LeaseFact>()
  for (const lease of leases
    .filter((each) => isLive(each, at))
    .sort(descendingBy('from', 'until', 'freeAt'))) {
    if (!liveBySession.has(lease.session)) liveBySession.set(lease.session, lease)
  }
  const live = [...liveBySession.values()].sort(descendingBy('from', 'session'))
  const [only] = live
  if (only && live.length === 1) return { kind: 'lease', lease: only, during: 'lease' }
  if (only) {
    const weights = live.map(({ from }) => 2 ** (-secondsBetween(from, at) / halfLifeSeconds))
    const likelihoods = splitExactly(wholeMicros, weights)
    return {
      kind: 'lease-shared',
      candidates: live.map((lease, index) => ({ lease, likelihoodMicros: likelihoods[index] ?? 0 })),
    }
  }
  const [last] = leases
    .filter((each) => covers(each, at))
    .sort(descendingBy('until', 'from', 'freeAt', 'session'))
  return last && { kind: 'lease', lease: last, during: 'cooldown' }
}
