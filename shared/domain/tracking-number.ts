import type { AccountId, E164, NumberId, PoolId } from './ids.ts'
import type { CallFlow, DeclaredSource, NumberRoute } from './number.ts'
import type { Instant } from './time.ts'

/** A number as the business set it up. */
export interface TrackingNumber {
  readonly id: NumberId
  readonly number: E164
  readonly label: string
  readonly kind: 'source' | 'pool'
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
  /** A pool number without one uses its pool's. */
  readonly flow?: CallFlow | undefined
  readonly createdAt: Instant
}

/** Numbers that are leased to one session each, and how. */
export interface Pool {
  readonly id: PoolId
  readonly name: string
  /** The business's numbers as its pages show them: each is swapped for the session's own. */
  readonly swapTargets: readonly E164[]
  readonly leaseMinutes: number
  /** So long after a lease nobody else is given the number. */
  readonly cooldownMinutes: number
  /** Shown when no number is free. */
  readonly fallbackNumber?: E164 | undefined
  readonly flow?: CallFlow | undefined
  readonly createdAt: Instant
}

/** A number that forwarded to itself would ring in a circle. */
function withoutItself(number: E164, flow: CallFlow | undefined): CallFlow | undefined {
  const forwardTo = flow?.forwardTo.filter((phone) => phone !== number) ?? []
  return flow && forwardTo.length > 0 ? { ...flow, forwardTo } : undefined
}

/**
 * Where a call to the number leads. A pool number without a flow uses its pool's, and where the pool has none the call
 * goes to the number that the page showed before it was swapped.
 */
export function routeOf(account: AccountId, number: TrackingNumber, pool: Pool | undefined): NumberRoute {
  const shownBefore = pool?.swapTargets.find((target) => target !== number.number)
  const flow =
    withoutItself(number.number, number.flow ?? pool?.flow) ??
    (shownBefore && { forwardTo: [shownBefore], ring: 'all' as const })
  return {
    account,
    numberId: number.id,
    number: number.number,
    kind: number.kind,
    ...(number.poolId && { poolId: number.poolId }),
    ...(number.source && { source: number.source }),
    ...(flow && { flow }),
  }
}
