import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId, CallSid, E164 } from '../../../shared/domain/ids.ts'
import { languageOf } from '../../../shared/domain/language.ts'
import type { TextBack } from '../../../shared/domain/number.ts'
import { codeText, redeemLink, textBackText } from '../../../shared/domain/text-body.ts'
import { canReceiveTexts, isInReach } from '../../../shared/domain/text-country.ts'
import { type CallWebhookDeps, causeOf, usualPatience } from '../deps.ts'
import type { CallOwner } from '../links.ts'
import { type Deadline, within } from '../outage/deadline.ts'
import { textBackWindow } from '../texts/text-back-settings.ts'
import type { GivenCode } from './give-code.ts'

/** Of one call's texts only one is sent, ever: that with its code, or the one after it (`texts/text-back.ts`). */
export const callText = 'given-code'

/** Where a code may be texted to: whoever called, from where, and the business's own phones. */
export interface TextLine {
  readonly account: AccountId
  readonly callSid: CallSid
  readonly caller?: E164 | undefined
  readonly number: E164
  /** How the caller is spoken to (BCP 47), and written to. */
  readonly lang?: string | undefined
  readonly homes: readonly E164[]
  /** Whose name the text bears and whose settings hold; `undefined`: could not be read. */
  readonly business: Account | undefined
}

/** The account, which the call does without where it can't be had in time. */
export async function businessOf(
  { coupons, report }: CallWebhookDeps,
  { account }: CallOwner,
  callSid: CallSid,
  deadline: Deadline,
): Promise<Account | undefined> {
  try {
    return await deadline.race(coupons.accounts.get(account))
  } catch (error) {
    report({ trouble: 'account-unread', callSid, cause: causeOf(error) })
    return undefined
  }
}

/** Whether a text is worth offering. */
export const isTextable = ({ caller, number, homes, business }: TextLine): boolean =>
  business !== undefined &&
  caller !== undefined &&
  canReceiveTexts(caller) &&
  isInReach(caller, { homes: [number, ...homes], countries: business.texts?.countries })

/**
 * Texts the code to the caller, once a call; a text that was sent before counts as sent.
 * @param unasked with what the flow says to whoever calls in vain: one text has both, and comes no more often
 */
export async function textCode(
  { coupons, twilio, report, patience = usualPatience }: CallWebhookDeps,
  line: TextLine,
  { code, campaign }: Pick<GivenCode, 'code' | 'campaign'>,
  unasked?: TextBack,
): Promise<boolean> {
  const { account, callSid, caller, number, lang, homes, business } = line
  if (caller === undefined || business === undefined) return false

  const language = languageOf(lang)
  const name = business.branding?.name ?? business.name
  const given = {
    timeZone: business.timeZone,
    code: code.code,
    benefit: campaign.benefit,
    expiresAt: code.expiresAt,
    redeemUrl: redeemLink(twilio.publicBaseUrl, business.siteKey),
  }
  const send = (to: E164) =>
    coupons.texts.send(account, {
      to,
      from: number,
      body: unasked
        ? textBackText({ business: name, message: unasked.message, code: given, language })
        : codeText({ business: name, ...given, language }),
      ...(unasked && { window: textBackWindow(unasked, number) }),
      purpose: callText,
      dedupeKey: callSid,
      homes,
      settings: business.texts,
    })

  try {
    const result = await within(patience.textMilliseconds, (deadline) => deadline.race(send(caller)))
    if (result === 'sent' || result.refused === 'already-sent') return true
    report({ trouble: 'text-unsent', callSid, cause: result.detail })
  } catch (error) {
    report({ trouble: 'text-unsent', callSid, cause: causeOf(error) })
  }
  return false
}
