import type { CallFact } from '../../shared/domain/fact.ts'
import type { AccountId, CallSid } from '../../shared/domain/ids.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import type { TwilioCall, TwilioCalls } from '../../shared/twilio/calls.ts'
import { decideMissing, decideMissingLegs } from './decide-missing.ts'
import { type CallWebhookDeps, causeOf } from './deps.ts'
import { legFact, statusFact, voiceFact } from './facts.ts'
import { incomingCall, type Progress } from './schema.ts'
import type { Ended } from './texts/text-back.ts'

export interface SweepDeps
  extends Pick<CallWebhookDeps, 'houseAccount' | 'routes' | 'vault' | 'now' | 'report'> {
  readonly twilioCalls: TwilioCalls
  /** The end of a call was found out. */
  readonly ended?: ((ended: Ended) => Promise<void>) | undefined
  readonly calls: {
    record(fact: CallFact): Promise<'recorded' | 'duplicate'>
    factsOf(account: AccountId, callSid: CallSid): Promise<CallFact[]>
  }
}

export interface Swept {
  /** Calls that Twilio told of. */
  readonly seen: number
  /** Of which callbacks had never come. */
  readonly finished: number
  /** Which had gone by us: connected by the fallback document. */
  readonly found: number
}

/** Twilio tries a callback again for less than a minute. */
const graceMinutes = 2
/** Behind every sequence number of a callback. */
const lastSequence = 999_999
const parallelism = 8

const endOf = ({ status, durationSeconds }: TwilioCall, at: Instant): Progress => ({
  status,
  sequence: lastSequence,
  at,
  durationSeconds,
})

/**
 * Finishes the calls whose last callback never came, and finds those that never came to us, by asking Twilio. Sweeping
 * again, or a callback that comes after all, changes nothing. A call that can't be read or written is reported and left
 * for the next sweep.
 * @param reachBackMinutes calls that ended before are not looked at; sweeps should overlap
 * @throws if Twilio can't be asked
 */
export async function sweepCalls(deps: SweepDeps, reachBackMinutes: number): Promise<Swept> {
  const { twilioCalls, routes, calls, houseAccount, vault, now, report } = deps
  const before = addMinutes(now(), -graceMinutes)
  const swept = { seen: 0, finished: 0, found: 0 }

  async function sweep(call: TwilioCall): Promise<void> {
    const incoming = incomingCall({ CallSid: call.callSid, From: call.from, To: call.to })
    const route = await routes.routeOf(incoming.number)
    const owner = { account: route?.account ?? houseAccount, number: incoming.number }
    const known = await calls.factsOf(owner.account, call.callSid)
    const missing = decideMissing(call, known, { before, isOurs: route !== undefined })
    const { endedAt } = call
    if (endedAt === undefined) return

    const found: CallFact[] = []
    const legs = missing.legs ? await twilioCalls.legsOf(call.callSid) : []
    for (const leg of decideMissingLegs(legs, known)) {
      // With the phone that an agent had to accept by a key, being picked up is no answer.
      const screened =
        Boolean(route?.flow?.screen) ||
        known.some((fact) => fact.fact === 'dial' && fact.legSid === leg.callSid && fact.screened === true)
      const rung = { legSid: leg.callSid, target: leg.to || undefined, screened }
      found.push(legFact(owner, call.callSid, rung, endOf(leg, leg.endedAt)))
    }
    if (missing.voice) {
      found.push(voiceFact(vault, incoming, owner, route, false, call.startedAt ?? endedAt))
    }
    // The end comes last: once it is written, the next sweep asks for no legs.
    if (missing.status) found.push(statusFact(vault, incoming, owner, endOf(call, endedAt)))
    let written = 0
    for (const fact of found) if ((await calls.record(fact)) === 'recorded') written += 1
    if (written > 0) swept[missing.voice ? 'found' : 'finished'] += 1
    const { callSid, caller } = incoming
    if (written > 0 && missing.status) await deps.ended?.({ ...owner, callSid, caller, route })
  }

  for await (const page of twilioCalls.endedSince(addMinutes(before, -reachBackMinutes))) {
    const queue = page.filter(({ isInbound }) => isInbound)
    swept.seen += queue.length
    const worker = async () => {
      for (let call = queue.shift(); call; call = queue.shift()) {
        try {
          await sweep(call)
        } catch (error) {
          report({ trouble: 'call-unswept', callSid: call.callSid, cause: causeOf(error) })
        }
      }
    }
    await Promise.all(Array.from({ length: parallelism }, worker))
  }
  return swept
}
