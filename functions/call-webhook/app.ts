import { Hono } from 'hono'
import { isFinal } from '../../shared/domain/call.ts'
import type { CallSid } from '../../shared/domain/ids.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { problemResponse, refuse } from '../../shared/http/problem.ts'
import { seeRequests, tellAbout } from '../../shared/http/seen.ts'
import { type TwilioRequest, verifyTwilio } from '../../shared/twilio/verify.ts'
import { mountAgents } from './agent-routes.ts'
import { answerCall } from './answer-call.ts'
import { openCodeDesk } from './codes/answer-code.ts'
import { flowOf, mountCodes } from './codes/code-routes.ts'
import { type AnsweredBy, type CallWebhookDeps, causeOf, usualPatience } from './deps.ts'
import { dialFact, legFact, statusFact } from './facts.ts'
import { createAnswerPlan, notKept, xml } from './flow/answers.ts'
import { decideAfterDial } from './flow/decide.ts'
import { sayingsOf } from './flow/sayings/index.ts'
import { judgeNumber } from './judge-number.ts'
import { rememberAgent, rememberHangUp } from './known-callers.ts'
import { paths } from './links.ts'
import { mountOpening } from './opening-routes.ts'
import { always } from './outage/always.ts'
import { keepComposure } from './outage/composure.ts'
import { type Deadline, within } from './outage/deadline.ts'
import { keepFacts, keepUnrouted } from './outage/keep.ts'
import { createKnownRoutes } from './outage/known-routes.ts'
import { rescueCall } from './outage/rescue.ts'
import { isRefused, readForm, readQuery } from './read.ts'
import { readRoute } from './read-route.ts'
import { mountRecordings } from './recording-routes.ts'
import {
  dialForm,
  dialQuery,
  type IncomingCall,
  incomingCall,
  legForm,
  legQuery,
  lineOf,
  progress,
  statusForm,
  voiceForm,
  wholeNumber,
} from './schema.ts'
import { mountTexts } from './text-routes.ts'

/** For the spool and the static document, after the ledger was waited for in vain. */
const afterwardsMilliseconds = 1000

/** Twilio's webhooks about calls. `operations.ts` describes the routes. */
export function createCallWebhookApp(given: CallWebhookDeps): Hono<TwilioRequest> {
  const app = new Hono<TwilioRequest>()
  if (given.observer) app.use(seeRequests(given.observer))
  const signed = verifyTwilio(given.twilio)
  const known = createKnownRoutes()
  const patience = given.patience ?? usualPatience
  const composure = keepComposure(given)
  const deps: CallWebhookDeps = { ...given, routes: composure.routes, calls: composure.calls }

  const ownerOf = (route: NumberRoute | undefined, { number }: IncomingCall) => ({
    account: route?.account ?? deps.houseAccount,
    number,
  })
  const answer = createAnswerPlan(deps.twilio.publicBaseUrl)

  /** Whether the fact is durable now; if not, that is reported. */
  async function isKept(callSid: CallSid, keep: (deadline: Deadline) => Promise<boolean>): Promise<boolean> {
    // What the spool takes at once need not wait for a ledger that doesn't answer.
    const milliseconds = deps.spool ? composure.callerMilliseconds() : patience.callbackMilliseconds
    try {
      return await within(milliseconds, keep)
    } catch (error) {
      deps.report({ trouble: 'fact-unwritten', callSid, cause: causeOf(error) })
      return false
    }
  }

  app.post(paths.voice, signed, async (context) => {
    const form = readForm(voiceForm, context)
    if (isRefused(form)) return problemResponse(form)
    const call = incomingCall(form)
    const began = performance.now()
    const answeredBy = (by: AnsweredBy) => deps.answered?.(by, Math.round(performance.now() - began))
    return always(
      deps,
      call.callSid,
      patience.callerMilliseconds + afterwardsMilliseconds,
      async () => {
        const answered = await answerCall(deps, known, call, composure.callerMilliseconds())
        const twiml =
          'document' in answered
            ? xml(context, answered.document)
            : answer(context, answered.plan, answered.owner)
        answeredBy(answered.by)
        return twiml
      },
      async () => {
        const {
          answer: rescued,
          by,
          isRung,
        } = await rescueCall(
          deps,
          known,
          call,
          (plan, owner) => answer(context, plan, owner),
          (document) => xml(context, document),
        )
        answeredBy(by)
        const webhook = { webhook: 'voice', call, at: deps.now(), isGreeted: !isRung, isRung } as const
        await keepUnrouted(deps, webhook, 'the webhook failed')
        return rescued
      },
    )
  })

  app.post(paths.status, signed, async (context) => {
    const form = readForm(statusForm, context)
    if (isRefused(form)) return problemResponse(form)
    const call = incomingCall(form)
    const told = progress(form, deps.now())
    let route: NumberRoute | undefined
    const kept = await isKept(call.callSid, async (deadline) => {
      const read = await readRoute(deps, known, call, deadline)
      if (read.read === 'unknown') {
        return keepUnrouted(
          deps,
          { webhook: 'status', call, progress: told },
          read.cause,
          patience.callbackMilliseconds,
        )
      }
      route = read.route
      const owner = ownerOf(route, call)
      tellAbout(context, { account: owner.account })
      const fact = statusFact(deps.vault, call, owner, told)
      const [isDurable] = await Promise.all([
        keepFacts(deps, call.callSid, [fact], deadline, patience.callbackMilliseconds),
        route?.flow?.screenSpam && rememberHangUp(deps, owner, call, told, deadline),
        judgeNumber(deps, route, fact, deadline),
      ])
      return isDurable
    })
    if (!kept) return problemResponse(notKept)
    if (isFinal(told.status) && route?.flow?.textBack) {
      // No caller waits any more: what only texts need is loaded with the first of them.
      const { textBack } = await import('./texts/text-back.ts')
      await textBack(deps, { ...call, ...ownerOf(route, call), route })
    }
    return context.body(null, 204)
  })

  app.post(paths.dial, signed, async (context) => {
    const owner = readQuery(dialQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(dialForm, context)
    if (isRefused(form)) return problemResponse(form)

    const end = {
      // A phone that was picked up and not accepted, by a voicemail perhaps, ends as `completed`, too.
      status:
        form.DialBridged === 'false' && form.DialCallStatus === 'completed'
          ? 'no-answer'
          : form.DialCallStatus,
      legSid: form.DialCallSid || undefined,
      talkSeconds: wholeNumber(form.DialCallDuration),
    }
    const line = lineOf(owner)
    const say = sayingsOf(owner.lang)
    const plan = decideAfterDial(end.status, line, undefined, say)
    const call = incomingCall(form)
    const isMissed = plan.plan === 'goodbye' || plan.plan === 'take-message'
    const missed = () =>
      within(patience.callerMilliseconds, async (deadline) => {
        const flow = await flowOf(deps, known, owner.number, deadline)
        const inItsOwnWords = decideAfterDial(end.status, line, flow, say)
        return line.giveWhenMissed === undefined
          ? inItsOwnWords
          : openCodeDesk(deps, call, owner, deadline).giveWhenMissed(line.giveWhenMissed, flow, inItsOwnWords)
      })
    return always(
      deps,
      call.callSid,
      patience.callerMilliseconds + patience.textMilliseconds + afterwardsMilliseconds,
      async () => {
        const [, next] = await Promise.all([
          isKept(form.CallSid, (deadline) =>
            keepFacts(deps, form.CallSid, [dialFact(deps.vault, call, owner, end, deps.now())], deadline),
          ),
          isMissed ? missed() : plan,
        ])
        // Even where nothing took the fact: the caller is waiting, and the legs' own callbacks tell the same.
        return answer(context, next, owner)
      },
      () => answer(context, plan, owner),
    )
  })

  app.post(paths.leg, signed, async (context) => {
    const owner = readQuery(legQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(legForm, context)
    if (isRefused(form)) return problemResponse(form)
    const { ParentCallSid: callSid, CallSid: legSid, To: target } = form
    const told = progress(form, deps.now())
    const screened = owner.screen === '1'
    const kept = await isKept(callSid, async (deadline) => {
      const fact = legFact(owner, callSid, { legSid, target, screened }, told)
      const isPutThrough = !screened && told.status === 'in-progress' && target !== undefined
      const [isDurable] = await Promise.all([
        keepFacts(deps, callSid, [fact], deadline, patience.callbackMilliseconds),
        owner.keep && isPutThrough && rememberAgent(deps, owner, callSid, target, told.at, deadline),
      ])
      return isDurable
    })
    return kept ? context.body(null, 204) : problemResponse(notKept)
  })

  mountRecordings(app, signed, deps, isKept, answer)
  mountOpening(app, signed, deps, known, answer)
  mountAgents(app, signed, deps, known)
  mountCodes(app, signed, deps, known, answer)
  mountTexts(app, signed, deps, composure.callerMilliseconds)

  app.onError((error) => {
    deps.report({ trouble: 'webhook-failed', cause: causeOf(error) })
    return problemResponse(refuse('internal', 'The webhook failed; the cause is in the log.'))
  })
  return app
}
