import { type Instant, instantOf } from './time.ts'

/** How many wrong codes the public may try before everything is refused until they age. */
export const attemptLimits = { session: 10, visitor: 10, address: 50 } as const
export type AttemptScope = keyof typeof attemptLimits
export const attemptScopes = Object.keys(attemptLimits) as AttemptScope[]

const windowMilliseconds = 10 * 60_000

/** From when on a failure no longer counts. */
export const windowStart = (now: Instant): Instant => instantOf(Date.parse(now) - windowMilliseconds)

/**
 * When the scope may try again, or `undefined` if it may now.
 * @param failures instants of its failures, in any order; those outside the window don't count
 */
export function blockedUntil(
  scope: AttemptScope,
  failures: readonly Instant[],
  now: Instant,
): Instant | undefined {
  const start = windowStart(now)
  const counting = failures.filter((at) => at > start).sort()
  // The one whose ageing brings the count below the limit.
  const deciding = counting[counting.length - attemptLimits[scope]]
  return deciding === undefined ? undefined : instantOf(Date.parse(deciding) + windowMilliseconds)
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
