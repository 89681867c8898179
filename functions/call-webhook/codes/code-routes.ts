import type { Hono, MiddlewareHandler } from 'hono'
import type { E164 } from '../../../shared/domain/ids.ts'
import type { CallFlow, NumberRoute } from '../../../shared/domain/number.ts'
import { problemResponse } from '../../../shared/http/problem.ts'
import type { TwilioRequest } from '../../../shared/twilio/verify.ts'
import { type CallWebhookDeps, usualPatience } from '../deps.ts'
import type { AnswerPlan } from '../flow/answers.ts'
import { messageOf, takeMessageIn } from '../flow/message.ts'
import { sayingsOf } from '../flow/sayings/index.ts'
import { paths } from '../links.ts'
import { always } from '../outage/always.ts'
import { type Deadline, within } from '../outage/deadline.ts'
import type { KnownRoutes } from '../outage/known-routes.ts'
import { isRefused, readForm, readQuery } from '../read.ts'
import {
  codeQuery,
  forwardOf,
  gatherForm,
  giftQuery,
  incomingCall,
  plannedForward,
  questionOf,
} from '../schema.ts'
import { openCodeDesk } from './answer-code.ts'
import { answerGift } from './answer-gift.ts'
import { readAnswer } from './decide-code.ts'

/** After the store was waited for in vain: the answer itself. */
const afterwardsMilliseconds = 1000

/** Where the number leads, as last known if it can't be read. */
export const routeNow = (
  { routes }: CallWebhookDeps,
  known: KnownRoutes,
  number: E164,
  deadline: Deadline,
): Promise<NumberRoute | undefined> =>
  deadline.race((async () => routes.routeOf(number))()).catch(() => known.last(number))

export const flowOf = async (...of: Parameters<typeof routeNow>): Promise<CallFlow | undefined> =>
  (await routeNow(...of))?.flow

/** The business's own phones, to whose countries it may text; none if they can't be read. */
export const homesOf = async (...of: Parameters<typeof flowOf>): Promise<readonly E164[]> =>
  (await flowOf(...of))?.forwardTo ?? []

/** What callers answer when a code was asked for or given. */
export function mountCodes(
  app: Hono<TwilioRequest>,
  signed: MiddlewareHandler<TwilioRequest>,
  deps: CallWebhookDeps,
  known: KnownRoutes,
  answer: AnswerPlan,
): void {
  const patience = deps.patience ?? usualPatience

  app.post(paths.code, signed, async (context) => {
    const owner = readQuery(codeQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(gatherForm, context)
    if (isRefused(form)) return problemResponse(form)
    const dialling = forwardOf(owner)
    return always(
      deps,
      form.CallSid,
      patience.callerMilliseconds + afterwardsMilliseconds,
      async () => {
        const question = questionOf(owner)
        const given = readAnswer(form, question, owner.heard, sayingsOf(owner.lang))
        const plan = await within(patience.callerMilliseconds, (deadline) =>
          openCodeDesk(deps, incomingCall(form), owner, deadline).answered(given, question, dialling),
        )
        return answer(context, plan, owner)
      },
      () => answer(context, dialling, owner),
    )
  })

  app.post(paths.gift, signed, async (context) => {
    const owner = readQuery(giftQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(gatherForm, context)
    if (isRefused(form)) return problemResponse(form)
    const { code, press, number } = owner
    const dialling = plannedForward(owner)
    const say = sayingsOf(owner.lang)
    const takeMessage = takeMessageIn(say)
    const plainMessage = { ...takeMessage, prompt: say.leaveMessage }
    const answered = () =>
      within(patience.callerMilliseconds, (deadline) => {
        const gift = {
          isPressed: form.Digits === '1',
          press,
          code,
          dialling,
          ...(owner.after === 'message' && {
            message: async () => messageOf(await flowOf(deps, known, number, deadline), say) ?? plainMessage,
          }),
        }
        const homes = () => homesOf(deps, known, number, deadline)
        return answerGift(deps, incomingCall(form), owner, gift, homes, deadline)
      })
    return always(
      deps,
      form.CallSid,
      patience.callerMilliseconds + patience.textMilliseconds + afterwardsMilliseconds,
      async () => answer(context, await answered(), owner),
      () =>
        answer(context, dialling ?? (owner.after === 'message' ? takeMessage : { plan: 'hang-up' }), owner),
    )
  })
}
