import { callerPhone } from '../../shared/domain/caller.ts'
import type { CallFact } from '../../shared/domain/fact.ts'
import type { AccountId, CallSid } from '../../shared/domain/ids.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { CallList, ListedCall } from '../../shared/twilio/call-list.ts'
import { decideMissing } from './decide-missing.ts'
import type { CallWebhookDeps } from './deps.ts'
import { legFact, statusFact, voiceFact } from './facts.ts'
import type { IncomingCall, Progress } from './schema.ts'

export interface ReconcileDeps extends Pick<CallWebhookDeps, 'routes' | 'vault'> {
  readonly list: CallList
  readonly calls: CallWebhookDeps['calls'] & {
    factsOf(account: AccountId, callSid: CallSid): Promise<readonly CallFact[]>
  }
}

export interface Reconciled {
  /** Incoming calls to registered numbers that Twilio listed. */
  readonly looked: number
  readonly facts: number
}

/** Behind every number that a callback may have. */
const reconciledSequence = 999_999

/**
 * Asks Twilio for the calls since an instant and writes what the ledger lacks of them: of calls that went by static TwiML,
 * and of those whose callbacks never came. Its facts have keys of their own content, so that it may be done any number of times.
 * Calls to numbers that nobody registered are not ours to tell of.
 */
export async function reconcileCalls(deps: ReconcileDeps, since: Instant): Promise<Reconciled> {
  const incoming: ListedCall[] = []
  const legs = new Map<CallSid, ListedCall[]>()
  for await (const page of deps.list.since(since)) {
    for (const call of page) {
      if (call.isIncoming) incoming.push(call)
      else if (call.parentSid !== undefined) {
        legs.set(call.parentSid, [...(legs.get(call.parentSid) ?? []), call])
      }
    }
  }
  let looked = 0
  let facts = 0
  for (const call of incoming) {
    const route = await deps.routes.routeOf(call.to)
    if (!route) continue
    looked += 1
    const known = await deps.calls.factsOf(route.account, call.callSid)
    for (const fact of missingFacts(deps, route, call, legs.get(call.callSid) ?? [], known)) {
      if ((await deps.calls.record(fact)) === 'recorded') facts += 1
    }
  }
  return { looked, facts }
}

function missingFacts(
  { vault }: ReconcileDeps,
  route: NumberRoute,
  call: ListedCall,
  legs: readonly ListedCall[],
  known: readonly CallFact[],
): CallFact[] {
  const missing = decideMissing(call, legs, known)
  const owner = { account: route.account, number: route.number }
  const caller = callerPhone(call.from)
  const incoming: IncomingCall = {
    callSid: call.callSid,
    number: route.number,
    ...(caller !== undefined && { caller }),
  }
  return [
    ...(missing.voice ? [voiceFact(vault, incoming, owner, route, false, call.startedAt)] : []),
    ...missing.legs.map((leg) => legFact(owner, call.callSid, leg.callSid, endOf(leg))),
    ...(missing.status ? [statusFact(vault, incoming, owner, endOf(call))] : []),
  ]
}

const endOf = ({ status, endedAt, startedAt, durationSeconds }: ListedCall): Progress => ({
  status,
  sequence: reconciledSequence,
  at: endedAt ?? startedAt,
  ...(durationSeconds !== undefined && { durationSeconds }),
})
