import { type Code, holdsOfOthers, type Refused } from '../domain/coupon.ts'
import { refusalOf, withHold, withoutHolds } from '../domain/coupon-decide.ts'
import type { AccountId } from '../domain/ids.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { fitsAnotherUse, hasBegun, holdsAreAsRead, isLive, isNotOver } from './code-condition.ts'
import { type CodeEvent, codeKey, eventItem } from './code-item.ts'
import type { CodeReader } from './code-read.ts'
import { allOf, type Condition, itemPresent } from './condition.ts'
import type { Table, Write } from './table.ts'

export type HoldOutcome = { readonly kind: 'held'; readonly code: Code; readonly until: Instant } | Refused
export type ReleaseOutcome =
  /** `wasHeld`: false if there was nothing to release (any more). */
  { readonly kind: 'released'; readonly code: Code; readonly wasHeld: boolean } | Refused

/**
 * A hold reserves one use of a code for minutes; a code of several uses takes several. It does not reserve what the
 * campaign limits altogether or per person: that is decided by the redemption alone.
 */
export function createHolds(ledger: Table, reader: CodeReader) {
  const writesOf = (before: Code, after: Code, condition: Condition, event: CodeEvent): Write[] => [
    {
      update: codeKey(before.account, before.code),
      change: { set: { holds: after.holds, holdsRevision: after.holdsRevision } },
      condition: allOf(condition, holdsAreAsRead(before)),
    },
    { put: eventItem(event) },
  ]
  const eventOf = ({ account, code, campaignId }: Code, by: string, at: Instant) => ({
    account,
    code,
    campaignId,
    at,
    by,
  })

  return {
    async hold(
      account: AccountId,
      written: string,
      holder: string,
      minutes: number,
      now: Instant,
    ): Promise<HoldOutcome> {
      for (;;) {
        const { code, campaign } = await reader.readCode(account, written)
        const refusal = refusalOf({ code, campaign, now, holders: [holder] })
        if (refusal || !code) return { kind: 'refused', code: refusal ?? 'code_unknown', campaign }
        const holds = withHold(code, { by: holder, until: addMinutes(now, minutes) }, now)
        const after: Code = { ...code, holds, holdsRevision: code.holdsRevision + 1 }
        const until = holds.find(({ by }) => by === holder)?.until ?? now
        const isFree = allOf(
          isLive,
          hasBegun(now),
          isNotOver(now),
          fitsAnotherUse(code, holdsOfOthers(code, [holder], now).length),
        )
        const event: CodeEvent = { ...eventOf(code, holder, now), event: 'code-held', until }
        const { won } = await ledger.transact(writesOf(code, after, isFree, event))
        if (won) return { kind: 'held', code: after, until }
      }
    },

    async release(
      account: AccountId,
      written: string,
      holder: string,
      now: Instant,
    ): Promise<ReleaseOutcome> {
      for (;;) {
        const { code, campaign } = await reader.readCode(account, written)
        if (!code) return { kind: 'refused', code: 'code_unknown', campaign }
        if (!code.holds.some(({ by, until }) => by === holder && until > now)) {
          return { kind: 'released', code, wasHeld: false }
        }
        const holds = withoutHolds(code, [holder], now)
        const after: Code = { ...code, holds, holdsRevision: code.holdsRevision + 1 }
        const event: CodeEvent = { ...eventOf(code, holder, now), event: 'code-released' }
        const { won } = await ledger.transact(writesOf(code, after, itemPresent, event))
        if (won) return { kind: 'released', code: after, wasHeld: true }
      }
    },
  }
}
