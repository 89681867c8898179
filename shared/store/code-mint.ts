import type { Campaign } from '../domain/campaign.ts'
import { newCode, type RandomBytes } from '../domain/code-minting.ts'
import { mintRefusal } from '../domain/code-risk.ts'
import type { Code, CodeRecipient } from '../domain/coupon.ts'
import { issuedCode, type MintHindrance, mintHindranceOf } from '../domain/coupon-mint.ts'
import type { CodeIssuedFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import { addDays, type Instant } from '../domain/time.ts'
import { codeItem } from './code-item.ts'
import { allOf, anyOf, attributeAtMost, attributeEquals, type Condition, itemAbsent } from './condition.ts'
import { codeInCallItem } from './desk-item.ts'
import { ledgerKeys } from './keys.ts'
import { type LiveCodes, liveCountWrite } from './live-codes.ts'
import type { Table } from './table.ts'

export interface MintRefused {
  readonly kind: 'refused'
  readonly because: MintHindrance | 'too-many-live' | 'no-free-code'
  /** In words, with the arithmetic. */
  readonly detail: string
}
export type MintOutcome = { readonly kind: 'minted'; readonly code: Code } | MintRefused

const hindrances: Record<MintHindrance, string> = {
  'campaign-inactive': 'the campaign is not active',
  'campaign-ended': 'the campaign has ended',
}

/** With nine of ten codes taken, so many draws fail once in 800. */
const maxDraws = 64

/**
 * The space of a length is used up some day by what nobody ever used: a code unused and over for so long may be given out
 * anew. Nothing hangs on it, and whoever still has it is no better off than with a guess.
 */
const restDays = 90
export const mayBeIssued = (now: Instant): Condition =>
  anyOf(
    itemAbsent,
    allOf(
      attributeEquals('used', 0),
      attributeEquals('state', 'live'),
      attributeAtMost('expiresAt', addDays(now, -restDays)),
    ),
  )

/** @returns why the campaign may not mint so many now, with the live codes counted exactly before it is refused */
export async function refusalToMint(
  live: LiveCodes,
  account: AccountId,
  campaign: Campaign,
  count: number,
  now: Instant,
): Promise<MintRefused | undefined> {
  const hindrance = mintHindranceOf(campaign, now)
  if (hindrance) return { kind: 'refused', because: hindrance, detail: hindrances[hindrance] }
  const { digits, acceptableRisk } = campaign
  const recent = live.recent(account, digits, now)
  if (recent !== undefined && mintRefusal(recent, count, digits, acceptableRisk) === undefined)
    return undefined
  const detail = mintRefusal(await live.count(account, digits, now), count, digits, acceptableRisk)
  return detail === undefined ? undefined : { kind: 'refused', because: 'too-many-live', detail }
}

const issuedFact = (code: Code): CodeIssuedFact => ({
  fact: 'code-issued',
  account: code.account,
  code: code.code,
  at: code.issuedAt,
  campaignId: code.campaignId,
  singleUse: code.singleUse,
  session: code.session,
  visitor: code.visitor,
  callSid: code.callSid,
  source: code.source,
  referrer: code.holder,
})

export const createMint =
  (ledger: Table, live: LiveCodes, randomBytes: RandomBytes) =>
  async (account: AccountId, campaign: Campaign, to: CodeRecipient, now: Instant): Promise<MintOutcome> => {
    const refused = await refusalToMint(live, account, campaign, 1, now)
    if (refused) return refused
    for (let draw = 1; draw <= maxDraws; draw++) {
      const code = issuedCode(account, campaign, newCode(campaign.digits, randomBytes), to, now)
      const { won } = await ledger.transact([
        { put: codeItem(code), condition: mayBeIssued(now) },
        {
          put: { ...ledgerKeys.codeFact(account, code.code, 'issued'), ...issuedFact(code) },
        },
        { put: { ...ledgerKeys.listedCode(account, campaign.id, code.code), code: code.code } },
        ...(code.callSid === undefined
          ? []
          : [{ put: codeInCallItem(code.account, code.callSid, 'issued', code.code, now) }]),
        liveCountWrite(code, 1),
      ])
      if (won) {
        live.added(account, campaign.digits, 1)
        return { kind: 'minted', code }
      }
    }
    return {
      kind: 'refused',
      because: 'no-free-code',
      detail: `${maxDraws} codes of ${campaign.digits} random digits were drawn and all had been given out before: use more digits`,
    }
  }
