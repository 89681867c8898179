import { createHash } from 'node:crypto'
import type { Code, Redemption } from '../domain/coupon.ts'
import type { CodeFact } from '../domain/fact.ts'
import type { AccountId, CampaignId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { ledgerKeys } from './keys.ts'
import type { Item, Key } from './table.ts'

/**
 * Everything about a code stands in its partition: its state under `code`; its facts, written once, under `issued`,
 * `use#…` and `void#…`; and what else happened to it, the events.
 */
export const codeKey = (account: AccountId, code: string): Key => ledgerKeys.codeFact(account, code, 'code')
export const useKey = (account: AccountId, code: string, useId: string): Key =>
  ledgerKeys.codeFact(account, code, `use#${useId}`)
export const voidKey = (account: AccountId, code: string, useId: string): Key =>
  ledgerKeys.codeFact(account, code, `void#${useId}`)

/** No holds are written as nothing, so that codes that nobody ever held stay small. */
export const codeItem = ({ holds, holdsRevision, ...code }: Code): Item => ({
  ...codeKey(code.account, code.code),
  ...code,
  ...(holdsRevision > 0 && { holds, holdsRevision }),
})
export function codeOf(item: Item): Code {
  const { pk: _pk, sk: _sk, ...code } = item
  return { holds: [], holdsRevision: 0, ...code } as unknown as Code
}

/** The limits under which a use was counted: a void gives back these, whatever the campaign says by then. */
export interface CountedUnder {
  readonly countsForCampaign?: boolean | undefined
  readonly countsForPerson?: string | undefined
}
export const redemptionItem = (redemption: Redemption, counted: CountedUnder): Item => ({
  ...useKey(redemption.account, redemption.code, redemption.useId),
  ...redemption,
  ...counted,
})
export function redemptionOf(item: Item): Redemption & CountedUnder {
  const { pk: _pk, sk: _sk, ...redemption } = item
  return redemption as unknown as Redemption & CountedUnder
}
/** As it is told to others. */
export const plainRedemption = ({
  countsForCampaign: _campaign,
  countsForPerson: _person,
  ...redemption
}: Redemption & CountedUnder): Redemption => redemption

/**
 * The id of a use is made of the code and its owner, so that a retry weeks later is the same use.
 * @param generation how many uses of this owner were voided before: after a void, the owner's next one is a new use
 */
export const useIdOf = (account: AccountId, code: string, owner: string, generation: number): string =>
  `red_${createHash('sha256')
    .update(JSON.stringify([account, code, owner, generation]))
    .digest('base64url')
    .slice(0, 24)}`

/** What happens to a code without tying anything to anything: kept for who asks, passed over by attribution. */
export interface CodeEvent {
  readonly event: 'code-held' | 'code-released' | 'code-voided'
  readonly account: AccountId
  readonly code: string
  readonly campaignId: CampaignId
  readonly at: Instant
  /** The holder, or who voided the code. */
  readonly by: string
  readonly until?: Instant | undefined
  readonly reason?: string | undefined
}
export type CodeHappening = CodeFact | CodeEvent

export const eventItem = (event: CodeEvent): Item => ({
  ...ledgerKeys.codeFact(
    event.account,
    event.code,
    event.event === 'code-voided' ? 'voided' : `${event.event.slice('code-'.length)}#${event.at}#${event.by}`,
  ),
  ...event,
})
