import type { Code, Redemption, Refused } from '../domain/coupon.ts'
import { isCounted, leavesCountWhenUsed } from '../domain/coupon-live.ts'
import type { CodeUseVoidedFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { isLive } from './code-condition.ts'
import {
  type CountedUnder,
  codeKey,
  codeOf,
  eventItem,
  plainRedemption,
  redemptionOf,
  useKey,
  voidKey,
} from './code-item.ts'
import type { CodeReader } from './code-read.ts'
import { allOf, attributeAbove, attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import { liveCountWrite } from './live-codes.ts'
import type { Key, Table, Write } from './table.ts'

export type VoidOutcome =
  | { readonly kind: 'voided'; readonly code: Code; readonly isReplay: boolean }
  | Refused
export type VoidUseOutcome =
  | {
      readonly kind: 'use-voided'
      readonly redemption: Redemption
      readonly isReplay: boolean
      /** Whether the use may be made again: the campaign's policy when it was voided. */
      readonly useReturned: boolean
    }
  | { readonly kind: 'refused'; readonly code: 'redemption_unknown' }

export function createVoids(ledger: Table, reader: CodeReader) {
  /** The use goes back to the code, to the counters under which it was made, and the code back among the live. */
  function returnWrites(code: Code, { campaignId, ...use }: Redemption & CountedUnder): Write[] {
    const giveBack = (key: Key): Write => ({ update: key, change: { add: { used: -1 } } })
    const { account } = code
    return [
      {
        update: codeKey(account, code.code),
        change: { add: { used: -1 } },
        condition: allOf(attributeEquals('state', code.state), attributeAbove('used', 0)),
      },
      ...(use.countsForCampaign ? [giveBack(ledgerKeys.campaignUses(account, campaignId))] : []),
      ...(use.countsForPerson === undefined
        ? []
        : [giveBack(ledgerKeys.personUses(account, campaignId, use.countsForPerson))]),
      ...(code.state === 'live' && leavesCountWhenUsed(code) ? [liveCountWrite(code, 1)] : []),
    ]
  }

  return {
    /** Ends a code for everybody; uses that were made stand. */
    async voidCode(
      account: AccountId,
      written: string,
      by: string,
      reason: string | undefined,
      now: Instant,
    ): Promise<VoidOutcome> {
      for (;;) {
        const item = await ledger.get(codeKey(account, written))
        if (!item) return { kind: 'refused', code: 'code_unknown' }
        const code = codeOf(item)
        if (code.state === 'voided') return { kind: 'voided', code, isReplay: true }
        const event = { account, code: written, campaignId: code.campaignId, at: now, by, reason }
        const { won } = await ledger.transact([
          {
            update: codeKey(account, written),
            change: { set: { state: 'voided' } },
            condition: allOf(isLive, attributeEquals('used', code.used)),
          },
          { put: eventItem({ ...event, event: 'code-voided' }) },
          ...(isCounted(code) ? [liveCountWrite(code, -1)] : []),
        ])
        if (won) return { kind: 'voided', code: { ...code, state: 'voided' }, isReplay: false }
      }
    },

    /**
     * Takes one use back. Whether it may be made again is the campaign's policy; if so, the same owner's next redemption
     * is a new one, with an id of its own.
     */
    async voidUse(
      account: AccountId,
      written: string,
      useId: string,
      by: string,
      reason: string | undefined,
      now: Instant,
    ): Promise<VoidUseOutcome> {
      const keys = [useKey(account, written, useId), voidKey(account, written, useId)]
      for (;;) {
        const [[useItem, voidItem], { code, campaign }] = await Promise.all([
          ledger.getAll(keys),
          reader.readCode(account, written),
        ])
        if (!useItem || !code) return { kind: 'refused', code: 'redemption_unknown' }
        const use = redemptionOf(useItem)
        const voided = (isReplay: boolean, useReturned: boolean): VoidUseOutcome => ({
          kind: 'use-voided',
          redemption: plainRedemption(use),
          isReplay,
          useReturned,
        })
        if (voidItem) return voided(true, voidItem.useReturned === true)
        const useReturned = campaign?.voidPolicy !== 'keep-use'
        const fact: CodeUseVoidedFact = {
          fact: 'code-use-voided',
          account,
          code: written,
          at: now,
          useId,
          by,
          reason,
        }
        const { won } = await ledger.transact([
          { put: { ...voidKey(account, written, useId), ...fact, useReturned }, condition: itemAbsent },
          ...(useReturned ? returnWrites(code, use) : []),
        ])
        if (won) return voided(false, useReturned)
      }
    },
  }
}
