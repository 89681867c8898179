import type { AccountId, CallSid, CampaignId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import type { Table } from './table.ts'

/** Which code a call's own flow gave to its caller: one of each campaign, however often a webhook is delivered. */
export interface GivenCodeStore {
  of(account: AccountId, callSid: CallSid, campaign: CampaignId): Promise<string | undefined>
  /** @returns the code that the call has: this one, or the one that was there before */
  claim(
    account: AccountId,
    callSid: CallSid,
    campaign: CampaignId,
    code: string,
    now: Instant,
  ): Promise<string>
}

export function createGivenCodeStore(ledger: Table): GivenCodeStore {
  const key = (account: AccountId, callSid: CallSid, campaign: CampaignId) =>
    ledgerKeys.callFact(account, callSid, `given#${campaign}`)
  return {
    async of(account, callSid, campaign) {
      const item = await ledger.get(key(account, callSid, campaign))
      return item?.code as string | undefined
    },

    async claim(account, callSid, campaign, code, now) {
      const item = { ...key(account, callSid, campaign), event: 'code-given', code, at: now }
      const outcome = await ledger.putIf(item, itemAbsent)
      return outcome.won ? code : ((outcome.current?.code as string | undefined) ?? code)
    },
  }
}
