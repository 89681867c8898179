import type { Campaign } from '../domain/campaign.ts'
import {
  type Code,
  holdsOfOthers,
  type Order,
  type Redemption,
  type RefusalCode,
  type Refused,
} from '../domain/coupon.ts'
import { refusalOf, type Situation, withoutHolds } from '../domain/coupon-decide.ts'
import { leavesCountWhenUsed } from '../domain/coupon-live.ts'
import type { CodeUseMeans } from '../domain/fact.ts'
import type { AccountId, CallSid, CampaignId, PersonalHash, SessionId, VisitorId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { fitsAnotherUse, hasBegun, holdsAreAsRead, isLive, isNotOver } from './code-condition.ts'
import { type CountedUnder, codeKey, plainRedemption, redemptionItem, redemptionOf } from './code-item.ts'
import type { CodeReader, CodeReading } from './code-read.ts'
import { allOf, anyOf, attributeAbsent, attributeBelow, itemAbsent } from './condition.ts'
import { codeInCallItem } from './desk-item.ts'
import { ledgerKeys } from './keys.ts'
import { liveCountWrite } from './live-codes.ts'
import type { Key, Table, TransactOutcome, Write } from './table.ts'

/** Who uses a code, and how. */
export interface CodeUse {
  /** Session id, CallSid, MessageSid or order reference: the same owner's use of the same code is one use. */
  readonly owner: string
  readonly how: CodeUseMeans
  readonly session?: SessionId | undefined
  readonly visitor?: VisitorId | undefined
  readonly callSid?: CallSid | undefined
  /** The text conversation that it is quoted in. */
  readonly conversation?: string | undefined
  /** For a limit per person: where it is unknown the visitor counts as one, else the owner. */
  readonly person?: PersonalHash | undefined
  readonly order?: Order | undefined
  /** Whose hold this use consumes; the owner's own is consumed anyhow. */
  readonly heldBy?: string | undefined
}

export type RedeemOutcome =
  | { readonly kind: 'redeemed'; readonly redemption: Redemption; readonly isReplay: boolean }
  | Refused
export type CheckOutcome =
  | { readonly kind: 'redeemable'; readonly code: Code; readonly campaign: Campaign }
  | RedeemOutcome

const holdersOf = ({ owner, heldBy }: CodeUse) => (heldBy === undefined ? [owner] : [owner, heldBy])
const personOf = ({ person, visitor, owner }: CodeUse): string => person ?? visitor ?? owner

const countIsBelow = (limit: number) => anyOf(attributeAbsent('used'), attributeBelow('used', limit))

export function createRedeem(ledger: Table, reader: CodeReader) {
  const counterKeys = (account: AccountId, campaign: CampaignId, use: CodeUse): [Key, Key] => [
    ledgerKeys.campaignUses(account, campaign),
    ledgerKeys.personUses(account, campaign, personOf(use)),
  ]

  /** As far as it can be said before the write: limits are counted only where somebody asks for them. */
  async function refusalBefore(
    account: AccountId,
    situation: Situation,
    use: CodeUse,
    asksForLimits: boolean,
  ): Promise<RefusalCode | undefined> {
    const { campaign } = situation
    const refusal = refusalOf(situation)
    const mayBeLimited = campaign?.campaignMaxUses !== undefined || campaign?.perPerson !== undefined
    const decidesLater = refusal === 'order_too_small' || (refusal === undefined && asksForLimits)
    if (!mayBeLimited || !decidesLater) return refusal
    const [ofCampaign, ofPerson] = await ledger.getAll(counterKeys(account, campaign.id, use))
    const counted = {
      campaign: (ofCampaign?.used as number | undefined) ?? 0,
      person: (ofPerson?.used as number | undefined) ?? 0,
    }
    return refusalOf({ ...situation, counted })
  }

  const situationOf = ({ code, campaign }: CodeReading, use: CodeUse, now: Instant): Situation => ({
    code,
    campaign,
    now,
    holders: holdersOf(use),
    use,
  })

  /** The use fact is first: whether it stood there already decides before everything else. */
  function writesOf(code: Code, campaign: Campaign, redemption: Redemption, use: CodeUse, now: Instant) {
    const holders = holdersOf(use)
    const counted: CountedUnder = {
      ...(campaign.campaignMaxUses !== undefined && { countsForCampaign: true }),
      ...(campaign.perPerson !== undefined && { countsForPerson: personOf(use) }),
    }
    const consumesHold = code.holds.some(({ by }) => holders.includes(by))
    const [ofCampaign, ofPerson] = counterKeys(code.account, campaign.id, use)
    const countUse = (key: Key, limit: number | undefined): Write[] =>
      limit === undefined
        ? []
        : [{ update: key, change: { add: { used: 1 } }, condition: countIsBelow(limit) }]
    return [
      { put: redemptionItem(redemption, counted), condition: itemAbsent },
      {
        update: codeKey(code.account, code.code),
        change: {
          add: { used: 1 },
          ...(consumesHold && {
            set: { holds: withoutHolds(code, holders, now), holdsRevision: code.holdsRevision + 1 },
          }),
        },
        condition: allOf(
          isLive,
          hasBegun(now),
          isNotOver(now),
          fitsAnotherUse(code, holdsOfOthers(code, holders, now).length),
          holdsAreAsRead(code),
        ),
      },
      ...countUse(ofCampaign, campaign.campaignMaxUses),
      ...countUse(ofPerson, campaign.perPerson),
      ...(leavesCountWhenUsed(code) ? [liveCountWrite(code, -1)] : []),
      ...(use.callSid === undefined
        ? []
        : [{ put: codeInCallItem(code.account, use.callSid, 'quoted', code.code, now) }]),
    ] satisfies Write[]
  }

  const redemptionIn = (
    code: Code,
    campaign: Campaign,
    useId: string,
    use: CodeUse,
    at: Instant,
  ): Redemption => ({
    fact: 'code-used',
    account: code.account,
    code: code.code,
    campaignId: code.campaignId,
    useId,
    at,
    how: use.how,
    singleUse: code.singleUse,
    session: use.session,
    visitor: use.visitor,
    callSid: use.callSid,
    conversation: use.conversation,
    source: code.source,
    referrer: code.holder,
    orderReference: use.order?.reference,
    order: use.order,
    benefit: campaign.benefit,
  })

  const replayOf = (redemption: Redemption & CountedUnder): RedeemOutcome => ({
    kind: 'redeemed',
    redemption: plainRedemption(redemption),
    isReplay: true,
  })

  /** What the losing transaction says by itself; `undefined` if the code has to be looked at anew. */
  function outcomeOfLoss(
    { lost }: Extract<TransactOutcome, { won: false }>,
    campaign: Campaign,
  ): RedeemOutcome | undefined {
    const [useLost, codeLost, ...limitsLost] = lost
    if (useLost?.current) return replayOf(redemptionOf(useLost.current))
    const isLimit = !codeLost && limitsLost.some((each) => each !== undefined)
    return isLimit ? { kind: 'refused', code: 'limit_reached', campaign } : undefined
  }

  return {
    async check(account: AccountId, code: string, use: CodeUse, now: Instant): Promise<CheckOutcome> {
      const reading = await reader.read(account, code, use.owner)
      if (reading.use) return replayOf(reading.use)
      const refusal = await refusalBefore(account, situationOf(reading, use, now), use, true)
      if (refusal) return { kind: 'refused', code: refusal, campaign: reading.campaign }
      if (!reading.code || !reading.campaign) throw new Error('nothing is redeemable without a code')
      return { kind: 'redeemable', code: reading.code, campaign: reading.campaign }
    },

    /** One transaction decides. Whoever loses it looks again: each time, somebody else went on. */
    async redeem(account: AccountId, written: string, use: CodeUse, now: Instant): Promise<RedeemOutcome> {
      for (;;) {
        const reading = await reader.read(account, written, use.owner)
        const { code, campaign, useId } = reading
        if (reading.use) return replayOf(reading.use)
        const refusal = await refusalBefore(account, situationOf(reading, use, now), use, false)
        if (refusal || !code || !campaign) {
          return { kind: 'refused', code: refusal ?? 'code_unknown', campaign }
        }
        const redemption = redemptionIn(code, campaign, useId, use, now)
        const outcome = await ledger.transact(writesOf(code, campaign, redemption, use, now))
        if (outcome.won) return { kind: 'redeemed', redemption, isReplay: false }
        const loss = outcomeOfLoss(outcome, campaign)
        if (loss) return loss
      }
    },
  }
}
