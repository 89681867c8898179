import type { AccountId, CallSid, E164 } from '../../shared/domain/ids.ts'
import { codeText } from '../../shared/domain/text-body.ts'
import { canReceiveTexts, isInCountryOf } from '../../shared/domain/text-country.ts'
import { within } from './deadline.ts'
import { type CallWebhookDeps, causeOf, usualPatience } from './deps.ts'
import type { GivenCode } from './give-code.ts'

/** Where a code may be texted to: whoever called, from where, and the business's own phones. */
export interface TextLine {
  readonly account: AccountId
  readonly callSid: CallSid
  readonly caller?: E164 | undefined
  readonly number: E164
  readonly homes: readonly E164[]
}

/** Whether a text is worth offering. */
export const isTextable = ({ caller, number, homes }: TextLine): boolean =>
  caller !== undefined && canReceiveTexts(caller) && isInCountryOf(caller, [number, ...homes])

/** Texts the code to the caller, once a call; a text that was sent before counts as sent. */
export async function textCode(
  { coupons, twilio, report, patience = usualPatience }: CallWebhookDeps,
  line: TextLine,
  { code, campaign }: Pick<GivenCode, 'code' | 'campaign'>,
): Promise<boolean> {
  const { account, callSid, caller, number, homes } = line
  if (caller === undefined) return false

  async function send(to: E164) {
    const business = await coupons.accounts.get(account)
    return coupons.texts.send(account, {
      to,
      from: number,
      body: codeText({
        business: business?.branding?.name ?? business?.name,
        timeZone: business?.timeZone,
        code: code.code,
        benefit: campaign.benefit,
        expiresAt: code.expiresAt,
        redeemUrl: `${twilio.publicBaseUrl.replace(/\/+$/, '')}/redeem`,
      }),
      purpose: 'given-code',
      dedupeKey: callSid,
      homes,
    })
  }

  try {
    const result = await within(patience.textMilliseconds, (deadline) => deadline.race(send(caller)))
    if (result === 'sent' || result.refused === 'already-sent') return true
    report({ trouble: 'text-unsent', callSid, cause: result.detail })
  } catch (error) {
    report({ trouble: 'text-unsent', callSid, cause: causeOf(error) })
  }
  return false
}
