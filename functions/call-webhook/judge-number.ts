import type { CallStatusFact } from '../../shared/domain/fact.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { type CallWebhookDeps, causeOf } from './deps.ts'
import type { Deadline } from './outage/deadline.ts'

const ends: ReadonlySet<string> = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled'])

/** Looks at what an ended call says of its pool number. That it can't is reported, and costs the call nothing. */
export async function judgeNumber(
  { extras, report, now }: CallWebhookDeps,
  route: NumberRoute | undefined,
  end: CallStatusFact,
  deadline: Deadline,
): Promise<void> {
  if (!extras?.numberHealth || route?.poolId === undefined || !ends.has(end.status)) return
  try {
    await deadline.race(extras.numberHealth.ended({ ...route, poolId: route.poolId }, end, now()))
  } catch (error) {
    report({ trouble: 'number-unjudged', callSid: end.callSid, cause: causeOf(error) })
  }
}
