import type { NumberId } from '../../shared/domain/ids.ts'
import type { CallFlow } from '../../shared/domain/number.ts'
import { spells } from '../../shared/domain/phone-display.ts'
import { ruleOfSource, specificityOf } from '../../shared/domain/source-rule.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Pool, Rest, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type { NewNumber, NumberChange, PoolChange } from './schema.ts'

export type NumberDecision =
  | { readonly decided: TrackingNumber }
  | { readonly errors: readonly { readonly path: string; readonly message: string }[] }

type NumberFields = Omit<TrackingNumber, 'id' | 'createdAt'>
interface Contradiction {
  readonly path: string
  readonly message: string
}

/** Whether pages can show the number as it is said, and calls that come of it have a source. */
function swapContradictions(number: NumberFields): Contradiction[] {
  const { kind, swapTargets, swapWhen, source = {}, display } = number
  const errors: Contradiction[] = []
  if (kind === 'pool') {
    const given = Object.entries({ swapTargets, swapWhen, display }).filter(
      ([, value]) => value !== undefined,
    )
    return given.map(([path]) => ({
      path,
      message: 'Only a number of kind "source" has one: what pages show of a pool’s numbers, its pool says.',
    }))
  }
  for (const [index, target] of (swapTargets ?? []).entries()) {
    if (target === number.number)
      errors.push({ path: `swapTargets.${index}`, message: 'Is the tracking number itself.' })
  }
  if (swapTargets && specificityOf(ruleOfSource(source)) === 0) {
    errors.push({
      path: 'source',
      message: 'Required beside `swapTargets`: what calls to the number stand for.',
    })
  }
  if (swapWhen && !swapTargets) {
    errors.push({ path: 'swapTargets', message: 'Required beside `swapWhen`: instead of which numbers?' })
  }
  if (display !== undefined && !spells(display, number.number)) {
    errors.push({ path: 'display', message: `Must lead to ${number.number}, if it is dialled as it stands.` })
  }
  return errors
}

/** What each field allows and the number as a whole does not. */
function contradictions(fields: NumberFields): Contradiction[] {
  const { kind, poolId, number, flow, rest } = fields
  const errors = swapContradictions(fields)
  if (kind === 'source' && rest) {
    errors.push({
      path: 'restingUntil',
      message: 'Only a number of kind "pool" is given to visitors, and rests.',
    })
  }
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

const restSet = (until: Instant, since: Instant): Rest => ({ until, since, because: 'set' })

export function decideNewNumber(
  { restingUntil, ...body }: NewNumber,
  id: NumberId,
  createdAt: Instant,
): NumberDecision {
  const rest = restingUntil === undefined ? undefined : restSet(restingUntil, createdAt)
  const decided: TrackingNumber = { id, ...body, ...(rest && { rest }), createdAt }
  const errors = contradictions(decided)
  return errors.length > 0 ? { errors } : { decided }
}

/** `undefined` keeps, `null` removes. */
const changed = <Value>(change: Value | null | undefined, current: Value | undefined): Value | undefined =>
  change === undefined ? current : (change ?? undefined)

/** What its kind alone can have, it loses with the kind. */
const lostWithKind = {
  pool: { rest: undefined, trustedSince: undefined },
  source: { swapTargets: undefined, swapWhen: undefined, display: undefined },
} as const

export function decideNumberChange(
  before: TrackingNumber,
  change: NumberChange,
  now: Instant,
): NumberDecision {
  const kind = change.kind ?? before.kind
  const current = kind === before.kind ? before : { ...before, ...lostWithKind[before.kind] }
  const { restingUntil } = change
  const rest = restingUntil ? restSet(restingUntil, now) : (restingUntil as null | undefined)
  const decided: TrackingNumber = {
    ...current,
    label: change.label ?? current.label,
    kind,
    // A number that becomes a source number leaves its pool without being told so.
    poolId: kind === 'source' ? (change.poolId ?? undefined) : changed(change.poolId, current.poolId),
    source: changed(change.source, current.source),
    flow: changed<CallFlow>(change.flow, current.flow),
    swapTargets: changed(change.swapTargets, current.swapTargets),
    swapWhen: changed(change.swapWhen, current.swapWhen),
    display: changed(change.display, current.display),
    rest: changed(rest, current.rest),
    trustedSince: change.restingUntil === null && kind === 'pool' ? now : current.trustedSince,
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
  display: changed(change.display, current.display),
  flow: changed<CallFlow>(change.flow, current.flow),
})
