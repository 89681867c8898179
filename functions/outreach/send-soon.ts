import { addSeconds, type Clock, type Instant, secondsBetween } from '../../shared/domain/time.ts'

/** A schedule comes once a minute: what is due sooner is waited for. */
const waitSeconds = 15

/**
 * Sends what is due, and what is about to be: a mail that waits some seconds for its recording.
 * @param pause waits for so many milliseconds
 */
export async function sendSoon(
  sendDue: () => Promise<Instant | undefined>,
  { now, pause }: { readonly now: Clock; readonly pause: (milliseconds: number) => Promise<unknown> },
): Promise<void> {
  const until = addSeconds(now(), waitSeconds)
  for (;;) {
    const next = await sendDue()
    if (next === undefined || next > until || now() >= until) return
    await pause(Math.max(0, secondsBetween(now(), next) * 1000) + 50)
  }
}
