import { displayCode } from '../../../shared/domain/code-display.ts'
import { findCodes } from '../../../shared/domain/code-in-text.ts'
import type { AccountId, PersonalHash } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { CallWebhookDeps } from '../deps.ts'
import type { Sayings } from '../flow/sayings/index.ts'

/** From the shortest code that a campaign may have to the longest. */
const codeLengths = Array.from({ length: 9 }, (_, index) => index + 5)
/** A text holds a code, not a list to be tried. */
const mostCodes = 3

export interface QuotingText {
  readonly account: AccountId
  readonly messageSid: string
  readonly conversation: string
  readonly person?: PersonalHash | undefined
  readonly body: string
}

/**
 * The codes in a text, used for whoever sent it: each once, however often the text comes.
 * @returns what is answered; `undefined`: nothing
 * @throws if the store fails
 */
export async function quoteByText(
  { coupons }: Pick<CallWebhookDeps, 'coupons'>,
  { account, messageSid, conversation, person, body }: QuotingText,
  say: Sayings,
  now: Instant,
): Promise<string | undefined> {
  const { codes, attempts } = coupons
  let refusal: string | undefined
  for (const code of findCodes(body, codeLengths).slice(0, mostCodes)) {
    const begun = await attempts.begin(account, { visitor: person }, now)
    if (begun.attempt === 'blocked') return refusal
    const use = {
      owner: messageSid,
      how: 'sms' as const,
      conversation,
      ...(person !== undefined && { person }),
    }
    const outcome = await codes.redeem(account, code, use, now).catch(async (error: unknown) => {
      await begun.settle('good')
      throw error
    })
    const isGuess = outcome.kind === 'refused' && outcome.code === 'code_unknown'
    await begun.settle(isGuess ? 'failed' : 'good')
    if (outcome.kind === 'redeemed') return say.textAccepted(displayCode(code), outcome.redemption.benefit)
    if (!isGuess) refusal ??= say.refusedBecause[outcome.code]
  }
  // Of a number that is no code of ours nothing is said: most texts with numbers are about something else.
  return refusal
}
