import type { NumberId } from '../../shared/domain/ids.ts'
import type { CallFlow } from '../../shared/domain/number.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Pool, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type { NewNumber, NumberChange, PoolChange } from './schema.ts'

export type NumberDecision =
  | { readonly decided: TrackingNumber }
  | { readonly errors: readonly { readonly path: string; readonly message: string }[] }

type NumberFields = Omit<TrackingNumber, 'id' | 'createdAt'>

/** What each field allows and the number as a whole does not. */
function contradictions({ kind, poolId, number, flow }: NumberFields) {
  const errors: { path: string; message: string }[] = []
  if (kind === 'pool' && !poolId) {
    errors.push({ path: 'poolId', message: 'Required for a number of kind "pool".' })
  }
  if (kind === 'source' && poolId) {
    errors.push({
      path: 'poolId',
      message: 'Only a number of kind "pool" has one: set `kind` or leave this out.',
    })
  }
  for (const [index, phone] of (flow?.forwardTo ?? []).entries()) {
    if (phone !== number) continue
    errors.push({
      path: `flow.forwardTo.${index}`,
      message: 'Is the tracking number itself, and would ring in a circle: name the business’s own phone.',
    })
  }
  return errors
}

export function decideNewNumber(body: NewNumber, id: NumberId, createdAt: Instant): NumberDecision {
  const errors = contradictions(body)
  return errors.length > 0 ? { errors } : { decided: { id, ...body, createdAt } }
}

/** `undefined` keeps, `null` removes. */
const changed = <Value>(change: Value | null | undefined, current: Value | undefined): Value | undefined =>
  change === undefined ? current : (change ?? undefined)

export function decideNumberChange(current: TrackingNumber, change: NumberChange): NumberDecision {
  const kind = change.kind ?? current.kind
  const decided: TrackingNumber = {
    ...current,
    label: change.label ?? current.label,
    kind,
    // A number that becomes a source number leaves its pool without being told so.
    poolId: kind === 'source' ? (change.poolId ?? undefined) : changed(change.poolId, current.poolId),
    source: changed(change.source, current.source),
    flow: changed<CallFlow>(change.flow, current.flow),
  }
  const errors = contradictions(decided)
  return errors.length > 0 ? { errors } : { decided }
}

export const decidePoolChange = (current: Pool, change: PoolChange): Pool => ({
  ...current,
  name: change.name ?? current.name,
  swapTargets: change.swapTargets ?? current.swapTargets,
  leaseMinutes: change.leaseMinutes ?? current.leaseMinutes,
  cooldownMinutes: change.cooldownMinutes ?? current.cooldownMinutes,
  fallbackNumber: changed(change.fallbackNumber, current.fallbackNumber),
  flow: changed<CallFlow>(change.flow, current.flow),
})
