import type { CallFact } from '../../../shared/domain/fact.ts'
import type { CallSid } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { QuotedCode } from '../codes/quote-code.ts'
import { type CallWebhookDeps, causeOf, type Trouble } from '../deps.ts'
import { type Deadline, within } from './deadline.ts'
import { type Spooled, sealUnrouted, type UnroutedWebhook } from './spool.ts'

type Keeping = Pick<CallWebhookDeps, 'calls' | 'spool' | 'vault' | 'report'>

/** On top of what the ledger was waited for: a disk or a queue that takes longer is not waited for by a caller. */
const callersSpoolMilliseconds = 700

/**
 * Makes facts durable: in the ledger, else in the spool.
 * @returns whether they are; if not, that is reported
 */
export async function keepFacts(
  deps: Keeping,
  callSid: CallSid,
  facts: readonly CallFact[],
  deadline: Deadline,
  spoolMilliseconds = callersSpoolMilliseconds,
): Promise<boolean> {
  try {
    // Asked too late, the store would get a request for whose answer nobody waits.
    if (deadline.isOver) throw new Error('no time was left for the ledger')
    await deadline.race(recordAll(deps, facts))
    return true
  } catch (error) {
    return spool(
      deps,
      callSid,
      () => facts.map((fact) => ({ spooled: 'fact', fact })),
      causeOf(error),
      spoolMilliseconds,
    )
  }
}

/** Likewise, for a call whose number can't be looked up: in the spool alone, until it can. */
export const keepUnrouted = (
  deps: Keeping,
  webhook: UnroutedWebhook,
  cause: string,
  spoolMilliseconds = callersSpoolMilliseconds,
): Promise<boolean> =>
  spool(deps, webhook.call.callSid, () => [sealUnrouted(deps.vault, webhook)], cause, spoolMilliseconds)

/** Likewise, for a code that can't be looked up now: it is used for the call as soon as it can. */
export const keepQuote = (deps: Keeping, quote: QuotedCode, at: Instant, cause: string): Promise<boolean> =>
  spool(deps, quote.callSid, () => [{ spooled: 'quote', quote, at }], cause)

const recordAll = async ({ calls }: Keeping, facts: readonly CallFact[]) =>
  Promise.all(facts.map((fact) => calls.record(fact)))

async function spool(
  { spool: queue, report }: Keeping,
  callSid: CallSid,
  entries: () => readonly Spooled[],
  ledgerCause: string,
  spoolMilliseconds = callersSpoolMilliseconds,
): Promise<boolean> {
  const tell = (trouble: Trouble['trouble'], cause: string) => report({ trouble, callSid, cause } as Trouble)
  if (!queue) {
    tell('fact-unwritten', ledgerCause)
    return false
  }
  try {
    await within(spoolMilliseconds, (deadline) => deadline.race((async () => queue.append(entries()))()))
    tell('fact-spooled', ledgerCause)
    return true
  } catch (error) {
    tell('fact-unwritten', `${ledgerCause}; ${causeOf(error)}`)
    return false
  }
}
