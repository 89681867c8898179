import { foldCall } from '../domain/call.ts'
import type { CallStatusFact } from '../domain/fact.ts'
import type { AccountId, CallSid, E164, NumberId, PoolId } from '../domain/ids.ts'
import { decideRest, type JudgedCall, judgeCall, restRules, withCall } from '../domain/number-health.ts'
import { isResting, type Slot } from '../domain/slot.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { createCallStore } from './call-store.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import { createLeaseStore } from './lease-store.ts'
import { createNumberStore } from './number-store.ts'
import { createRouteStore } from './route-store.ts'
import type { Table } from './table.ts'

export interface PoolNumber {
  readonly account: AccountId
  readonly numberId: NumberId
  readonly number: E164
  readonly poolId: PoolId
}

/** What the calls of pool numbers say of the numbers; one that is dialled for somebody else is set aside. */
export interface NumberHealthStore {
  /** The call has ended, as `end` tells, which need not be in the ledger yet. */
  ended(number: PoolNumber, end: CallStatusFact, now: Instant): Promise<void>
  /** Somebody says that the call was a wrong number, or that it was none; only calls to pool numbers matter. */
  marked(account: AccountId, callSid: CallSid, isWrong: boolean, now: Instant): Promise<void>
}

export function createNumberHealthStore(ledger: Table): NumberHealthStore {
  const calls = createCallStore(ledger)
  const leases = createLeaseStore(ledger)
  const numbers = createNumberStore(ledger)
  const routes = createRouteStore(ledger)

  /** @returns the number's calls with this one; `undefined` if it stood among them already */
  async function remember({ account, number }: PoolNumber, call: JudgedCall, isFinal: boolean, now: Instant) {
    const key = ledgerKeys.numberHealth(account, number)
    for (;;) {
      const item = await ledger.get(key)
      const before = (item?.calls ?? []) as JudgedCall[]
      const after = withCall(before, call, isFinal)
      if (after === before) return undefined
      const revision = ((item?.revision ?? 0) as number) + 1
      const expiresAtEpochSeconds = expiryOf(now, 2 * restRules.windowDays)
      const isAsRead = item ? attributeEquals('revision', item.revision) : itemAbsent
      const outcome = await ledger.putIf({ ...key, calls: after, revision, expiresAtEpochSeconds }, isAsRead)
      if (outcome.won) return after
    }
  }

  async function note(number: PoolNumber, call: JudgedCall, isFinal: boolean, now: Instant): Promise<void> {
    const remembered = await remember(number, call, isFinal, now)
    if (!remembered || call.verdict === 'sound') return
    const { account, numberId, poolId } = number
    const slots = await ledger.query({ pk: ledgerPartitions.pool(account, poolId), prefix: 'slot#' })
    const pool = {
      numbers: slots.length,
      resting: slots.filter((slot) => isResting(slot as unknown as Slot, now)).length,
    }
    await numbers.update(account, numberId, (current) => {
      if (current.poolId !== poolId) return undefined
      const decision = decideRest(current, remembered, pool, now)
      return decision.kind === 'rest' ? { ...current, rest: decision.rest } : undefined
    })
  }

  return {
    async ended(number, end, now) {
      const { account, callSid } = end
      const call = foldCall([...(await calls.factsOf(account, callSid)), end])
      const shown = await leases.leasesCovering(account, number.number, call.startedAt, number.poolId)
      const { caller } = call
      await note(
        number,
        {
          callSid,
          at: call.startedAt,
          verdict: judgeCall(call, shown.length > 0),
          ...(caller && { caller }),
        },
        false,
        now,
      )
    },

    async marked(account, callSid, isWrong, now) {
      const facts = await calls.factsOf(account, callSid)
      if (facts.length === 0) return
      const { number, startedAt, caller } = foldCall(facts)
      const route = await routes.routeOf(number)
      if (route?.account !== account || route.poolId === undefined) return
      const verdict = isWrong ? 'wrong' : 'sound'
      await note(
        { account, numberId: route.numberId, number, poolId: route.poolId },
        { callSid, at: startedAt, verdict, ...(caller && { caller }) },
        true,
        now,
      )
    },
  }
}
