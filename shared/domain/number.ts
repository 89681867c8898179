import * as z from 'zod/mini'
import type { BusinessHours } from './business-hours.ts'
import type { AccountId, CampaignId, E164, NumberId, PoolId } from './ids.ts'

/** What the business says a number stands for: the van, the flyer, one advertisement. */
export const declaredSource = z.object({
  source: z.optional(z.string().check(z.maxLength(200))),
  medium: z.optional(z.string().check(z.maxLength(200))),
  campaign: z.optional(z.string().check(z.maxLength(200))),
  term: z.optional(z.string().check(z.maxLength(200))),
  content: z.optional(z.string().check(z.maxLength(200))),
})
export type DeclaredSource = z.infer<typeof declaredSource>

/** The caller is asked for the code that the website shows, before the business's phone rings. */
export interface AskForCode {
  /** Said instead of the usual question. */
  readonly prompt?: string | undefined
  /** Only codes of these campaigns count; all of the account's unless given. */
  readonly campaignIds?: readonly CampaignId[] | undefined
}

/** The caller is given a code of the campaign, to be entered online. */
export interface GiveCode {
  readonly campaignId: CampaignId
  /** When nobody answered; before the business's phone rings; outside of the opening hours. */
  readonly when: 'missed' | 'always' | 'closed'
}

/** What happens when the number rings: declarative, decided upon by `functions/call-webhook/decide.ts`. */
export interface CallFlow {
  /** The business's own phones, at least one. */
  readonly forwardTo: readonly E164[]
  readonly ring: 'all' | 'in-order'
  /** Said to the caller before the business's phone rings. */
  readonly greeting?: string | undefined
  /** `true` for the usual question, a text for a question of its own. */
  readonly askForCode?: boolean | string | AskForCode | undefined
  readonly giveCode?: GiveCode | undefined
  /** Outside of them the phones do not ring; without any they always do. */
  readonly hours?: BusinessHours | undefined
  /** A message may be left: `true` for the usual invitation, a text for one of its own. */
  readonly voicemail?: boolean | string | { readonly greeting?: unknown } | undefined
  /** The rest of the flow is kept as given; see the contract for its names. */
  readonly [further: string]: unknown
}

/** Where a dialled number leads: read once per webhook, by the number alone. */
export interface NumberRoute {
  readonly account: AccountId
  readonly numberId: NumberId
  readonly number: E164
  readonly kind: 'source' | 'pool'
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
  readonly flow?: CallFlow | undefined
}
