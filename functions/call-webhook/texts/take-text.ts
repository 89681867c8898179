import type { AccountId } from '../../../shared/domain/ids.ts'
import { type CallWebhookDeps, causeOf, usualPatience } from '../deps.ts'
import { within } from '../outage/deadline.ts'
import { type Spooled, sealText, type WaitingText } from '../outage/spool.ts'
import type { IncomingText } from '../schema.ts'
import { passOn } from './forward-text.ts'
import { receiveText } from './receive-text.ts'

export type Taken =
  | { readonly taken: 'now'; readonly account: AccountId; readonly reply?: string | undefined }
  /** The spool has it: nothing is answered, all else follows. */
  | { readonly taken: 'later' }
  | { readonly taken: 'not' }

/** On top of what the store was waited for. */
const spoolMilliseconds = 2000

/** @param milliseconds that the store is waited for */
export async function takeText(
  deps: CallWebhookDeps,
  text: IncomingText,
  milliseconds: number,
): Promise<Taken> {
  const { texting, patience = usualPatience, now } = deps
  const { messageSid } = text
  const at = now()
  if (!texting) return spool(deps, { text, at }, 'no texts are taken here')
  try {
    const received = await within(milliseconds, (deadline) =>
      deadline.race(receiveText(deps, texting, text, at)),
    )
    // It is kept: what can't be sent on in time is reported, and the answer goes out.
    await within(patience.textMilliseconds, (deadline) =>
      deadline.race(passOn(deps, texting, received)),
    ).catch((error: unknown) =>
      deps.report({ trouble: 'text-unforwarded', messageSid, cause: causeOf(error) }),
    )
    return { taken: 'now', account: received.account, reply: received.reply }
  } catch (error) {
    return spool(deps, { text, at }, causeOf(error))
  }
}

async function spool(
  { spool: queue, vault, report }: CallWebhookDeps,
  waiting: WaitingText,
  storeCause: string,
): Promise<Taken> {
  const { messageSid } = waiting.text
  try {
    if (!queue) throw new Error('there is no spool')
    const entries: readonly Spooled[] = [sealText(vault, waiting)]
    await within(spoolMilliseconds, (deadline) => deadline.race((async () => queue.append(entries))()))
    report({ trouble: 'text-spooled', messageSid, cause: storeCause })
    return { taken: 'later' }
  } catch (error) {
    report({ trouble: 'text-unread', messageSid, cause: `${storeCause}; ${causeOf(error)}` })
    return { taken: 'not' }
  }
}

/**
 * Does with a text of the spool all that was not done when it came, but answer it.
 * @throws while the store does not answer
 */
export async function settleText(deps: CallWebhookDeps, { text, at }: WaitingText): Promise<void> {
  const { texting } = deps
  if (!texting) throw new Error('no texts are taken here')
  await passOn(deps, texting, await receiveText(deps, texting, text, at))
}
