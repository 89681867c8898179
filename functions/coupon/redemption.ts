import type { Redemption } from '../../shared/domain/coupon.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../shared/http/problem.ts'
import type { AttemptOwners, CodeUse, CouponDeps } from './deps.ts'
import type { CodeReader } from './reading.ts'
import { refusalOf } from './refusal.ts'

export interface Redeeming {
  /** As it was typed. */
  readonly typed: string
  readonly use: CodeUse
  /** Whose failures count; absent for who shows a secret key. */
  readonly attempts?: AttemptOwners | undefined
}

export type RedeemingOutcome = { readonly redemption: Redemption; readonly isReplay: boolean } | Refusal

const tooMany = (seconds: number) =>
  refuse('too_many_attempts', `Too many codes failed: wait ${waitText(seconds)}, then try again.`, {
    headers: { 'retry-after': String(seconds) },
  })
const waitText = (seconds: number) => {
  if (seconds === 1) return 'a second'
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}

/**
 * Redeems what somebody typed. A try is reserved before anything is looked at, and given back if the code was good or the
 * store failed. Every answer but that to too many tries costs the same reads and writes of it, whether there is such a
 * code or not: neither the answer's time nor its count tells.
 */
export async function redeemTyped(
  deps: Pick<CouponDeps, 'attempts' | 'codes' | 'now' | 'observer'>,
  reader: CodeReader,
  account: AccountId,
  { typed, use, attempts }: Redeeming,
): Promise<RedeemingOutcome> {
  const now = deps.now()
  if (!attempts) return redeem()
  const begun = await deps.attempts.begin(account, attempts, now)
  if (begun.attempt === 'blocked') return unasked(tooMany(begun.waitSeconds))
  try {
    const outcome = await redeem()
    await begun.settle(isRefusal(outcome) ? 'failed' : 'good')
    return outcome
  } catch (error) {
    await begun.settle('good')
    throw error
  }

  /** Refused before the store of codes was asked, which counts its own refusals. */
  function unasked(refusal: Refusal): Refusal {
    deps.observer?.count('RedemptionsRefused', 1, refusal.refused)
    return refusal
  }

  async function redeem(): Promise<RedeemingOutcome> {
    const code = await reader.read(account, typed)
    if (isRefusal(code)) return unasked(code)
    const outcome = await deps.codes.redeem(account, code, use, now)
    return outcome.kind === 'redeemed' ? outcome : refusalOf(outcome)
  }
}
