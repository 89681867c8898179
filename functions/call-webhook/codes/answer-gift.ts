import type { E164 } from '../../../shared/domain/ids.ts'
import { type CallWebhookDeps, causeOf } from '../deps.ts'
import type { CallPlan, ForwardPlan, TakeMessagePlan } from '../flow/plan.ts'
import { sayingsOf } from '../flow/sayings/index.ts'
import { together } from '../flow/words.ts'
import type { CallOwner } from '../links.ts'
import type { Deadline } from '../outage/deadline.ts'
import type { IncomingCall } from '../schema.ts'
import { businessOf, textCode } from './text-code.ts'

/** The key pressed after a code was given. */
export interface GiftAnswer {
  readonly isPressed: boolean
  readonly press: 'text' | 'again'
  readonly code: string
  /** The phones to ring now; without them the call ends. */
  readonly dialling?: ForwardPlan | undefined
  /** The message that may be left afterwards, where the call may. */
  readonly message?: (() => Promise<TakeMessagePlan>) | undefined
}

/** What follows: the text sent if it was asked for, or the code said again; then the call goes on, or ends. */
export async function answerGift(
  deps: CallWebhookDeps,
  call: IncomingCall,
  owner: CallOwner,
  { isPressed, press, code, dialling, message }: GiftAnswer,
  homes: () => Promise<readonly E164[]>,
  deadline: Deadline,
): Promise<CallPlan> {
  const say = sayingsOf(owner.lang)
  const goOn = async (sentence: string | undefined): Promise<CallPlan> => {
    if (dialling) return { ...dialling, ...(sentence !== undefined && { greeting: sentence }) }
    if (message) {
      const plan = await message()
      return { ...plan, prompt: together(sentence, plan.prompt) }
    }
    return { plan: 'goodbye', text: [sentence, say.goodbye].filter(Boolean).join(' ') }
  }
  if (!isPressed) return goOn(undefined)
  if (press === 'again') return goOn(say.yourCodeIs(code))
  return goOn((await isTexted()) ? say.textSent : `${say.textNotSent} ${say.yourCodeIs(code)}`)

  async function isTexted(): Promise<boolean> {
    const { coupons, report } = deps
    const { callSid, caller } = call
    const { account } = owner
    try {
      const [known, business] = await Promise.all([
        deadline.race(coupons.codes.get(account, code)),
        businessOf(deps, owner, callSid, deadline),
      ])
      const campaign = known && (await deadline.race(coupons.campaigns.get(account, known.campaignId)))
      if (!known || !campaign) return false
      const line = { ...owner, callSid, caller, homes: await homes(), business }
      return await textCode(deps, line, { code: known, campaign })
    } catch (error) {
      report({ trouble: 'text-unsent', callSid, cause: causeOf(error) })
      return false
    }
  }
}
