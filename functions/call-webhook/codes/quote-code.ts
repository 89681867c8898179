import type { AccountId, CallSid, CampaignId, PersonalHash } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { CouponPorts } from '../deps.ts'
import type { Quoted } from './decide-code.ts'

/** A code as it was quoted in a call. */
export interface QuotedCode {
  readonly account: AccountId
  readonly callSid: CallSid
  readonly code: string
  readonly how: 'keyed' | 'spoken'
  readonly phone?: PersonalHash | undefined
  /** Only codes of these campaigns count. */
  readonly campaignIds?: readonly CampaignId[] | undefined
}

/**
 * Looks the code up and, if it is worth something, uses it for this call: once, however often the webhook comes. Whoever
 * tried too many codes lately is told what those who quote unknown codes are told.
 */
export async function quoteCode(
  { codes, attempts }: Pick<CouponPorts, 'codes' | 'attempts'>,
  { account, callSid, code, how, phone, campaignIds }: QuotedCode,
  now: Instant,
): Promise<NonNullable<Quoted>> {
  const [begun, known] = await Promise.all([
    attempts.begin(account, { visitor: phone }, now),
    campaignIds && codes.get(account, code),
  ])
  const unknown = { kind: 'refused', code: 'code_unknown' } as const
  if (begun.attempt === 'blocked') return unknown
  try {
    const isOther = campaignIds !== undefined && (!known || !campaignIds.includes(known.campaignId))
    const quoted = isOther
      ? unknown
      : await codes.quote(account, code, { callSid, how, ...(phone !== undefined && { phone }) }, now)
    const isGuess = quoted.kind === 'refused' && quoted.code === 'code_unknown'
    await begun.settle(isGuess ? 'failed' : 'good')
    return quoted
  } catch (error) {
    await begun.settle('good')
    throw error
  }
}
