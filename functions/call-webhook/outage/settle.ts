import { isFinal } from '../../../shared/domain/call.ts'
import type { CallFact, CallStatusFact } from '../../../shared/domain/fact.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { quoteCode } from '../codes/quote-code.ts'
import type { CallWebhookDeps, CouponPorts } from '../deps.ts'
import { dialFact, statusFact, voiceFact } from '../facts.ts'
import { openText, openUnrouted, type Spooled, type UnroutedWebhook, type WaitingText } from './spool.ts'

export interface SettleDeps extends Pick<CallWebhookDeps, 'houseAccount' | 'routes' | 'calls'> {
  readonly coupons: Pick<CouponPorts, 'codes' | 'attempts'>
  readonly vault: CallWebhookDeps['vault'] & { open(account: string, sealed: string): string }
  /** Does with a text what was not done when it came; rejects while the ledger does not answer. */
  readonly texts?: ((waiting: WaitingText) => Promise<void>) | undefined
  /** The end of a call has entered the ledger. */
  readonly ended?: ((end: CallStatusFact) => Promise<void>) | undefined
}

/** What will fail however often it is tried: the entry itself is at fault, not the ledger. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof Error &&
  (/^(ValidationException|SyntaxError)$/.test(error.name) ||
    /unable to authenticate|unknown key version/.test(error.message))

/**
 * Brings one entry of the spool into the ledger, in which it may stand already.
 * @throws while the ledger does not answer
 */
export async function settleSpooled(deps: SettleDeps, entry: Spooled): Promise<void> {
  if (entry.spooled === 'fact') {
    await record(deps, entry.fact)
    return
  }
  if (entry.spooled === 'text') {
    if (!deps.texts) throw new Error('no texts are taken here')
    await deps.texts(openText(deps.vault, entry.sealed))
    return
  }
  if (entry.spooled === 'quote') {
    await quoteCode(deps.coupons, entry.quote, entry.at)
    return
  }
  const webhook = openUnrouted(deps.vault, entry.sealed)
  const route = await deps.routes.routeOf(webhook.call.number)
  for (const fact of factsOf(deps, webhook, route)) await record(deps, fact)
}

async function record({ calls, ended }: SettleDeps, fact: CallFact): Promise<void> {
  await calls.record(fact)
  if (fact.fact === 'status' && isFinal(fact.status)) await ended?.(fact)
}

function factsOf(
  { vault, houseAccount }: SettleDeps,
  webhook: UnroutedWebhook,
  route: NumberRoute | undefined,
): CallFact[] {
  const { call } = webhook
  const owner = { account: route?.account ?? houseAccount, number: call.number }
  if (webhook.webhook === 'status') return [statusFact(vault, call, owner, webhook.progress)]
  const { at, isGreeted, isRung } = webhook
  return [
    voiceFact(vault, call, owner, route, isGreeted, at),
    ...(isRung ? [] : [dialFact(vault, call, owner, { status: 'no-answer' }, at)]),
  ]
}
