import type { E164, SessionId, VisitorId } from './ids.ts'
import { spread } from './spread.ts'
import type { Instant } from './time.ts'

/**
 * A number of a pool, with the lease it is under or was under last:
 *
 *     never leased ─claim─▶ leased (from … until) ─▶ cooling down (… freeAt) ─▶ free ─claim─▶ leased …
 *
 * Whatever its state, it may be resting (… restingUntil): nobody new is given it then (`number-rest.ts`).
 */
export interface Slot {
  readonly number: E164
  readonly session?: SessionId | undefined
  readonly visitor?: VisitorId | undefined
  readonly from?: Instant | undefined
  readonly until?: Instant | undefined
  readonly freeAt?: Instant | undefined
  /** Marks of those who held it before, the last one first: see `visitorMark`. */
  readonly formerly?: readonly string[] | undefined
  readonly restingUntil?: Instant | undefined
}

export const isResting = ({ restingUntil }: Slot, now: Instant): boolean =>
  restingUntil !== undefined && now < restingUntil

export const isFree = (slot: Slot, now: Instant): boolean =>
  (slot.freeAt === undefined || slot.freeAt <= now) && !isResting(slot, now)

/** Short, as a slot keeps several and a pool is read as a whole; that two visitors share one is rare and does no harm. */
export const visitorMark = (visitor: VisitorId): string => spread(visitor, 2 ** 32).toString(36)

/** So many visitors find the number again that they had, if it is free. */
const remembered = 24

/** Who had the slot before, once somebody else is given it. */
export function formerlyOf({ visitor, formerly = [] }: Slot, next: VisitorId): string[] {
  const marks = visitor === undefined ? formerly : [visitorMark(visitor), ...formerly]
  return [...new Set(marks)].filter((mark) => mark !== visitorMark(next)).slice(0, remembered)
}

/** How many others had the slot since this visitor; none if its visitor was the last, infinitely many if never. */
function othersSince({ visitor, formerly = [] }: Slot, own: VisitorId): number {
  if (visitor === own) return 0
  const place = formerly.indexOf(visitorMark(own))
  return place === -1 ? Number.POSITIVE_INFINITY : place + 1
}

const rotated = <T>(list: readonly T[], by: number): T[] => [...list.slice(by), ...list.slice(0, by)]

const ascendingBy = (attribute: 'freeAt' | 'until') => (a: Slot, b: Slot) =>
  (a[attribute] ?? '') < (b[attribute] ?? '') || (a[attribute] === b[attribute] && a.number < b.number)
    ? -1
    : 1

/**
 * Where the windows begin through which a large pool is looked at, each of about so many slots: a visitor looks through
 * the same one again, and so finds the number of before, while others look elsewhere.
 * @param numbers of the pool, in their order
 */
export function windowStarts(numbers: readonly E164[], slotsAtATime: number): E164[] {
  const windows = Math.max(Math.floor(numbers.length / slotsAtATime), 1)
  return Array.from(
    { length: windows },
    (_, index) => numbers[Math.floor((index * numbers.length) / windows)] as E164,
  )
}

/** The first number of the visitor's window, and that of the next; none at the ends, which are open. */
export function windowOf(visitor: VisitorId, starts: readonly E164[]): { from?: E164; until?: E164 } {
  const index = spread(visitor, starts.length)
  const [from, until] = [index > 0 ? starts[index] : undefined, starts[index + 1]]
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
}

/**
 * The free slots in the order in which a session tries them: those its visitor had before, the least used by others
 * since then first; then those that were idle for the longest time, begun at another place for each session, so that
 * sessions that race rarely meet.
 */
export function claimOrder<S extends Slot>(
  slots: readonly S[],
  session: SessionId,
  visitor: VisitorId,
  now: Instant,
): S[] {
  const free = slots.filter((slot) => isFree(slot, now)).sort(ascendingBy('freeAt'))
  const isFamiliar = (slot: S) => othersSince(slot, visitor) < Number.POSITIVE_INFINITY
  const familiar = free
    .filter(isFamiliar)
    .reverse()
    .sort((a, b) => othersSince(a, visitor) - othersSince(b, visitor))
  const others = free.filter((slot) => !isFamiliar(slot))
  const half = Math.ceil(others.length / 2)
  const [idlest, rest] = [others.slice(0, half), others.slice(half)]
  return [
    ...familiar,
    ...rotated(idlest, spread(session, idlest.length)),
    ...rotated(rest, spread(session, rest.length)),
  ]
}

/** The slot to share when none is free: of those that do not rest, its holder gave no sign of life for the longest time. */
export function slotToShare<S extends Slot>(
  slots: readonly S[],
  session: SessionId,
  now: Instant,
): S | undefined {
  const awake = slots.filter((slot) => !isResting(slot, now))
  const [stalest] = [...awake].sort(ascendingBy('until'))
  const equallyStale = awake.filter((slot) => slot.until === stalest?.until)
  return equallyStale[spread(session, equallyStale.length)]
}
