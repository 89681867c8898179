import { addSeconds, type Instant, secondsBetween } from './time.ts'

/** How many wrong codes the public may try before everything is refused until they age. */
export const attemptLimits = { session: 10, visitor: 10, address: 50 } as const
export type AttemptScope = keyof typeof attemptLimits
export const attemptScopes = Object.keys(attemptLimits) as AttemptScope[]

const windowSeconds = 600
/** Longer than any function runs: a try that is still under way then was left by a crash, and counts as failed. */
const longestTrySeconds = 30

/**
 * Each scope has as many places as failures are allowed. A try takes one before the code is looked at, gives it back if
 * the code was good, and otherwise leaves it taken until the failure ages: so never more than the limit are wrong within
 * ten minutes, however many try at once.
 */
export interface TakenPlace {
  readonly place: number
  readonly takenAt: Instant
  /** When it may be taken anew: see `placeFreeAt`; at once if it was given back. */
  readonly freeAt: Instant
  readonly hasFailed: boolean
}

/** When the place of a failure may be taken anew. */
export const placeFreeAt = (takenAt: Instant): Instant => addSeconds(takenAt, windowSeconds)

export type PlaceDecision =
  | { readonly decision: 'take'; readonly free: readonly number[] }
  /** Every place is taken, and some by a try whose outcome is not known yet: it may give its place back. */
  | { readonly decision: 'wait' }
  | { readonly decision: 'blocked'; readonly until: Instant }

/** @param places of the scope that were ever taken, in any order; those that are free again don't count */
export function decidePlace(scope: AttemptScope, places: readonly TakenPlace[], now: Instant): PlaceDecision {
  const taken = places.filter(({ freeAt }) => freeAt > now)
  const isTaken = new Set(taken.map(({ place }) => place))
  const all = Array.from({ length: attemptLimits[scope] }, (_, place) => place)
  const free = all.filter((place) => !isTaken.has(place))
  if (free.length > 0) return { decision: 'take', free }
  const isUnderWay = ({ hasFailed, takenAt }: TakenPlace) =>
    !hasFailed && secondsBetween(takenAt, now) < longestTrySeconds
  if (taken.some(isUnderWay)) return { decision: 'wait' }
  const until = taken.map(({ freeAt }) => freeAt).sort()[0] as Instant
  return { decision: 'blocked', until }
}

/** Whoever has one IPv6 address has the 2⁶⁴ of its network: they count as one. */
export function addressNetwork(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  if (mapped?.[1]) return mapped[1]
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
