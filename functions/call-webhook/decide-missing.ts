import type { CallFact, CallStatus, DialFact } from '../../shared/domain/fact.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { TwilioCall } from '../../shared/twilio/calls.ts'

/** What the ledger lacks of a call that Twilio knows. */
export interface Missing {
  /** That the call came in. */
  readonly voice: boolean
  /** How it ended. */
  readonly status: boolean
  /** How the business's phones ended may be told by nothing else: their legs are worth asking for. */
  readonly legs: boolean
}

export const nothingMissing: Missing = { voice: false, status: false, legs: false }

const finalStatuses: ReadonlySet<CallStatus> = new Set([
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
])

/**
 * What is lacking of a call that went by static TwiML, or whose callbacks never came.
 * @param known the call's facts
 * @param before calls that ended later may still be told by their own callbacks, which Twilio tries again for a while
 * @param isOurs the number is registered: of others only calls that came to us matter
 */
export function decideMissing(
  call: TwilioCall,
  known: readonly CallFact[],
  { before, isOurs }: { readonly before: Instant; readonly isOurs: boolean },
): Missing {
  if (!call.isInbound || !isOver(call) || call.endedAt > before) return nothingMissing
  if (known.length === 0 && !isOurs) return nothingMissing
  const dials = known.filter((fact): fact is DialFact => fact.fact === 'dial' && fact.scope === 'whole')
  const isConnected = dials.some(({ status }) => status === 'completed' || status === 'answered')
  const status = !known.some((fact) => fact.fact === 'status' && finalStatuses.has(fact.status))
  return {
    voice: !known.some(({ fact }) => fact === 'voice'),
    status,
    // Of phones that ring one after another, a later one may have been picked up unheard.
    legs: dials.length === 0 || (status && !isConnected),
  }
}

/** The legs whose end is told by nothing; those that still last are left to their callbacks. */
export function decideMissingLegs<Leg extends TwilioCall>(
  legs: readonly Leg[],
  known: readonly CallFact[],
): (Leg & Over)[] {
  const isTold = ({ callSid }: Leg) =>
    known.some((fact) => fact.fact === 'dial' && fact.legSid === callSid && finalStatuses.has(fact.status))
  return legs.filter(isOver).filter((leg) => !isTold(leg))
}

interface Over {
  readonly endedAt: Instant
}
const isOver = <Leg extends TwilioCall>(leg: Leg): leg is Leg & Over =>
  finalStatuses.has(leg.status) && leg.endedAt !== undefined
