import type { CallFact, CallStatus } from '../../shared/domain/fact.ts'
import type { ListedCall } from '../../shared/twilio/call-list.ts'

/** What the ledger lacks of a call that Twilio lists. */
export interface Missing {
  /** That the call came in. */
  readonly voice: boolean
  /** How it ended. */
  readonly status: boolean
  /** How the business's phones ended: told by nothing else. */
  readonly legs: readonly ListedCall[]
}

const finalStatuses: ReadonlySet<CallStatus> = new Set([
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
])

export const isOver = ({ status, endedAt }: ListedCall): boolean =>
  finalStatuses.has(status) && endedAt !== undefined

/**
 * The facts of a call that went by static TwiML, or whose callbacks never came. What the ledger knows is not told again: the
 * end of the whole dial says more than its legs, since a leg that was picked up need not have been put through.
 * @param known the call's facts
 * @returns nothing missing while the call lasts: its callbacks are still to come
 */
export function decideMissing(
  call: ListedCall,
  legs: readonly ListedCall[],
  known: readonly CallFact[],
): Missing {
  if (!isOver(call)) return { voice: false, status: false, legs: [] }
  const isDialTold = known.some((fact) => fact.fact === 'dial' && fact.scope === 'whole')
  const isLegTold = ({ callSid }: ListedCall) =>
    known.some((fact) => fact.fact === 'dial' && fact.legSid === callSid && finalStatuses.has(fact.status))
  return {
    voice: !known.some(({ fact }) => fact === 'voice'),
    status: !known.some((fact) => fact.fact === 'status' && finalStatuses.has(fact.status)),
    legs: isDialTold ? [] : legs.filter((leg) => isOver(leg) && !isLegTold(leg)),
  }
}
