import type { Campaign } from '../domain/campaign.ts'
import type { RandomBytes } from '../domain/code-minting.ts'
import type { Code, CodeRecipient } from '../domain/coupon.ts'
import type { CodeUseMeans } from '../domain/fact.ts'
import type { AccountId, CallSid, CampaignId, PersonalHash } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { createHolds, type HoldOutcome, type ReleaseOutcome } from './code-hold.ts'
import { type CodeHappening, codeKey, codeOf } from './code-item.ts'
import { type CodePage, createCodeList } from './code-list.ts'
import { createMint, type MintOutcome } from './code-mint.ts'
import { createCodeReader } from './code-read.ts'
import { type CheckOutcome, type CodeUse, createRedeem, type RedeemOutcome } from './code-redeem.ts'
import { createVoids, type VoidOutcome, type VoidUseOutcome } from './code-void.ts'
import { createLiveCodes } from './live-codes.ts'
import { createMintJobStore, type MintJobStore } from './mint-job-store.ts'
import type { Table } from './table.ts'

export interface CodeStore {
  mint(account: AccountId, campaign: Campaign, to: CodeRecipient, now: Instant): Promise<MintOutcome>
  /** Up to 10,000 codes for nobody in particular; more are a job (`mint-job-store.ts`). */
  mintMany: MintJobStore['mintMany']
  get(account: AccountId, code: string): Promise<Code | undefined>
  /** What happened to the code, the earliest first. */
  history(account: AccountId, code: string): Promise<CodeHappening[]>
  /** A page of the campaign's codes, in no order of time. */
  list(account: AccountId, campaign: CampaignId, limit: number, after?: string): Promise<CodePage>
  /** What `redeem` would say now; writes nothing. */
  check(account: AccountId, code: string, use: CodeUse, now: Instant): Promise<CheckOutcome>
  /** Reserves a use for minutes; the holder's own hold is prolonged, never shortened. */
  hold(account: AccountId, code: string, holder: string, minutes: number, now: Instant): Promise<HoldOutcome>
  release(account: AccountId, code: string, holder: string, now: Instant): Promise<ReleaseOutcome>
  /** Uses the code once for its owner, who is told the same again however often and late it is asked. */
  redeem(account: AccountId, code: string, use: CodeUse, now: Instant): Promise<RedeemOutcome>
  /** A code quoted in a call: the quote is the redemption, and the call its owner. */
  quote(
    account: AccountId,
    code: string,
    quoted: {
      readonly callSid: CallSid
      readonly how: CodeUseMeans
      readonly phone?: PersonalHash | undefined
    },
    now: Instant,
  ): Promise<RedeemOutcome>
  voidCode(
    account: AccountId,
    code: string,
    by: string,
    reason: string | undefined,
    now: Instant,
  ): Promise<VoidOutcome>
  voidUse(
    account: AccountId,
    code: string,
    redemptionId: string,
    by: string,
    reason: string | undefined,
    now: Instant,
  ): Promise<VoidUseOutcome>
  /** The account's live codes of so many random digits. */
  countLive(account: AccountId, digits: number, now: Instant): Promise<number>
}

/** @param randomBytes cryptographically random */
export function createCodeStore(
  ledger: Table,
  { randomBytes }: { readonly randomBytes: RandomBytes },
): CodeStore {
  const reader = createCodeReader(ledger)
  const live = createLiveCodes(ledger)
  const uses = createRedeem(ledger, reader)

  return {
    mint: createMint(ledger, live, randomBytes),
    mintMany: createMintJobStore(ledger, randomBytes).mintMany,
    async get(account, code) {
      const item = await ledger.get(codeKey(account, code))
      return item && codeOf(item)
    },
    ...createCodeList(ledger),
    ...uses,
    quote: (account, code, { callSid, how, phone }, now) =>
      uses.redeem(account, code, { owner: callSid, callSid, how, person: phone }, now),
    ...createHolds(ledger, reader),
    ...createVoids(ledger, reader),
    countLive: live.count,
  }
}
