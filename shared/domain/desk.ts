import type { Call } from './call.ts'
import { isFinal } from './call.ts'
import { isBridged } from './call-outcome.ts'
import type { ContactStory } from './contact-story.ts'
import { type Evidence, identifies, rankEvidence } from './evidence.ts'
import type { CallFact } from './fact.ts'
import type { SessionId, VisitorId } from './ids.ts'
import { splitExactly, wholeMicros } from './split.ts'
import { addMinutes, type Instant } from './time.ts'

/** Which calls the agents have before them. */
export const desk = {
  /** A call that began earlier is on no desk, even if it still lasts. */
  reachBackMinutes: 240,
  /** So long after its end a call waits for somebody to say what came of it. */
  lingerMinutes: 15,
  /** A call that has rung so long has ended, and nobody told. */
  ringMinutes: 10,
} as const

export type DeskState = 'ringing' | 'connected' | 'ended'

export type DeskPlace =
  | { readonly isThere: true; readonly state: DeskState; readonly endedAt: Instant | null }
  /** `forGood`: whatever is still told of the call, it does not come back. */
  | { readonly isThere: false; readonly forGood: boolean }

type Said = Pick<ContactStory, 'sealedNote' | 'outcomes' | 'isSpam' | 'handledAt'>

/** Somebody has said what came of the call. */
const isDealtWith = ({ sealedNote, outcomes, isSpam, handledAt }: Said) =>
  sealedNote !== null || outcomes.length > 0 || isSpam || handledAt !== null

/** When caller and business parted, as far as anything tells it: the caller's own hanging up may be told later. */
function endOf(call: Call, facts: readonly CallFact[]): Instant | null {
  if (call.endedAt !== null) return call.endedAt
  const dialled = facts.flatMap((fact) => (fact.fact === 'dial' && fact.scope === 'whole' ? [fact.at] : []))
  return dialled.sort().at(-1) ?? null
}

/** Whether the call is before the agents now, and how it stands. */
export function decideDesk(call: Call, facts: readonly CallFact[], said: Said, now: Instant): DeskPlace {
  const isOver =
    isFinal(call.status) ||
    facts.some((fact) => fact.fact === 'dial' && fact.scope === 'whole' && isBridged(fact))
  if (call.outcome === 'in-progress' && !isOver) {
    return call.startedAt >= addMinutes(now, -desk.ringMinutes)
      ? { isThere: true, state: 'ringing', endedAt: null }
      : { isThere: false, forGood: false }
  }
  if (call.outcome === 'answered' && !isOver) return { isThere: true, state: 'connected', endedAt: null }
  const endedAt = endOf(call, facts)
  if ((endedAt ?? call.startedAt) < addMinutes(now, -desk.lingerMinutes)) {
    return { isThere: false, forGood: isOver }
  }
  return isDealtWith(said) ? { isThere: false, forGood: false } : { isThere: true, state: 'ended', endedAt }
}

/** A visit that the call may have come from. */
export interface Candidate {
  readonly sessionId: SessionId
  readonly visitorId?: VisitorId | undefined
  /** 0 to 1; those of a call sum to 1. */
  readonly share: number
}

/**
 * The visits that the call's evidence leads to, likeliest first: one that is certain is the only one. The same evidence as
 * attribution's, so that the desk and the reports say the same.
 */
export function candidatesOf(evidence: readonly Evidence[], most: number): Candidate[] {
  const ranked = rankEvidence(evidence).filter(({ sessionId }) => sessionId !== undefined)
  // Who sat there need not be known to know that it was there.
  const certain = ranked.find((each) => identifies({ visitorId: 'unknown', ...each }))
  const strongest = new Map<SessionId, Evidence>()
  for (const each of certain ? [certain] : ranked) {
    const session = each.sessionId as SessionId
    if (!strongest.has(session)) strongest.set(session, each)
  }
  const all = [...strongest.values()]
  const shares = splitExactly(
    wholeMicros,
    all.map(({ strength }) => strength),
  )
  return all.slice(0, most).map(({ sessionId, visitorId }, index) => ({
    sessionId: sessionId as SessionId,
    visitorId,
    share: (shares[index] ?? 0) / wholeMicros,
  }))
}
