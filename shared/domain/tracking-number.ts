import type { AccountId, E164, NumberId, PoolId } from './ids.ts'
import type { CallFlow, DeclaredSource, NumberRoute } from './number.ts'
import { ruleOfSource, type SourceRule } from './source-rule.ts'
import type { Instant } from './time.ts'

/** Why nobody is given a pool number for a time: its business said so, or it got too many calls that nobody's page led to. */
export const restReasons = ['set', 'wrong-numbers'] as const
export interface Rest {
  /** Nobody new is given the number before; calls to it connect all the same. */
  readonly until: Instant
  readonly since: Instant
  readonly because: (typeof restReasons)[number]
}

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
  /** Of a source number: pages show it instead of these, to the visitors that `swapWhen` means. */
  readonly swapTargets?: readonly E164[] | undefined
  /** Those of the number's own source unless given; without any condition everybody. */
  readonly swapWhen?: SourceRule | undefined
  /** How pages write it, in letters perhaps: `0800 FLOWERS`. */
  readonly display?: string | undefined
  /** Of a pool number; the last one, over or not. */
  readonly rest?: Rest | undefined
  /** Calls of before say nothing against it: somebody has looked at them. */
  readonly trustedSince?: Instant | undefined
  readonly createdAt: Instant
}

/** A source number as pages need to know it. */
export interface StaticSwap {
  readonly numberId: NumberId
  readonly number: E164
  readonly swapTargets: readonly E164[]
  readonly when: SourceRule
  readonly display?: string | undefined
}

/** @returns undefined for a number that pages never show instead of another */
export function staticSwapOf({
  id,
  number,
  kind,
  swapTargets = [],
  swapWhen,
  source = {},
  display,
}: TrackingNumber): StaticSwap | undefined {
  if (kind !== 'source' || swapTargets.length === 0) return undefined
  return {
    numberId: id,
    number,
    swapTargets,
    when: swapWhen ?? ruleOfSource(source),
    ...(display && { display }),
  }
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
  /** How pages write its numbers, a `#` for each digit: `###.###.####`. */
  readonly display?: string | undefined
  readonly flow?: CallFlow | undefined
  readonly createdAt: Instant
}

/** A number that forwarded to itself would ring in a circle. */
function withoutItself(number: E164, flow: CallFlow | undefined): CallFlow | undefined {
  const forwardTo = flow?.forwardTo.filter((phone) => phone !== number) ?? []
  return flow && forwardTo.length > 0 ? { ...flow, forwardTo } : undefined
}

/**
 * Where a call to the number leads. A pool number without a flow uses its pool's; where there is none, the call goes to
 * the number that the page showed before it was swapped.
 */
export function routeOf(account: AccountId, number: TrackingNumber, pool: Pool | undefined): NumberRoute {
  const targets = pool?.swapTargets ?? number.swapTargets
  const shownBefore = targets?.find((target) => target !== number.number)
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
