import type { E164 } from '../../../shared/domain/ids.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { renderRedirect } from '../../../shared/twilio/fallback.ts'
import { type AnsweredBy, type CallWebhookDeps, causeOf } from '../deps.ts'
import { decideCallPlan } from '../flow/decide.ts'
import { takeMessageIn } from '../flow/message.ts'
import type { CallPlan } from '../flow/plan.ts'
import { sayingsOf } from '../flow/sayings/index.ts'
import { speechWanted, spokenTo } from '../flow/speech.ts'
import type { CallOwner } from '../links.ts'
import type { IncomingCall } from '../schema.ts'
import { within } from './deadline.ts'
import type { KnownRoutes } from './known-routes.ts'

/** The document of a number that was rendered when the number last changed. */
export interface Fallbacks {
  documentOf(number: E164): Promise<string | undefined>
  /** Where Twilio can fetch it, without any of ours; absent where the file store is part of this very process. */
  addressOf?(number: E164): string | undefined
}

const documentMilliseconds = 300

/**
 * The number's static fallback TwiML, if there is one. A file store that does not tell in a moment is left to Twilio, which
 * has 15 s for it: nothing is known of the number, and a document is the only way to its phones. Answering 5xx would come to
 * the same only where the number's `VoiceFallbackUrl` is set; that one is for when this process does not answer at all.
 */
export async function fallbackDocument(
  { fallbacks, report }: Pick<CallWebhookDeps, 'fallbacks' | 'report'>,
  { number, callSid }: IncomingCall,
): Promise<string | undefined> {
  if (!fallbacks) return undefined
  try {
    return await within(documentMilliseconds, (deadline) =>
      deadline.race((async () => fallbacks.documentOf(number))()),
    )
  } catch (error) {
    report({ trouble: 'fallback-unread', callSid, cause: causeOf(error) })
    const address = fallbacks.addressOf?.(number)
    return address && renderRedirect(address)
  }
}

/** A message is taken for whoever runs the bridge, since nothing is known of the number. */
export function messageForHouse(
  { houseAccount, extras }: Pick<CallWebhookDeps, 'houseAccount' | 'extras'>,
  { number }: IncomingCall,
): { readonly plan: CallPlan; readonly owner: CallOwner } {
  const speech = speechWanted(undefined, extras?.settings.last?.(houseAccount))
  return {
    plan: takeMessageIn(sayingsOf(speech.language)),
    owner: spokenTo({ account: houseAccount, number }, speech),
  }
}

/** What a call gets when deciding on it failed. */
export interface Rescue {
  readonly answer: Response
  readonly by: AnsweredBy
  /** A phone of the business rings. */
  readonly isRung: boolean
}

/**
 * The business rings by the route last known, else by its static document; where there is neither, or it makes no sense,
 * the caller leaves a message.
 * @param answer renders; may throw, as may deciding
 */
export async function rescueCall(
  deps: CallWebhookDeps,
  known: KnownRoutes,
  call: IncomingCall,
  answer: (plan: CallPlan, owner: CallOwner) => Response,
  asDocument: (xml: string) => Response,
): Promise<Rescue> {
  const route = known.last(call.number)
  const ringing = route && byRoute(deps, route, call, answer)
  if (ringing) return { answer: ringing, by: 'memory', isRung: true }
  const document = await fallbackDocument(deps, call)
  if (document !== undefined) return { answer: asDocument(document), by: 'document', isRung: true }
  const { plan, owner } = messageForHouse(deps, call)
  return { answer: answer(plan, owner), by: 'message', isRung: false }
}

function byRoute(
  { extras }: CallWebhookDeps,
  route: NumberRoute,
  call: IncomingCall,
  answer: (plan: CallPlan, owner: CallOwner) => Response,
): Response | undefined {
  try {
    const speech = speechWanted(route.flow, extras?.settings.last?.(route.account))
    const plan = decideCallPlan(route, call, {}, sayingsOf(speech.language))
    if (plan.plan !== 'forward') return undefined
    return answer(plan, spokenTo({ account: route.account, number: call.number }, speech))
  } catch {
    // What failed before fails here again.
    return undefined
  }
}
