import type { E164, SessionId, VisitorId } from './ids.ts'
import { spread } from './spread.ts'
import type { Instant } from './time.ts'

/**
 * A number of a pool, with the lease it is under or was under last:
 *
 *     never leased ─claim─▶ leased (from … until) ─▶ cooling down (… freeAt) ─▶ free ─claim─▶ leased …
 */
export interface Slot {
  readonly number: E164
  readonly session?: SessionId | undefined
  readonly visitor?: VisitorId | undefined
  readonly from?: Instant | undefined
  readonly until?: Instant | undefined
  readonly freeAt?: Instant | undefined
}

export const isFree = (slot: Slot, now: Instant): boolean => slot.freeAt === undefined || slot.freeAt <= now

const rotated = <T>(list: readonly T[], by: number): T[] => [...list.slice(by), ...list.slice(0, by)]

const ascendingBy = (attribute: 'freeAt' | 'until') => (a: Slot, b: Slot) =>
  (a[attribute] ?? '') < (b[attribute] ?? '') || (a[attribute] === b[attribute] && a.number < b.number)
    ? -1
    : 1

/**
 * The free slots in the order in which a session tries them: the number its visitor had last; then those that were
 * idle for the longest time, begun at another place for each session, so that sessions that race rarely meet.
 */
export function claimOrder<S extends Slot>(
  slots: readonly S[],
  session: SessionId,
  visitor: VisitorId,
  now: Instant,
): S[] {
  const free = slots.filter((slot) => isFree(slot, now)).sort(ascendingBy('freeAt'))
  const familiar = free.filter((slot) => slot.visitor === visitor).reverse()
  const others = free.filter((slot) => slot.visitor !== visitor)
  const half = Math.ceil(others.length / 2)
  const [idlest, rest] = [others.slice(0, half), others.slice(half)]
  return [
    ...familiar,
    ...rotated(idlest, spread(session, idlest.length)),
    ...rotated(rest, spread(session, rest.length)),
  ]
}

/** The slot to share when none is free: its holder gave no sign of life for the longest time. */
export function slotToShare<S extends Slot>(slots: readonly S[], session: SessionId): S | undefined {
  const [stalest] = [...slots].sort(ascendingBy('until'))
  const equallyStale = slots.filter((slot) => slot.until === stalest?.until)
  return equallyStale[spread(session, equallyStale.length)]
}
