import type { Hono, MiddlewareHandler } from 'hono'
import { resolveLeases } from '../../shared/domain/lease.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { problemResponse } from '../../shared/http/problem.ts'
import type { TwilioRequest } from '../../shared/twilio/verify.ts'
import { type CallWebhookDeps, causeOf } from './deps.ts'
import { legFact } from './facts.ts'
import { speechOf, xml } from './flow/answers.ts'
import { type CallBackground, whisperOf } from './flow/decide-whisper.ts'
import { renderAcceptance, renderAgentPlan } from './flow/render.ts'
import { type Sayings, sayingsOf } from './flow/sayings/index.ts'
import { declaredWords, visitWords } from './flow/visit-words.ts'
import { rememberAgent } from './known-callers.ts'
import { type CallOwner, callLinks, paths } from './links.ts'
import { type Deadline, within } from './outage/deadline.ts'
import { keepFacts } from './outage/keep.ts'
import type { KnownRoutes } from './outage/known-routes.ts'
import { isRefused, readForm, readQuery } from './read.ts'
import { agentForm, agentQuery, legQuery } from './schema.ts'

/** An agent who has picked up waits for so long at most; then the call is simply put through. */
const usualWhisperMilliseconds = 800

/** What whoever answers hears and presses, before caller and business are joined. */
export function mountAgents(
  app: Hono<TwilioRequest>,
  signed: MiddlewareHandler<TwilioRequest>,
  deps: CallWebhookDeps,
  known: KnownRoutes,
): void {
  const { now, report, twilio } = deps
  const milliseconds = deps.patience?.whisperMilliseconds ?? usualWhisperMilliseconds

  app.post(paths.agent, signed, async (context) => {
    const query = readQuery(agentQuery, context)
    if (isRefused(query)) return problemResponse(query)
    const form = readForm(agentForm, context)
    if (isRefused(form)) return problemResponse(form)
    const { whisper, quoted, screen, keep } = query
    const say = sayingsOf(query.lang)
    const accepting = screen && callLinks(twilio.publicBaseUrl, query).accept({ sticks: keep === '1' })
    let route = known.last(query.number)
    let whispered: string | undefined
    try {
      await within(milliseconds, async (deadline) => {
        route = await deadline.race(deps.routes.routeOf(query.number))
        const background = whisper ? await backgroundOf(deps, query, route, say, deadline) : {}
        whispered = whisper && whisperOf(route?.flow?.whisper, { ...background, quoted }, say)
      })
    } catch (error) {
      report({
        trouble: 'whisper-unread',
        callSid: form.ParentCallSid ?? form.CallSid,
        cause: causeOf(error),
      })
    }
    const { screen: own } = route?.flow ?? {}
    const question = typeof own === 'string' && own !== '' ? own : say.acceptCall
    const words = [...(whispered ? [whispered] : []), ...(accepting ? [question] : [])]
    return xml(context, renderAgentPlan(words, accepting, speechOf(query)))
  })

  app.post(paths.accept, signed, async (context) => {
    const query = readQuery(legQuery, context)
    if (isRefused(query)) return problemResponse(query)
    const form = readForm(agentForm, context)
    if (isRefused(form)) return problemResponse(form)
    const { Digits, ParentCallSid: callSid, CallSid: legSid, To: target } = form
    if (Digits !== '1') return xml(context, renderAcceptance(false))
    if (callSid !== undefined) {
      const at = now()
      const fact = legFact(
        query,
        callSid,
        { legSid, target, screened: true },
        { status: 'answered', sequence: 0, at },
      )
      try {
        await within(milliseconds, (deadline) =>
          Promise.all([
            keepFacts(deps, callSid, [fact], deadline),
            query.keep && target !== undefined && rememberAgent(deps, query, callSid, target, at, deadline),
          ]),
        )
      } catch (error) {
        // That the dialling ended well says the same, later.
        report({ trouble: 'fact-unwritten', callSid, cause: causeOf(error) })
      }
    }
    return xml(context, renderAcceptance(true))
  })
}

/** Where the caller came from, as far as it is known already: by the number's own source, or by who holds the number. */
async function backgroundOf(
  { extras, now }: CallWebhookDeps,
  { account, number }: CallOwner,
  route: NumberRoute | undefined,
  say: Sayings,
  deadline: Deadline,
): Promise<CallBackground> {
  if (route?.source && Object.keys(route.source).length > 0) return declaredWords(route.source, say)
  if (!extras || route?.account !== account || route.kind !== 'pool') return {}
  const at = now()
  const leases = await deadline.race(extras.leases.leasesCovering(account, number, at, route.poolId))
  const resolved = resolveLeases(leases, at)
  if (!resolved) return {}
  const lease = resolved.kind === 'lease' ? resolved.lease : resolved.candidates[0]?.lease
  if (!lease) return {}
  const facts = await deadline.race(extras.sessions.factsOf(account, lease.session))
  return { ...visitWords(facts, say), isGuess: resolved.kind === 'lease-shared' }
}
