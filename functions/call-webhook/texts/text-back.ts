import { foldCall } from '../../../shared/domain/call.ts'
import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import type { AccountId, CallSid, E164 } from '../../../shared/domain/ids.ts'
import { languageOf } from '../../../shared/domain/language.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { redeemLink, textBackText } from '../../../shared/domain/text-body.ts'
import { isTextRefused } from '../../../shared/twilio/texts.ts'
import { type GivenCode, giveCode } from '../codes/give-code.ts'
import { callText } from '../codes/text-code.ts'
import { type CallWebhookDeps, causeOf, type TextingPorts, usualPatience } from '../deps.ts'
import { speechWanted } from '../flow/speech.ts'
import { within } from '../outage/deadline.ts'
import { phonesOf } from './decide-text.ts'
import { decideTextBack, type TextBackDecision } from './decide-text-back.ts'
import { textBackOf } from './text-back-settings.ts'

/** A call that has ended. */
export interface Ended {
  readonly account: AccountId
  readonly callSid: CallSid
  readonly number: E164
  readonly caller?: E164 | undefined
  readonly route: NumberRoute | undefined
}

/**
 * Texts whoever called in vain, if the flow wants that: once a call, and once in a while, however often the end of the
 * call is told. Never throws: what fails is reported.
 */
export async function textBack(deps: CallWebhookDeps, ended: Ended): Promise<void> {
  const { texting, patience = usualPatience, report } = deps
  if (!texting || ended.caller === undefined || !textBackOf(ended.route?.flow)) return
  const trouble = (cause: string) => report({ trouble: 'text-unsent', callSid: ended.callSid, cause })
  try {
    const cause = await within(patience.textMilliseconds, (deadline) =>
      deadline.race(answerByText(deps, texting, ended, ended.caller as E164)),
    )
    if (cause !== undefined) trouble(cause)
  } catch (error) {
    trouble(causeOf(error))
  }
}

/** @returns why nothing was sent, where somebody should know */
async function answerByText(
  deps: CallWebhookDeps,
  { calls, marks }: TextingPorts,
  { account, callSid, number, route }: Ended,
  caller: E164,
): Promise<string | undefined> {
  const { coupons, routes, vault, now, twilio } = deps
  const [facts, said, business, ownRoute] = await Promise.all([
    calls.factsOf(account, callSid),
    marks.factsOf(account, callSid),
    coupons.accounts.get(account),
    routes.routeOf(caller),
  ])
  if (facts.length === 0 || !business) return undefined
  const phone = vault.hash(account, 'phone', caller)
  const { outcome, endedAt } = foldCall(facts)
  const decided = decideTextBack(
    route?.flow,
    {
      outcome,
      endedAt,
      number,
      caller,
      isBlocked: (business.calls?.blockedCallers ?? []).some((each) => each.phone === phone),
      isSpam: foldContactFacts(said).isSpam,
      isTrackingNumber: ownRoute !== undefined,
    },
    now(),
  )
  if (decided.decision === 'silence') return undefined
  const given = await codeFor(deps, { account, callSid }, decided)
  const sent = await coupons.texts.send(account, {
    to: decided.to,
    from: number,
    body: textBackText({
      business: business.branding?.name ?? business.name,
      message: decided.message,
      language: languageOf(speechWanted(route?.flow, business.calls).language),
      ...(given && {
        code: {
          code: given.code.code,
          benefit: given.campaign.benefit,
          expiresAt: given.code.expiresAt,
          timeZone: business.timeZone,
          redeemUrl: redeemLink(twilio.publicBaseUrl, business.siteKey),
        },
      }),
    }),
    purpose: callText,
    dedupeKey: callSid,
    homes: phonesOf(route?.flow),
    settings: business.texts,
    window: decided.window,
  })
  const isExpected = !isTextRefused(sent) || ['already-sent', 'recent', 'stopped'].includes(sent.refused)
  return isExpected ? undefined : sent.detail
}

/** The code that the text has in it: without one it is sent all the same. */
async function codeFor(
  { coupons, now, report }: CallWebhookDeps,
  call: { readonly account: AccountId; readonly callSid: CallSid },
  { code }: TextBackDecision & { decision: 'text' },
): Promise<GivenCode | undefined> {
  if (!code) return undefined
  const { campaignId, ifGiven } = code
  if (ifGiven && (await coupons.given.of(call.account, call.callSid, campaignId)) === undefined)
    return undefined
  const given = await giveCode(coupons, call, campaignId, now())
  if (!('refused' in given)) return given
  report({ trouble: 'code-not-given', callSid: call.callSid, cause: given.refused })
  return undefined
}
