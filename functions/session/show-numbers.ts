import type { AccountId, E164, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import type { HeldLease } from '../../shared/domain/lease.ts'
import { displayBeside } from '../../shared/domain/phone-display.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { SwapPlan } from './decide-swap.ts'
import type { KnownSession, SessionDeps, SitePool } from './deps.ts'
import type { CollectReply } from './schema.ts'

/** What the page shows, and what of it the ledger has to know. */
export interface ShownNumbers {
  readonly swap: CollectReply['swap']
  readonly leases: readonly HeldLease[]
  /** Shown without a lease; in order, each once. */
  readonly unleased: readonly E164[]
}

/** Of whom, and when. */
export interface Viewer {
  readonly account: AccountId
  readonly session: SessionId
  readonly visitor: VisitorId
  readonly known: KnownSession | undefined
  readonly now: Instant
}

/** One lease of each pool that is to show something, whatever the number of its targets. */
async function leaseEach(
  { leases }: Pick<SessionDeps, 'leases'>,
  pools: readonly SitePool[],
  { known, ...viewer }: Viewer,
): Promise<Map<SitePool, HeldLease | undefined>> {
  const taken = pools.map(async (pool) => {
    const held = known?.held.find(({ poolId }) => poolId === pool.id)
    return [pool, await leases.acquire({ ...viewer, pool, held })] as const
  })
  return new Map(await Promise.all(taken))
}

/** Carries out the plan, in its order. A number in its own place is none to swap. */
export async function showNumbers(
  deps: Pick<SessionDeps, 'leases'>,
  plans: readonly SwapPlan[],
  viewer: Viewer,
): Promise<ShownNumbers> {
  const pools = new Set(plans.flatMap(({ pool }) => pool ?? []))
  const leased = await leaseEach(deps, [...pools], viewer)
  const unleased = new Set<E164>()
  const swap = plans.flatMap(({ target, pool, number: set }) => {
    const lease = pool && leased.get(pool)
    const ofPool = lease?.number ?? pool?.fallbackNumber
    const number = ofPool ?? set?.number
    if (number === undefined || number === target) return []
    if (!lease) unleased.add(number)
    const chosen = ofPool === undefined ? set?.display : pool?.display
    return [{ target, number, display: displayBeside(target, number, chosen) }]
  })
  return { swap, leases: [...leased.values()].flatMap((lease) => lease ?? []), unleased: [...unleased] }
}
