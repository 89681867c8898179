import type { CodeStory } from './code-evidence.ts'
import type { CodesMintedFact, CodeUsedFact, CodeUseMeans } from './fact.ts'
import type { CampaignId } from './ids.ts'
import type { Instant } from './time.ts'

/** How a code came to whoever has it: shown to a session, given in a call, to nobody in particular, or not known. */
export const codeWays = ['web-to-phone', 'phone-to-web', 'printed', 'unknown'] as const
export type CodeWay = (typeof codeWays)[number]

/** A code as the report of codes counts it. */
export interface CodeRow {
  readonly code: string
  readonly campaignId: CampaignId
  readonly way: CodeWay
  /** Where all its counts stand: when it was issued or, as long as nothing is known of that, first used. */
  readonly at: Instant
  /** A code of a batch is counted as issued with its batch. */
  readonly issue: 'own' | 'batch' | 'unknown'
  /** Uses that stand: quoted by phone, and redeemed online or by API. */
  readonly quoted: number
  readonly redeemed: number
  readonly firstUsedAt?: Instant | undefined
  /** What was ordered with it, in minor units of each currency. */
  readonly ordered: Readonly<Record<string, number>>
}

/** Codes that were minted at once, as the report counts them. */
export type MintedRow = Pick<CodesMintedFact, 'campaignId' | 'batch' | 'at' | 'count'>

const isQuote: Record<CodeUseMeans, boolean> = {
  keyed: true,
  spoken: true,
  agent: true,
  sms: true,
  online: false,
  api: false,
}

function orderedWith(uses: readonly CodeUsedFact[]): Record<string, number> {
  const ordered = new Map<string, number>()
  for (const { order } of uses) {
    if (order)
      ordered.set(order.value.currency, (ordered.get(order.value.currency) ?? 0) + order.value.amount)
  }
  return Object.fromEntries([...ordered].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const byTime = (a: CodeUsedFact, b: CodeUsedFact) =>
  a.at < b.at || (a.at === b.at && a.useId < b.useId) ? -1 : 1

/**
 * @param batch of a code that was minted in bulk: when and for which campaign; it has no fact of its issue
 * @returns undefined for a code of whose issue nothing is known and whose uses were all taken back
 */
export function codeRowOf(
  { code, issued, uses }: CodeStory,
  batch?: Pick<MintedRow, 'at' | 'campaignId'> | undefined,
): CodeRow | undefined {
  const inOrder = [...uses].sort(byTime)
  const [first] = inOrder
  const issue = issued ?? batch
  if (!issue && !first) return undefined
  const quoted = uses.filter(({ how }) => isQuote[how]).length
  return {
    code,
    campaignId: issue?.campaignId ?? (first as CodeUsedFact).campaignId,
    way:
      issued?.session !== undefined
        ? 'web-to-phone'
        : issued?.callSid !== undefined
          ? 'phone-to-web'
          : issue
            ? 'printed'
            : 'unknown',
    at: issue?.at ?? (first as CodeUsedFact).at,
    issue: issued ? 'own' : batch ? 'batch' : 'unknown',
    quoted,
    redeemed: uses.length - quoted,
    ...(first && { firstUsedAt: first.at }),
    ordered: orderedWith(uses),
  }
}
