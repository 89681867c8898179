import { displayCode } from '../../shared/domain/code-display.ts'
import { findCodes } from '../../shared/domain/code-in-text.ts'
import { textCommandOf } from '../../shared/domain/text-words.ts'
import type { CallWebhookDeps } from './deps.ts'
import * as say from './sayings.ts'
import type { IncomingText } from './schema.ts'

/** From the shortest code that a campaign may have to the longest. */
const codeLengths = Array.from({ length: 9 }, (_, index) => index + 5)
/** A text holds a code, not a list to be tried. */
const mostCodes = 3

/**
 * What an incoming text comes to: a word that stops or starts our texts, or a code, which counts as quoted.
 * @returns what is answered; `undefined`: nothing
 * @throws if the store fails
 */
export async function answerText(deps: CallWebhookDeps, text: IncomingText): Promise<string | undefined> {
  const { coupons, houseAccount } = deps
  const route = await deps.routes.routeOf(text.number)
  const account = route?.account ?? houseAccount
  const command = textCommandOf(text.body, text.optOutType)
  if (command === 'help') {
    // Where Twilio recognised the word, it has answered by itself.
    if (text.optOutType) return undefined
    const business = await coupons.accounts.get(account)
    return say.textHelp(business?.branding?.name ?? business?.name)
  }
  if (command !== undefined) {
    if (text.sender !== undefined) await coupons.texts[command](account, text.sender)
    return undefined
  }

  const { codes, attempts } = coupons
  const person = text.sender === undefined ? undefined : deps.vault.hash(account, 'phone', text.sender)
  const candidates = findCodes(text.body, codeLengths).slice(0, mostCodes)
  if (candidates.length === 0) return undefined
  const now = deps.now()

  let refusal: string | undefined
  for (const code of candidates) {
    const begun = await attempts.begin(account, { visitor: person }, now)
    if (begun.attempt === 'blocked') return refusal
    const use = { owner: text.messageSid, how: 'sms' as const, ...(person !== undefined && { person }) }
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
