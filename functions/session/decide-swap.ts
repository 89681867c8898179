import type { E164 } from '../../shared/domain/ids.ts'
import type { Source } from '../../shared/domain/source.ts'
import { fitsRule } from '../../shared/domain/source-match.ts'
import { specificityOf } from '../../shared/domain/source-rule.ts'
import type { StaticSwap } from '../../shared/domain/tracking-number.ts'
import type { SitePool } from './deps.ts'

/** What a page shows instead of one of its numbers. */
export interface SwapPlan {
  readonly target: E164
  /** Of which pool a number is leased, unless `number` is shown without. */
  readonly pool?: SitePool | undefined
  /** Shown at once where there is no pool, and where the pool has nothing to show. */
  readonly number?: StaticSwap | undefined
}

/**
 * Who shows what in place of each target, each target once. A number with conditions that the visitor fits goes before
 * a pool of the same target, the most specific first: who sets a number apart for some visitors wants them to see it,
 * and spares the pool. A number for everybody goes behind the pool, which tells more: the visit, not only the source.
 * Of equals the one that was set up first. The order of the targets is that of the pools, then of the numbers, as they
 * were set up: it never depends on the visitor.
 * @param touch the visitor's present source; where it can't be told, numbers with conditions fit nobody
 */
export function decideSwaps(
  pools: readonly SitePool[],
  statics: readonly StaticSwap[],
  touch: Source | undefined,
): SwapPlan[] {
  const isFitting = ({ when }: StaticSwap) => touch !== undefined && fitsRule(when, touch)
  const forSome = statics
    .filter(({ when }) => specificityOf(when) > 0)
    .filter(isFitting)
    .sort((a, b) => specificityOf(b.when) - specificityOf(a.when))
  const forAll = statics.filter(({ when }) => specificityOf(when) === 0)

  const targets = new Set([...pools, ...statics].flatMap(({ swapTargets }) => swapTargets))
  return [...targets].flatMap((target): SwapPlan[] => {
    const hasTarget = ({ swapTargets }: { readonly swapTargets: readonly E164[] }) =>
      swapTargets.includes(target)
    const set = forSome.find(hasTarget)
    if (set) return [{ target, number: set }]
    const pool = pools.find(hasTarget)
    const number = forAll.find(hasTarget)
    return pool || number ? [{ target, pool, number }] : []
  })
}

/** Whether it has to be known where the visitor came from. */
export const dependsOnTouch = (statics: readonly StaticSwap[]): boolean =>
  statics.some(({ when }) => specificityOf(when) > 0)
