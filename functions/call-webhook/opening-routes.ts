import type { Hono, MiddlewareHandler } from 'hono'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { problemResponse } from '../../shared/http/problem.ts'
import type { TwilioRequest } from '../../shared/twilio/verify.ts'
import { beginWithCode, wantsCodes } from './codes/begin-with-code.ts'
import { routeNow } from './codes/code-routes.ts'
import { type CallWebhookDeps, usualPatience } from './deps.ts'
import type { AnswerPlan } from './flow/answers.ts'
import { decideConsent, decideMenuChoice } from './flow/decide-opening.ts'
import { messageOf, takeMessageIn } from './flow/message.ts'
import type { CallPlan, ForwardPlan } from './flow/plan.ts'
import { sayingsOf } from './flow/sayings/index.ts'
import { type CallOwner, paths } from './links.ts'
import { always } from './outage/always.ts'
import { type Deadline, within } from './outage/deadline.ts'
import type { KnownRoutes } from './outage/known-routes.ts'
import { markSpam, planCall } from './plan-call.ts'
import { isRefused, readForm, readQuery } from './read.ts'
import { forwardOf, gatherForm, type IncomingCall, incomingCall, openingQuery } from './schema.ts'

/** A key that was waited for before the phones ring. */
interface Pressed {
  readonly digits: string | undefined
  readonly route: NumberRoute | undefined
  readonly dialling: ForwardPlan
  readonly call: IncomingCall
  readonly owner: CallOwner
  readonly deadline: Deadline
}

/** After the store was waited for in vain: the answer itself. */
const afterwardsMilliseconds = 1000

/** The keys before the phones ring: whatever fails, the business is rung as the address says. */
export function mountOpening(
  app: Hono<TwilioRequest>,
  signed: MiddlewareHandler<TwilioRequest>,
  deps: CallWebhookDeps,
  known: KnownRoutes,
  answer: AnswerPlan,
): void {
  const patience = deps.patience ?? usualPatience

  function mount(path: string, decide: (pressed: Pressed) => CallPlan | Promise<CallPlan>) {
    app.post(path, signed, async (context) => {
      const query = readQuery(openingQuery, context)
      if (isRefused(query)) return problemResponse(query)
      const form = readForm(gatherForm, context)
      if (isRefused(form)) return problemResponse(form)
      const dialling = forwardOf(query)
      const call = incomingCall(form)
      const planned = () =>
        within(patience.callerMilliseconds, async (deadline) => {
          const route = await routeNow(deps, known, query.number, deadline)
          const next = await decide({ digits: form.Digits, route, dialling, call, owner: query, deadline })
          const flow = route?.flow
          return next.plan === 'forward' && wantsCodes(flow)
            ? beginWithCode(deps, call, query, flow, next, deadline)
            : next
        })
      return always(
        deps,
        form.CallSid,
        patience.callerMilliseconds + afterwardsMilliseconds,
        async () => answer(context, await planned(), query),
        () => answer(context, dialling, query),
      )
    })
  }

  mount(paths.consent, ({ route, digits, dialling }) => decideConsent(route?.flow, digits, dialling))
  mount(paths.menu, ({ route, digits, dialling, call, owner }) =>
    decideMenuChoice(route?.flow, digits, dialling, call, sayingsOf(owner.lang)),
  )
  mount(paths.challenge, async ({ route, digits, dialling, call, owner, deadline }) => {
    // Who can't press a key may be a person all the same: a message is taken, and the call stays flagged.
    const say = sayingsOf(owner.lang)
    if (digits !== '1') return messageOf(route?.flow, say) ?? takeMessageIn(say)
    await markSpam(deps, call, owner, false, deadline)
    // What a recording needs to be said before is not known without the flow.
    if (!route?.flow) return { ...dialling, records: false }
    return (await planCall(deps, call, owner, route, deadline, { isCleared: true })).plan
  })
}
