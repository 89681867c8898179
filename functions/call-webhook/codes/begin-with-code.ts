import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { AskForCode, CallFlow } from '../../../shared/domain/number.ts'
import { type CallWebhookDeps, causeOf } from '../deps.ts'
import type { CallPlan, ForwardPlan } from '../flow/plan.ts'
import { sayingsOf } from '../flow/sayings/index.ts'
import type { CallOwner } from '../links.ts'
import type { Deadline } from '../outage/deadline.ts'
import type { IncomingCall } from '../schema.ts'
import { openCodeDesk } from './answer-code.ts'
import { askFirst, questionWanted, quotableLengths } from './decide-code.ts'

const givenFirst = (flow: CallFlow | undefined) =>
  flow?.giveCode?.when === 'always' ? flow.giveCode.campaignId : undefined

/** Whether a code is asked for, or given, before the business's phone rings. */
export const wantsCodes = (flow: CallFlow | undefined): flow is CallFlow =>
  questionWanted(flow) !== undefined || givenFirst(flow) !== undefined

/** A page of campaigns: an account with more has codes of every length. */
const mostCampaigns = 200

/** The plan with its code before it; the plan as it is if that can't be had in time. */
export async function beginWithCode(
  deps: CallWebhookDeps,
  call: IncomingCall,
  owner: CallOwner,
  flow: CallFlow,
  plan: ForwardPlan,
  deadline: Deadline,
): Promise<CallPlan> {
  const { coupons, now, report } = deps
  try {
    const giveFirst = givenFirst(flow)
    const wanted = questionWanted(flow)
    const lengths = wanted
      ? quotableLengths(await deadline.race(campaignsOf(coupons.campaigns, owner, wanted)), now())
      : []
    if (wanted && lengths.length > 0) {
      const { prompt, campaignIds } = wanted
      const question = { attempt: 1, lengths, campaignIds, giveFirst } as const
      return askFirst(plan, prompt, question, sayingsOf(owner.lang))
    }
    if (giveFirst === undefined) return plan
    return await openCodeDesk(deps, call, owner, deadline).giveFirst(giveFirst, plan)
  } catch (error) {
    // Nobody is asked for what can't be looked up.
    report({ trouble: 'campaigns-unread', callSid: call.callSid, cause: causeOf(error) })
    return plan
  }
}

async function campaignsOf(
  campaigns: CallWebhookDeps['coupons']['campaigns'],
  { account }: CallOwner,
  { campaignIds }: AskForCode,
): Promise<readonly Campaign[]> {
  if (!campaignIds) return campaigns.list(account, mostCampaigns)
  const named = await Promise.all(campaignIds.map((id) => campaigns.get(account, id)))
  return named.filter((campaign) => campaign !== undefined)
}
