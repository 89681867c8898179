import { type Evidence, identifies } from './evidence.ts'
import type { SessionId, VisitorId } from './ids.ts'
import type { Source } from './source.ts'
import type { Instant } from './time.ts'

/** A touch of a visitor's session. */
export interface Touch {
  readonly at: Instant
  readonly sessionId?: SessionId | undefined
  readonly visitorId?: VisitorId | undefined
  readonly source: Source
}

export const touchOrder = (a: Touch, b: Touch) =>
  a.at < b.at
    ? -1
    : a.at > b.at
      ? 1
      : (a.sessionId ?? '') < (b.sessionId ?? '')
        ? -1
        : (a.sessionId ?? '') > (b.sessionId ?? '')
          ? 1
          : 0

const earlier = (a: Instant, b: Instant) => (a < b ? a : b)

/** Evidence that decides, and the touch it leads to. */
export interface Decision {
  readonly evidence: Evidence
  readonly touch: Touch
}

/**
 * The strongest evidence that leads to a touch: the tied session's last one before the opening; if that session came
 * later, the visitor's last one before it; what stands for a source is a touch itself.
 * @param visits before the opening and within the lookback, in time order
 */
export function decideTouch(
  ranked: readonly Evidence[],
  visits: readonly Touch[],
  openedAt: Instant,
): Decision | undefined {
  const known = new Set(ranked.flatMap(({ kind, visitorId }) => (kind === 'person' ? [visitorId] : [])))
  for (const evidence of ranked) {
    const { kind, sessionId, visitorId, source, at } = evidence
    const touch = source
      ? { at: kind === 'referral' ? earlier(at, openedAt) : openedAt, source }
      : kind === 'person'
        ? visits.findLast((visit) => known.has(visit.visitorId))
        : (visits.findLast((visit) => visit.sessionId === sessionId) ??
          visits.findLast((visit) => visit.visitorId !== undefined && visit.visitorId === visitorId))
    if (touch) return { evidence, touch }
  }
  return undefined
}

/**
 * The visits of everybody who is known for certain and of the deciding session's visitor; recommendations; and, only
 * where no visit is known, what the number dialled or the code quoted stands for.
 */
export function journeyOf(
  ranked: readonly Evidence[],
  visits: readonly Touch[],
  openedAt: Instant,
  decision: Decision | undefined,
): Touch[] {
  const visitors = new Set<VisitorId | undefined>([decision?.evidence.visitorId])
  for (const evidence of ranked) {
    if (identifies(evidence) || evidence.kind === 'person') visitors.add(evidence.visitorId)
  }
  const own = visits.filter(({ visitorId }) => visitorId !== undefined && visitors.has(visitorId))
  const referrals = ranked.flatMap(({ kind, at, source }) =>
    kind === 'referral' && source ? [{ at: earlier(at, openedAt), source }] : [],
  )
  const standsFor =
    own.length > 0 ? undefined : ranked.find(({ kind, source }) => source && kind !== 'referral')?.source
  // Self-reports speak only where nothing else does.
  const isSpoken = standsFor && (referrals.length === 0 || ranked.some(({ kind }) => isMeasured(kind)))
  return [...own, ...referrals, ...(isSpoken ? [{ at: openedAt, source: standsFor }] : [])].sort(touchOrder)
}

const isMeasured = (kind: Evidence['kind']) => kind === 'source-number' || kind === 'source-code'
