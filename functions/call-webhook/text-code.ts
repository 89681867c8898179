import type { Account } from '../../shared/domain/account.ts'
import type { AccountId, CallSid, E164 } from '../../shared/domain/ids.ts'
import { codeText, redeemLink } from '../../shared/domain/text-body.ts'
import { canReceiveTexts, isInReach } from '../../shared/domain/text-country.ts'
import { type Deadline, within } from './deadline.ts'
import { type CallWebhookDeps, causeOf, usualPatience } from './deps.ts'
import type { GivenCode } from './give-code.ts'
import type { CallOwner } from './links.ts'

/** Where a code may be texted to: whoever called, from where, and the business's own phones. */
export interface TextLine {
  readonly account: AccountId
  readonly callSid: CallSid
  readonly caller?: E164 | undefined
  readonly number: E164
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

/** Texts the code to the caller, once a call; a text that was sent before counts as sent. */
export async function textCode(
  { coupons, twilio, report, patience = usualPatience }: CallWebhookDeps,
  line: TextLine,
  { code, campaign }: Pick<GivenCode, 'code' | 'campaign'>,
): Promise<boolean> {
  const { account, callSid, caller, number, homes, business } = line
  if (caller === undefined || business === undefined) return false

  const send = (to: E164) =>
    coupons.texts.send(account, {
      to,
      from: number,
      body: codeText({
        business: business.branding?.name ?? business.name,
        timeZone: business.timeZone,
        code: code.code,
        benefit: campaign.benefit,
        expiresAt: code.expiresAt,
        redeemUrl: redeemLink(twilio.publicBaseUrl, business.siteKey),
      }),
      purpose: 'given-code',
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
