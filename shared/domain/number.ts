import * as z from 'zod/mini'
import type { AccountId, E164, NumberId, PoolId } from './ids.ts'

/** What the business says a number stands for: the van, the flyer, one advertisement. */
export const declaredSource = z.object({
  source: z.optional(z.string().check(z.maxLength(200))),
  medium: z.optional(z.string().check(z.maxLength(200))),
  campaign: z.optional(z.string().check(z.maxLength(200))),
  term: z.optional(z.string().check(z.maxLength(200))),
  content: z.optional(z.string().check(z.maxLength(200))),
})
export type DeclaredSource = z.infer<typeof declaredSource>

/** What happens when the number rings: declarative, decided upon by `functions/call-webhook/decide.ts`. */
export interface CallFlow {
  /** The business's own phones, at least one. */
  readonly forwardTo: readonly E164[]
  readonly ring: 'all' | 'in-order'
  /** Said to the caller before the business's phone rings. */
  readonly greeting?: string | undefined
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
