import { type Delivery, isSettled, isStale, isTakeable } from '../../../shared/domain/delivery.ts'
import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import { admission, afterTry, isPrompt, type TargetHealth } from '../../../shared/domain/target-health.ts'
import { addSeconds, epochSecondsOf, type Instant } from '../../../shared/domain/time.ts'
import { testEventType, type Webhook } from '../../../shared/domain/webhook.ts'
import type { Posted } from '../../../shared/outgoing/post.ts'
import type { DueHandler } from '../due/work-due.ts'
import { offBecause, outcomeOf, whyNot } from './decide.ts'
import { createLanes } from './lanes.ts'
import type { DeliverDeps } from './ports.ts'
import { deliveryOfWork, webhookWork } from './schedule.ts'
import { signedHeaders } from './signature.ts'

/** At once to one endpoint, by one process. */
const laneWidth = 4
/** Whoever has waited so long for a place lets the round end, and comes again. */
const longestWaitSeconds = 15
/** What others would have to wait for is left to the next round of the schedule. */
const laterSeconds = 20
const perRound = 200
const notedSeconds = 30

const userAgent = 'Tieline-Webhooks/1'
const isTest = ({ about }: Delivery) => about.type === testEventType

export interface DeliverOptions {
  /** Others wait for the round: only endpoints that answer, and soon, are tried in it. */
  readonly onlyPrompt?: boolean
}

/** Sends what is due to webhooks' endpoints: at least once each, none held up by another's. */
export function createDeliver(deps: DeliverDeps, lanes = createLanes(laneWidth)) {
  const { webhooks, deliveries, post, now, chance, tellOff } = deps

  async function skip(delivery: Delivery, because: string): Promise<Done> {
    await deliveries.settle(delivery, { skipped: because }, undefined, now())
    return { cancelled: because }
  }
  async function wait(delivery: Delivery, until: Instant, because: string): Promise<Done> {
    if (isStale(delivery, now())) {
      await deliveries.settle(delivery, { failed: `given up: ${because}` }, undefined, now())
      return { failed: because }
    }
    await deliveries.settle(delivery, { again: until, because }, undefined, now())
    return { again: until, because }
  }
  /** Not all at the moment at which an endpoint is tried anew. */
  const spread = (until: Instant) => addSeconds(until, 5 + 25 * chance())

  /** @returns the endpoint, or what becomes of the delivery without a try */
  async function ready(delivery: Delivery): Promise<{ webhook: Webhook; health: TargetHealth } | Done> {
    const { account, target } = delivery
    const [webhook, health] = await Promise.all([
      webhooks.get(account, target.id),
      webhooks.health(account, target.id),
    ])
    if (!webhook) return skip(delivery, 'the webhook was deleted')
    if (isTest(delivery)) return { webhook, health }
    if (webhook.off !== null) return skip(delivery, 'the webhook is switched off')
    const admitted = admission(health, now())
    if (admitted.admit === 'held')
      return wait(delivery, spread(admitted.until), 'the endpoint has been failing')
    return { webhook, health }
  }

  async function note(webhook: Webhook, isDelivered: boolean, { tookMilliseconds }: Posted) {
    const { account, id } = webhook
    for (let left = 3; left > 0; left -= 1) {
      const before = await webhooks.health(account, id)
      // All is well, as it was a moment ago: a busy endpoint's item is not written with each message.
      const isOld = (before.lastDeliveredAt ?? '') < addSeconds(now(), -notedSeconds)
      if (isDelivered && before.failures === 0 && !isOld) return before
      const after = afterTry(before, { isDelivered, tookMilliseconds }, now())
      if (await webhooks.putHealth(account, id, before, after)) return after
    }
    // Others who tried at the same time have noted theirs.
    return webhooks.health(account, id)
  }

  async function send(taken: Delivery, webhook: Webhook, body: string): Promise<Posted> {
    const secrets = await webhooks.secrets(webhook.account, webhook.id, now())
    const message = { id: taken.about.event, epochSeconds: epochSecondsOf(now()), body }
    return post({
      url: webhook.url,
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...signedHeaders(message, secrets),
      },
      body,
    })
  }

  async function attempt(delivery: Delivery, webhook: Webhook): Promise<Done> {
    const taken = await deliveries.take(delivery, now())
    if (!taken) return { again: addSeconds(now(), laterSeconds), because: 'somebody else is at it' }
    const body = await deliveries.bodyOf(taken)
    if (body === undefined) return skip(taken, 'what it said was erased')
    const at = now()
    const posted = await send(taken, webhook, body)
    const { type } = taken.about
    const outcome = outcomeOf(posted, { tries: taken.tries, type }, now(), chance())
    const because = whyNot(posted)
    const { status, tookMilliseconds } = posted
    await deliveries.settle(
      taken,
      outcome,
      { at, status, tookMilliseconds, ...(because !== undefined && { because }) },
      now(),
    )
    if (!isTest(taken)) {
      const health = await note(webhook, 'delivered' in outcome, posted)
      const off = offBecause(posted, type, health, now())
      if (off) {
        const stopped = await webhooks.update(webhook.account, webhook.id, {
          off: { because: off, at: now() },
        })
        if (stopped) await tellOff(stopped)
      }
    }
    if ('again' in outcome) return outcome
    return 'delivered' in outcome ? { done: true } : { failed: because ?? '' }
  }

  async function run(work: DueWork): Promise<Done> {
    const id = deliveryOfWork(work)
    const before = await deliveries.get(work.account, id)
    if (!before) return { cancelled: 'no such delivery any more' }
    const asked = now()
    const leave = await lanes.enter(`${before.account} ${before.target.id}`)
    try {
      if (now() > addSeconds(asked, longestWaitSeconds))
        return { again: spread(now()), because: 'many wait for the endpoint' }
      // What has become of it, and of the endpoint, while it waited for its place.
      const delivery = await deliveries.get(work.account, id)
      if (!delivery || isSettled(delivery)) return { done: true }
      const checked = await ready(delivery)
      if (!('webhook' in checked)) return checked
      const { webhook, health } = checked
      const admitted = admission(health, now())
      if (admitted.admit === 'probe' && !isTest(delivery)) {
        const { account, id: own } = webhook
        const probing = { ...health, heldUntil: admitted.heldUntil }
        if (!(await webhooks.putHealth(account, own, health, probing)))
          return wait(delivery, spread(admitted.heldUntil), 'the endpoint has been failing')
      }
      return await attempt(delivery, webhook)
    } finally {
      leave()
    }
  }

  return ({ onlyPrompt = false }: DeliverOptions = {}): DueHandler => ({
    kind: webhookWork,
    lapse: 'again',
    perRound,
    // They wait in their lanes: it costs nothing, and those of other endpoints pass.
    parallel: perRound,
    async prepare(work) {
      const delivery = await deliveries.get(work.account, deliveryOfWork(work))
      if (!delivery) return { cancelled: 'no such delivery any more' }
      if (isSettled(delivery)) return { done: true }
      if (!isTakeable(delivery, now())) return { again: delivery.nextAt, because: delivery.because ?? '' }
      const checked = await ready(delivery)
      if (!('webhook' in checked)) return checked
      return onlyPrompt && !isPrompt(checked.health)
        ? { again: addSeconds(now(), laterSeconds), because: 'the endpoint is slow' }
        : 'go'
    },
    run,
  })
}
