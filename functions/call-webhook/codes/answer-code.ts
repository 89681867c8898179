import type { Account } from '../../../shared/domain/account.ts'
import type { CampaignId, E164 } from '../../../shared/domain/ids.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { type CallWebhookDeps, causeOf } from '../deps.ts'
import type { CallPlan, ClosedPlan, CodeQuestion, ForwardPlan, GiveCodePlan, Words } from '../flow/plan.ts'
import { sayingsOf } from '../flow/sayings/index.ts'
import { together } from '../flow/words.ts'
import type { CallOwner } from '../links.ts'
import type { Deadline } from '../outage/deadline.ts'
import { keepQuote } from '../outage/keep.ts'
import type { IncomingCall } from '../schema.ts'
import { isTextedAfter, textBackOf } from '../texts/text-back-settings.ts'
import { type Answer, decideAnswer, decideQuoted, type Quoted } from './decide-code.ts'
import { type GivenCode, giveCode } from './give-code.ts'
import { type QuotedCode, quoteCode } from './quote-code.ts'
import { businessOf, isTextable, type TextLine, textCode } from './text-code.ts'

/** One call's business with codes. Whatever fails is reported, and the call goes on. */
export interface CodeDesk {
  /** What follows an answer to the question for a code. */
  answered(answer: Answer, question: CodeQuestion, dialling: ForwardPlan): Promise<CallPlan>
  /** A code said before the phones ring; the plan alone if none can be had. */
  giveFirst(campaign: CampaignId, dialling: ForwardPlan): Promise<CallPlan>
  /** A code said to whoever calls when the business is closed, with the offer to text it; the plan alone if none is to be had. */
  giveWhenClosed(plan: ClosedPlan, homes: readonly E164[]): Promise<CallPlan>
  /** A code for whom nobody answered, texted at once where that can be; `otherwise` if none can be had. */
  giveWhenMissed(campaign: CampaignId, flow: CallFlow | undefined, otherwise: CallPlan): Promise<CallPlan>
}

export function openCodeDesk(
  deps: CallWebhookDeps,
  call: IncomingCall,
  owner: CallOwner,
  deadline: Deadline,
): CodeDesk {
  const { coupons, vault, now, report } = deps
  const { callSid, caller } = call
  const { account, lang } = owner
  const say = sayingsOf(lang)
  const business = () => businessOf(deps, owner, callSid, deadline)
  const line = (homes: readonly E164[], whose: Account | undefined): TextLine => ({
    ...owner,
    callSid,
    caller,
    homes,
    business: whose,
  })

  async function quoted(code: string, how: 'keyed' | 'spoken', question: CodeQuestion): Promise<Quoted> {
    const { campaignIds } = question
    const at = now()
    let quote: QuotedCode | undefined
    try {
      const phone = caller === undefined ? undefined : vault.hash(account, 'phone', caller)
      quote = { account, callSid, code, how, phone, campaignIds }
      return await deadline.race(quoteCode(coupons, quote, at))
    } catch (error) {
      report({ trouble: 'code-unchecked', callSid, cause: causeOf(error) })
      if (quote && deps.spool) await keepQuote(deps, quote, at, causeOf(error))
      return undefined
    }
  }

  async function given(campaign: CampaignId): Promise<GivenCode | undefined> {
    try {
      const fresh = await deadline.race(giveCode(coupons, { account, callSid }, campaign, now()))
      if (!('refused' in fresh)) return fresh
      report({ trouble: 'code-not-given', callSid, cause: fresh.refused })
    } catch (error) {
      report({ trouble: 'code-not-given', callSid, cause: causeOf(error) })
    }
    return undefined
  }

  const giving = (fresh: GivenCode, lead: Words): GiveCodePlan => ({
    plan: 'give-code',
    lead: together(lead, say.hereIsACode(fresh.campaign.benefit)),
    code: fresh.code.code,
    campaignId: fresh.campaign.id,
  })

  async function giveFirst(campaign: CampaignId, { greeting, ...dialling }: ForwardPlan): Promise<CallPlan> {
    const [fresh, whose] = await Promise.all([given(campaign), business()])
    if (!fresh) return { ...dialling, ...(greeting !== undefined && { greeting }) }
    const homes = [...dialling.targets, ...dialling.nextTargets]
    return {
      ...giving(fresh, greeting ?? say.thankYouForCalling),
      ...(isTextable(line(homes, whose)) && { press: 'text' as const }),
      dialling,
    }
  }

  return {
    giveFirst,

    async answered(answer, question, dialling) {
      const plan =
        decideAnswer(answer, question, dialling, say) ??
        (answer.answer === 'code'
          ? decideQuoted(await quoted(answer.code, answer.how, question), question, dialling, say)
          : dialling)
      const { giveFirst: campaign } = question
      return plan.plan === 'forward' && campaign !== undefined ? giveFirst(campaign, plan) : plan
    },

    async giveWhenClosed(plan, homes) {
      if (plan.giveFirst === undefined) return plan
      const [fresh, whose] = await Promise.all([given(plan.giveFirst), business()])
      if (!fresh) return plan
      return {
        ...giving(fresh, plan.text),
        press: isTextable(line(homes, whose)) ? 'text' : 'again',
        ...(plan.message && { takesMessage: true }),
      }
    },

    async giveWhenMissed(campaign, flow, otherwise) {
      const [fresh, whose] = await Promise.all([given(campaign), business()])
      if (!fresh) return otherwise
      const texting = line(flow?.forwardTo ?? [], whose)
      const textable = isTextable(texting)
      const back = textBackOf(flow)
      const unasked = back && isTextedAfter(back, 'missed') ? back : undefined
      const isSent = textable && (await textCode(deps, texting, fresh, unasked))
      return {
        ...giving(fresh, say.sorryNobodyAnswered),
        ...(isSent && { note: say.sentAsText }),
        press: textable && !isSent ? 'text' : 'again',
        ...(otherwise.plan === 'take-message' && { takesMessage: true }),
      }
    },
  }
}
