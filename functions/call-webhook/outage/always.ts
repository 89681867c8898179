import type { CallSid } from '../../../shared/domain/ids.ts'
import { type CallWebhookDeps, causeOf } from '../deps.ts'
import { within } from './deadline.ts'

/**
 * Answers a webhook behind which a caller waits: what fails, or takes longer than its own deadlines should allow, is
 * reported, and the caller hears `otherwise`. Twilio itself waits 15 s, then the caller hears an apology and is cut off.
 */
export async function always<Answer>(
  { report }: Pick<CallWebhookDeps, 'report'>,
  callSid: CallSid,
  milliseconds: number,
  answer: () => Promise<Answer>,
  otherwise: () => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await within(milliseconds, (deadline) => deadline.race((async () => answer())()))
  } catch (error) {
    report({ trouble: 'webhook-failed', callSid, cause: causeOf(error) })
    return otherwise()
  }
}
