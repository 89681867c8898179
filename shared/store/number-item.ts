import type { AccountId } from '../domain/ids.ts'
import { type Pool, routeOf, staticSwapOf, type TrackingNumber } from '../domain/tracking-number.ts'
import { anyOf, attributeEquals, type Condition, itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import type { Item, Write } from './table.ts'

/**
 * A number's route repeats its pool's flow, so that a webhook needs one read. Two counters keep them together:
 * `revision` of a pool (and of a number) counts its changes; `memberships` of a pool counts every change of a number
 * that reads the pool's flow. A number is written on the condition that the pool's revision is the one it read, a pool
 * on the condition that neither has moved: of two that race, one reads again.
 */
export interface Versioned<Entity> {
  readonly entity: Entity
  readonly revision: number
}
export interface VersionedPool extends Versioned<Pool> {
  readonly memberships: number
}

function entityOf<Entity>(item: Item): Entity {
  const { pk: _pk, sk: _sk, revision: _revision, memberships: _memberships, ...entity } = item
  return entity as Entity
}

export const numberOf = (item: Item): Versioned<TrackingNumber> => ({
  entity: entityOf(item),
  revision: item.revision as number,
})
export const poolOf = (item: Item): VersionedPool => ({
  entity: entityOf(item),
  revision: item.revision as number,
  memberships: item.memberships as number,
})

export const numberItem = (account: AccountId, number: TrackingNumber, revision: number): Item => ({
  ...ledgerKeys.number(account, number.id),
  ...number,
  revision,
})
export const poolItem = (account: AccountId, { entity, revision, memberships }: VersionedPool): Item => ({
  ...ledgerKeys.pool(account, entity.id),
  ...entity,
  revision,
  memberships,
})

export const revisionIs = (revision: number): Condition => attributeEquals('revision', revision)
export const membershipsAre = (memberships: number): Condition => attributeEquals('memberships', memberships)
/** A phone number belongs to one registration at a time, everywhere. */
const routeIsFreeOrOwn = (number: TrackingNumber) => anyOf(itemAbsent, attributeEquals('numberId', number.id))

export const routeWrite = (account: AccountId, number: TrackingNumber, pool: Pool | undefined): Write => ({
  put: { ...ledgerKeys.route(number.number), ...routeOf(account, number, pool) },
  condition: routeIsFreeOrOwn(number),
})

/** What pages show of the number is written with it; nothing where neither it nor the number before has any such. */
export function staticSwapWrites(
  account: AccountId,
  before: TrackingNumber | undefined,
  after: TrackingNumber,
): Write[] {
  const key = ledgerKeys.staticSwap(account, after.id)
  const swap = staticSwapOf(after)
  if (swap) return [{ put: { ...key, ...swap } }]
  return before && staticSwapOf(before) ? [{ delete: key }] : []
}
