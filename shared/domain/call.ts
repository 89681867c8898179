import { type CallOutcome, decideOutcome, isBridged, type OutcomeEvidence } from './call-outcome.ts'
import { type CallRecording, foldRecordings, hasMessage } from './call-recording.ts'
import type { CallFact, CallStatus, CallStatusFact, DialFact, VoiceFact } from './fact.ts'
import type { CallSid, E164, NumberId, PersonalHash, PoolId } from './ids.ts'
import type { DeclaredSource } from './number.ts'
import { addSeconds, type Instant, secondsBetween } from './time.ts'

export type { CallOutcome } from './call-outcome.ts'

/** One incoming call: the join of its facts. */
export interface Call {
  readonly callSid: CallSid
  /** The tracking number that was dialled. */
  readonly number: E164
  readonly caller?: PersonalHash | undefined
  readonly sealedCaller?: string | undefined
  readonly numberId?: NumberId | undefined
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
  readonly status: CallStatus
  readonly outcome: CallOutcome
  readonly startedAt: Instant
  /** When the business answered. */
  readonly answeredAt: Instant | null
  readonly endedAt: Instant | null
  /** From Twilio's picking up to the hanging up, greeting and ringing behind a greeting included. */
  readonly durationSeconds: number | null
  /** Caller and business joined; 0 when nobody of the business answered. */
  readonly talkSeconds: number | null
  /** Of the call, and of the message that the caller left; absent where there is none. */
  readonly recordings?: readonly CallRecording[] | undefined
}

/** The sort key under which the fact is stored: a callback delivered twice has the same one. */
export function callFactKey(fact: CallFact): string {
  switch (fact.fact) {
    case 'voice':
      return 'voice'
    case 'status':
      return `status#${padded(fact.sequence)}#${fact.status}`
    case 'dial':
      return fact.scope === 'whole'
        ? `dial#whole#${fact.legSid ?? 'none'}`
        : `dial#leg#${fact.legSid ?? 'none'}#${padded(fact.sequence ?? 0)}#${fact.status}`
    case 'recording':
      return `recording#${fact.recordingSid}#${fact.status}`
    case 'transcription':
      return fact.by === undefined
        ? `transcription#${fact.recordingSid}#${fact.status}`
        : `transcription#${fact.recordingSid}#${fact.status}#${fact.by}#${fact.at}#${fact.id ?? ''}`
    case 'recording-deleted':
      return `recording-deleted#${fact.recordingSid}`
  }
}
const padded = (sequence: number) => String(sequence).padStart(6, '0')

/**
 * How far along a status is. Callbacks overtake each other ("no guarantee they will arrive in the same order", Twilio's
 * Call resource), so the furthest status holds, never the last to arrive. Only one of the final ones ever comes; the
 * order among them merely makes the answer definite.
 */
const rank: Record<CallStatus, number> = {
  queued: 0,
  initiated: 1,
  ringing: 2,
  'in-progress': 3,
  answered: 3,
  canceled: 4,
  failed: 5,
  'no-answer': 6,
  busy: 7,
  completed: 8,
}
export const isFinal = (status: CallStatus) => rank[status] >= rank.canceled

/**
 * The call that the facts tell of, at least one: the same in any order and with any of them doubled.
 * @throws RangeError without any fact
 */
export function foldCall(facts: readonly CallFact[]): Call {
  const distinct = distinctFacts(facts)
  const [first] = distinct
  if (!first) throw new RangeError('a call without any fact')

  const voice = distinct.find((fact): fact is VoiceFact => fact.fact === 'voice')
  const statuses = distinct.filter((fact): fact is CallStatusFact => fact.fact === 'status')
  const dials = distinct.filter((fact): fact is DialFact => fact.fact === 'dial')
  const last = statuses.reduce<CallStatusFact | undefined>(
    (furthest, fact) => (furthest && rank[furthest.status] >= rank[fact.status] ? furthest : fact),
    undefined,
  )
  const end = last && isFinal(last.status) ? last : undefined
  const startedAt = voice?.at ?? earliest(distinct.map((fact) => fact.at)) ?? first.at
  const durationSeconds = end?.durationSeconds ?? null

  const recordings = foldRecordings(distinct)

  const evidence: OutcomeEvidence = {
    dials,
    finalStatus: end?.status,
    durationSeconds: end?.durationSeconds,
    greeted: voice?.greeted,
    waitedSeconds: waited(distinct, startedAt, end),
    leftMessage: hasMessage(recordings),
  }
  const outcome = decideOutcome(evidence)
  const caller = (voice?.caller !== undefined && voice) || distinct.find((fact) => fact.caller !== undefined)

  return {
    callSid: first.callSid,
    number: voice?.number ?? first.number,
    ...(caller && { caller: caller.caller, sealedCaller: caller.sealedCaller }),
    ...(voice?.numberId !== undefined && { numberId: voice.numberId }),
    ...(voice?.poolId !== undefined && { poolId: voice.poolId }),
    ...(voice?.source !== undefined && { source: voice.source }),
    status: statusOf(last?.status, dials),
    outcome,
    startedAt,
    answeredAt: outcome === 'answered' ? answeredAt(statuses, dials, end) : null,
    endedAt: end?.at ?? null,
    durationSeconds,
    talkSeconds: talkSeconds(outcome, dials, durationSeconds),
    ...(recordings.length > 0 && { recordings }),
  }
}

/** One fact a key, in the order of the keys. Where two differ under one key, their content decides: the earlier, then
 * the smaller text; in the ledger the first to be written is the only one. */
function distinctFacts(facts: readonly CallFact[]): CallFact[] {
  const byKey = new Map<string, CallFact>()
  for (const fact of facts) {
    const key = callFactKey(fact)
    const known = byKey.get(key)
    if (!known || precedes(fact, known)) byKey.set(key, fact)
  }
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact)
}

const precedes = (fact: CallFact, other: CallFact) =>
  fact.at < other.at || (fact.at === other.at && canonicalText(fact) < canonicalText(other))
const canonicalText = (fact: CallFact) =>
  JSON.stringify(Object.entries(fact).sort(([a], [b]) => (a < b ? -1 : 1)))

const earliest = (instants: readonly Instant[]): Instant | undefined =>
  instants.reduce<Instant | undefined>(
    (least, at) => (least === undefined || at < least ? at : least),
    undefined,
  )

/** Twilio's clock and ours differ, and its `Timestamp` has no fractions: beyond this an elapsed time is nonsense. */
const clockSkewSeconds = 5

/** How long the call lasted by the clock, if a fact tells of its beginning. */
function waited(
  facts: readonly CallFact[],
  startedAt: Instant,
  end: CallStatusFact | undefined,
): number | undefined {
  const beginningKnown = facts.some(
    (fact) =>
      fact.fact === 'voice' || fact.fact === 'dial' || (fact.fact === 'status' && !isFinal(fact.status)),
  )
  if (!end || !beginningKnown) return undefined
  const seconds = secondsBetween(startedAt, end.at)
  return seconds < -clockSkewSeconds ? undefined : Math.max(0, seconds)
}

/** Before the first status callback the call rings (Twilio's own `CallStatus` then); joined, it is in progress. */
function statusOf(reported: CallStatus | undefined, dials: readonly DialFact[]): CallStatus {
  const known = reported ?? 'ringing'
  return rank[known] < rank['in-progress'] && dials.some(isBridged) ? 'in-progress' : known
}

/** A leg's own report is exact; else the end less the talk; else, where nothing tells of a dial, the parent leg's:
 * with `answerOnBridge` it is picked up at the moment of joining. */
function answeredAt(
  statuses: readonly CallStatusFact[],
  dials: readonly DialFact[],
  end: CallStatusFact | undefined,
): Instant | null {
  const joined = dials.filter(isBridged)
  const reported = joined
    .filter((fact) => fact.scope === 'leg' && !isFinal(fact.status))
    .map((fact) => fact.at)
  const computed = joined
    .filter((fact) => isFinal(fact.status) && fact.talkSeconds !== undefined)
    .map((fact) => addSeconds(fact.at, -(fact.talkSeconds ?? 0)))
  const pickedUp = statuses.filter((fact) => rank[fact.status] === rank['in-progress']).map((fact) => fact.at)
  const reckoned = end?.durationSeconds === undefined ? undefined : addSeconds(end.at, -end.durationSeconds)
  return earliest(reported) ?? earliest(computed) ?? earliest(pickedUp) ?? reckoned ?? null
}

function talkSeconds(
  outcome: CallOutcome,
  dials: readonly DialFact[],
  durationSeconds: number | null,
): number | null {
  if (outcome === 'in-progress') return null
  if (outcome !== 'answered') return 0
  const joined = dials.filter(isBridged)
  if (joined.length === 0) return durationSeconds
  const longest = (scope: DialFact['scope']) =>
    joined
      .filter((fact) => fact.scope === scope && fact.talkSeconds !== undefined)
      .reduce<number | null>((most, fact) => Math.max(most ?? 0, fact.talkSeconds ?? 0), null)
  return longest('whole') ?? longest('leg') ?? sinceAcceptance(dials)
}

/** A leg that a key accepted: its own duration counts the voice that asked for the key, too. */
function sinceAcceptance(dials: readonly DialFact[]): number | null {
  const talks = dials.filter(isBridged).flatMap((accepted) => {
    const end = dials.find((fact) => fact.legSid === accepted.legSid && fact.status === 'completed')
    return end ? [Math.max(0, Math.floor(secondsBetween(accepted.at, end.at)))] : []
  })
  return talks.length > 0 ? Math.max(...talks) : null
}
