import { Hono } from 'hono'
import type { CallFact } from '../../shared/domain/fact.ts'
import type { CallSid } from '../../shared/domain/ids.ts'
import { problemResponse, refuse } from '../../shared/http/problem.ts'
import { type TwilioRequest, verifyTwilio } from '../../shared/twilio/verify.ts'
import { answerCall } from './answer-call.ts'
import { openCodeDesk } from './answer-code.ts'
import { createAnswerPlan, notKept } from './answers.ts'
import { homesOf, mountCodes } from './code-routes.ts'
import { within } from './deadline.ts'
import { decideAfterDial, messageTaken, takeMessage } from './decide.ts'
import { type CallWebhookDeps, causeOf, usualPatience } from './deps.ts'
import { dialFact, legFact, statusFact } from './facts.ts'
import { createKnownRoutes } from './known-routes.ts'
import { paths } from './links.ts'
import { isRefused, readForm, readQuery } from './read.ts'
import {
  callQuery,
  dialForm,
  dialQuery,
  incomingCall,
  legForm,
  messageForm,
  progress,
  statusForm,
  voiceForm,
  wholeNumber,
} from './schema.ts'

/** Twilio's webhooks about calls. `operations.ts` describes the routes. */
export function createCallWebhookApp(deps: CallWebhookDeps): Hono<TwilioRequest> {
  const app = new Hono<TwilioRequest>()
  const signed = verifyTwilio(deps.twilio)
  const known = createKnownRoutes()
  const patience = deps.patience ?? usualPatience

  const answer = createAnswerPlan(deps.twilio.publicBaseUrl)

  /** Whether the fact is in the ledger now; if not, that is reported. */
  async function isWritten(
    callSid: CallSid,
    milliseconds: number,
    fact: () => CallFact | Promise<CallFact>,
  ): Promise<boolean> {
    try {
      await within(milliseconds, (deadline) => deadline.race((async () => deps.calls.record(await fact()))()))
      return true
    } catch (error) {
      deps.report({ trouble: 'fact-unwritten', callSid, cause: causeOf(error) })
      return false
    }
  }

  app.post(paths.voice, signed, async (context) => {
    const form = readForm(voiceForm, context)
    if (isRefused(form)) return problemResponse(form)
    const call = incomingCall(form)
    try {
      const { plan, owner } = await answerCall(deps, known, call)
      return answer(context, plan, owner)
    } catch (error) {
      deps.report({ trouble: 'webhook-failed', callSid: call.callSid, cause: causeOf(error) })
      return answer(context, takeMessage, { account: deps.houseAccount, number: call.number })
    }
  })

  app.post(paths.status, signed, async (context) => {
    const form = readForm(statusForm, context)
    if (isRefused(form)) return problemResponse(form)
    const call = incomingCall(form)
    const kept = await isWritten(call.callSid, patience.callbackMilliseconds, async () => {
      const route = await deps.routes.routeOf(call.number)
      const owner = { account: route?.account ?? deps.houseAccount, number: call.number }
      return statusFact(deps.vault, call, owner, progress(form, deps.now()))
    })
    return kept ? context.body(null, 204) : problemResponse(notKept)
  })

  app.post(paths.dial, signed, async (context) => {
    const owner = readQuery(dialQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(dialForm, context)
    if (isRefused(form)) return problemResponse(form)

    const end = {
      status: form.DialCallStatus,
      legSid: form.DialCallSid || undefined,
      talkSeconds: wholeNumber(form.DialCallDuration),
    }
    const plan = decideAfterDial(end.status, {
      nextTargets: owner.next?.split(',') ?? [],
      callerId: owner.as,
      giveWhenMissed: owner.give,
    })
    const call = incomingCall(form)
    const giveInstead = plan.plan === 'goodbye' ? plan.giveInstead : undefined
    const [kept, next] = await Promise.all([
      isWritten(form.CallSid, patience.callerMilliseconds, () =>
        dialFact(deps.vault, call, owner, end, deps.now()),
      ),
      giveInstead === undefined
        ? plan
        : within(patience.callerMilliseconds, (deadline) =>
            openCodeDesk(deps, call, owner, deadline).giveWhenMissed(
              giveInstead,
              homesOf(deps, known, owner.number, deadline),
              plan,
            ),
          ),
    ])
    // The next phone rings even so: the legs' own callbacks tell the same, and the caller is waiting.
    return kept || plan.plan === 'forward' ? answer(context, next, owner) : problemResponse(notKept)
  })

  app.post(paths.leg, signed, async (context) => {
    const owner = readQuery(callQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(legForm, context)
    if (isRefused(form)) return problemResponse(form)
    const kept = await isWritten(form.ParentCallSid, patience.callbackMilliseconds, () =>
      legFact(owner, form.ParentCallSid, form.CallSid, progress(form, deps.now())),
    )
    return kept ? context.body(null, 204) : problemResponse(notKept)
  })

  app.post(paths.message, signed, async (context) => {
    const owner = readQuery(callQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(messageForm, context)
    return isRefused(form) ? problemResponse(form) : answer(context, messageTaken, owner)
  })

  mountCodes(app, signed, deps, known, answer)

  app.onError((error) => {
    deps.report({ trouble: 'webhook-failed', cause: causeOf(error) })
    return problemResponse(refuse('internal', 'The webhook failed; the cause is in the log.'))
  })
  return app
}
