import type { Context } from 'hono'
import type { Speech } from '../../../shared/domain/number.ts'
import { refuse } from '../../../shared/http/problem.ts'
import { tellAbout } from '../../../shared/http/seen.ts'
import type { TwilioRequest } from '../../../shared/twilio/verify.ts'
import { type CallOwner, callLinks } from '../links.ts'
import type { CallPlan } from './plan.ts'
import { rememberLast } from './remember.ts'
import { renderCallPlan } from './render.ts'

type TwilioContext = Context<TwilioRequest>

export const notKept = refuse('unavailable', 'The fact could not be written. Send it again.')

export const xml = (context: TwilioContext, text: string) =>
  context.body(text, 200, { 'content-type': 'text/xml; charset=utf-8' })

export const speechOf = ({ lang, voice }: CallOwner): Speech => ({ language: lang, voice })

/** Answers a plan as TwiML. */
export type AnswerPlan = (context: TwilioContext, plan: CallPlan, owner: CallOwner) => Response

export function createAnswerPlan(publicBaseUrl: string): AnswerPlan {
  const render = (plan: CallPlan, owner: CallOwner) =>
    renderCallPlan(plan, callLinks(publicBaseUrl, owner), speechOf(owner))
  const renderCommon = rememberLast(1000, render)
  return (context, plan, owner) => {
    tellAbout(context, { account: owner.account })
    // What holds a code is one caller's.
    const isOneCallers = plan.plan === 'confirm-code' || plan.plan === 'give-code'
    return xml(context, (isOneCallers ? render : renderCommon)(plan, owner))
  }
}
